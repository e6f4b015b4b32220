package io.linreg.backend.cuda;

import static io.linreg.backend.cuda.Surroundings.environment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.linreg.backend.cuda.SimulatedDevice.Outcome;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** cuBLAS of either version, wherever it is, whole or not. */
class CublasLibraryTest {
    private static final String TRAIN = "--device 0 --gradient gemv --epochs 50 --no-fallback";

    private static SimulatedDevice device;

    @TempDir
    private Path folder;

    @BeforeAll
    static void build() {
        device = SimulatedDevice.available().where(process -> {
            List.of("CUDA_HOME", "CUDA_PATH", "VIRTUAL_ENV", "CONDA_PREFIX").forEach(process.environment()::remove);
        });
        for (String name : List.of("libcublas.so.12", "libcublas.so.13")) {
            try (Stream<Path> found = NativeLibraries.find(name)) {
                List<Path> others = found.toList();
                assumeTrue(others.isEmpty(), () -> "SKIPPED: this machine has a cuBLAS of its own: " + others);
            }
        }
    }

    private SimulatedDevice finding(Path... folders) {
        String path = Stream.concat(Stream.of(device.libraries()), Arrays.stream(folders))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        return device.where(environment("LD_LIBRARY_PATH", path)).where(Surroundings.home(folder));
    }

    private static void install(int version, Path into) throws IOException {
        Files.createDirectories(into);
        for (String name : List.of("libcublas.so." + version, "libcublasLt.so." + version)) {
            Files.copy(device.cublas(version).resolve(name), into.resolve(name));
        }
    }

    /** Lists devices and trains: cuBLAS is said to be this file, and the result is right. */
    private static void uses(SimulatedDevice device, Path library) {
        Outcome run = device.run(Map.of(), CommandsProgram.class, "devices", TRAIN);

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .containsPattern("(?m)^cublas +usable +" + library + "$")
                .contains(", cuBLAS", "held out     4.40212");
        assertThat(run.seen().refused()).isEmpty();
        assertThat(run.seen().alive()).isEmpty();
    }

    @Test
    void thirteenAloneDoes() {
        uses(finding(device.cublas(13)), device.cublas(13).resolve("libcublas.so.13"));
    }

    @Test
    void withoutAnyOurOwnKernelDoes() {
        Outcome run = finding().run(Map.of(), CommandsProgram.class, "devices", TRAIN);

        String reason = "not found (libcublas.so.12 or .13); install the CUDA toolkit or set LD_LIBRARY_PATH";
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out().replaceAll(" +", " ")).contains("cublas not usable " + reason);
        assertThat(run.out()).contains("own GEMV (cuBLAS: " + reason + ")", "held out     4.40212");
    }

    /** Each of them is tried, in this order; to load the first or third would end the process, to call the fourth, too. */
    @Test
    void brokenOnesArePassedOver() throws IOException {
        byte[] twelve = Files.readAllBytes(device.cublas(12).resolve("libcublas.so.12"));
        Path cut = Files.createDirectory(folder.resolve("cut"));
        Files.write(cut.resolve("libcublas.so.12"), Arrays.copyOf(twelve, twelve.length / 2));
        Path text = Files.createDirectory(folder.resolve("text"));
        Files.writeString(text.resolve("libcublas.so.12"), "404 Not Found");
        Path another = folder.resolve("another"); // as who has 13 only might help himself
        install(12, another);
        Files.copy(
                device.cublas(13).resolve("libcublas.so.13"),
                another.resolve("libcublas.so.12"),
                StandardCopyOption.REPLACE_EXISTING);
        Path lacking = folder.resolve("lacking");
        install(12, lacking);
        Files.write(lacking.resolve("libcublas.so.12"), renamed(twelve, "cublasSgemv_v2", "cublasSgemv_v9"));

        uses(
                finding(cut, text, another, lacking, device.cublas(13)),
                device.cublas(13).resolve("libcublas.so.13"));
    }

    @Test
    void soIsOneThatLacksHalfOfWhatItNeeds() throws IOException {
        Path half = folder.resolve("half");
        install(12, half);
        Path light = half.resolve("libcublasLt.so.12");
        byte[] whole = Files.readAllBytes(light);
        Files.write(light, Arrays.copyOf(whole, whole.length / 2));

        Outcome run = finding(half).cli(Map.of(), "devices");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .containsPattern("cublas +not usable +" + half.resolve("libcublas.so.12")
                        + " does not load: libcublasLt.so.12, which it needs: it is cut off; install it again");
    }

    private static byte[] renamed(byte[] library, String from, String to) {
        String text = new String(library, StandardCharsets.ISO_8859_1);
        assertThat(text).contains("\0" + from + "\0");
        return text.replace("\0" + from + "\0", "\0" + to + "\0").getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The layout of a CUDA toolkit. */
    @Test
    void cudaHomeIsLookedInto() throws IOException {
        Path home = folder.resolve("cuda");
        install(13, home.resolve("lib64"));

        uses(finding().where(environment("CUDA_HOME", home.toString())), home.resolve("lib64/libcublas.so.13"));
    }

    /** The layout of pip; no loader looks there for the library that cuBLAS needs. 12 is taken, though 13 is found, too. */
    @Test
    void pythonsPackagesAreLookedInto() throws IOException {
        Path cublas = folder.resolve("env/lib/python3.11/site-packages/nvidia/cublas");
        install(12, cublas.resolve("lib"));

        uses(
                finding(device.cublas(13)).where(environment("VIRTUAL_ENV", folder + "/env")),
                cublas.resolve("lib/libcublas.so.12"));
    }

    /** Without a locale Java cannot name every folder; it looks into those that it can, a relative one included. */
    @Test
    void foldersThatCannotBeNamedArePassedOver() throws IOException {
        Path relative = folder.resolve("libraries");
        install(12, relative);
        SimulatedDevice plain = device.where(
                        environment("LD_LIBRARY_PATH", device.libraries() + ":/opt/bibliothèque:libraries"))
                .where(Surroundings.workingFolder(folder))
                .where(environment("CUDA_HOME", "/opt/bibliothèque"))
                .where(environment("LC_ALL", "C"));

        uses(plain, relative.resolve("libcublas.so.12"));
    }

    /** Loading such a driver would end the process. */
    @Test
    void aDriverThatIsCutOffIsNamed() throws IOException {
        byte[] driver = Files.readAllBytes(device.libraries().resolve("libcuda.so.1"));
        Path cut = Files.write(folder.resolve("libcuda.so.1"), Arrays.copyOf(driver, driver.length / 2));
        Outcome run = device.where(environment("LD_LIBRARY_PATH", folder.toString()))
                .cli(Map.of(), "--device", "0", "--no-fallback");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .isEqualTo(
                        "error: CUDA device 0 cannot be used: " + cut + " is cut off; install the NVIDIA driver again");
    }
}
