package io.linreg.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Narrower vectors than this machine's, in JVMs that are told not to use more: a width is fixed when a JVM starts. */
class VectorWidthsTest {
    @ParameterizedTest
    @ValueSource(ints = {128, 256})
    void theParitySuitePassesAtThisWidth(int bits) throws IOException, InterruptedException {
        Process suite = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:MaxVectorSize=" + bits / Byte.SIZE,
                        "--add-modules=jdk.incubator.vector",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ParityOnDevice.class.getName(),
                        LeastSquaresParityTest.VECTORS)
                .redirectErrorStream(true)
                .start();
        String output = new String(suite.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(suite.waitFor()).as(output).isZero();
        assertThat(output).contains("vectors of " + bits + " bits").containsPattern("\\d{3,} passed, 0 failed");
    }
}
