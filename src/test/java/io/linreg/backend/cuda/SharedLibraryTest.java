package io.linreg.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On a library that every build has: one of JCuda's. */
class SharedLibraryTest {
    private static final String NAME = "libJCublas2-12.6.0-linux-x86_64.so";
    private static final List<String> ITS_OWN = List.of("JNI_OnLoad");
    private static byte[] library;

    @TempDir
    private Path folder;

    @BeforeAll
    static void readALibrary() throws IOException {
        try (InputStream in = SharedLibraryTest.class.getResourceAsStream("/lib/" + NAME)) {
            library = in.readAllBytes();
        }
    }

    private Path file(byte[] content) throws IOException {
        return Files.write(folder.resolve("library.so"), content);
    }

    @Test
    void aWholeLibraryPasses() throws IOException {
        SharedLibrary.check(file(library), NAME, ITS_OWN);

        assertThat(SharedLibrary.isCutOff(file(library))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 65, 600, 4096, 100_000, 1_000_000, 1_380_000})
    void oneThatIsCutOffDoesNot(int length) throws IOException {
        Path cut = file(Arrays.copyOf(library, length));

        assertThatIOException()
                .isThrownBy(() -> SharedLibrary.check(cut, NAME, List.of()))
                .withMessage("it is cut off; install it again");
        assertThat(SharedLibrary.isCutOff(cut)).isTrue();
    }

    @Test
    void oneOfAnotherNameIsNotTheOneThatIsAskedFor() throws IOException {
        Path file = file(library);

        assertThatIOException()
                .isThrownBy(() -> SharedLibrary.check(file, "library.so", List.of()))
                .withMessage("it calls itself \"" + NAME + "\"");
    }

    /** Symbols are found by a table at the end: where that is gone they cannot be known. */
    @Test
    void oneThatLacksOnlyItsEndIsDamaged() throws IOException {
        Path cut = file(Arrays.copyOf(library, library.length - 1));

        assertThatIOException()
                .isThrownBy(() -> SharedLibrary.check(cut, NAME, ITS_OWN))
                .withMessage("it is damaged; install it again");
    }

    @Test
    void whatIsNoLibraryIsCalledSo() throws IOException {
        byte[] other = library.clone();
        other[0x12] = 40; // for ARM

        for (byte[] content :
                List.of(new byte[0], "libcublas".repeat(100).getBytes(StandardCharsets.US_ASCII), other)) {
            assertThatIOException()
                    .isThrownBy(() -> SharedLibrary.check(file(content), NAME, List.of()))
                    .withMessage("it is no library for Linux on x86-64");
            assertThat(SharedLibrary.isCutOff(file(content))).isFalse();
        }
    }

    @Test
    void aFunctionThatIsMissingIsNamed() throws IOException {
        Path file = file(library);

        // The first is there; the second is one that this library wants of another.
        assertThatIOException()
                .isThrownBy(
                        () -> SharedLibrary.check(file, NAME, List.of("JNI_OnLoad", "cublasSgemv_v2", "cublasNone")))
                .withMessage("it lacks cublasSgemv_v2, cublasNone");
    }

    /** Whatever stands in its tables, the answer is one or the other. */
    @Test
    void aDamagedOneIsAnIoExceptionAtWorst() throws IOException {
        Random random = new Random(7);
        int tables = library.length - 64 * 30;
        int refused = 0;
        for (int trial = 0; trial < 100; trial++) {
            byte[] damaged = library.clone();
            for (int k = 0; k < 4; k++) {
                int at = random.nextBoolean() ? random.nextInt(0x200) : tables + random.nextInt(64 * 30);
                damaged[at] = (byte) random.nextInt();
            }
            Path file = file(damaged);
            SharedLibrary.isCutOff(file);
            try {
                SharedLibrary.check(file, NAME, ITS_OWN);
            } catch (IOException e) {
                refused++;
            }
        }
        assertThat(refused).isBetween(10, 99);
    }
}
