package io.linreg.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.linreg.data.Precision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Vectors of other widths than this JVM's, in JVMs that are told to use them: a width is fixed when a JVM starts. */
class VectorWidthsTest {
    @ParameterizedTest
    @ValueSource(ints = {128, 256, 512})
    void theParitySuitePassesAtThisWidth(int bits) throws IOException, InterruptedException {
        assumeFalse(Kernels.vectors(Precision.FLOAT).describe().equals(described(bits)), "all other tests use them");
        Process suite = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:MaxVectorSize=" + bits / Byte.SIZE,
                        "-D" + Kernels.MOST_BITS + "=" + bits,
                        "--add-modules=jdk.incubator.vector",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ParityOnDevice.class.getName(),
                        LeastSquaresParityTest.VECTORS)
                .redirectErrorStream(true)
                .start();
        String output = new String(suite.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(suite.waitFor()).as(output).isZero();
        assumeTrue(bits < 512 || output.contains(described(bits)), "this processor has none of 512 bits");
        assertThat(output).contains(described(bits)).containsPattern("\\d{3,} passed, 0 failed");
    }

    private static String described(int bits) {
        return "Java vectors of " + bits + " bits";
    }
}
