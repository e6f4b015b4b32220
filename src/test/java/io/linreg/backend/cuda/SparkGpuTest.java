package io.linreg.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.linreg.spark.ClusterProgram;
import io.linreg.spark.StandaloneCluster;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An executor whose discovery script tells the truth: there is a GPU 0, if a simulated one. */
@Tag("spark")
class SparkGpuTest {
    @TempDir
    private Path folder;

    @Test
    void tasksComputeOnTheGpuThatSparkAssignsToThem() throws Exception {
        SimulatedDevice device = SimulatedDevice.available();
        Map<String, String> environment = Map.of(
                "LD_LIBRARY_PATH",
                device.libraries() + File.pathSeparator + device.cublas(12),
                "SIMULATED_CUDA_REPORT",
                folder.resolve("report").toString(),
                "SIMULATED_CUDA_SETTINGS",
                folder.resolve("settings").toString());
        try (StandaloneCluster cluster = new StandaloneCluster(folder, 1, environment)) {
            List<String> lines =
                    cluster.submit(ClusterProgram.class, "gpu", "auto", "train", "idle", "cpu", "train-cpu");

            assertThat(lines.get(0)).isEqualTo("processes 1");
            assertThat(lines.get(1)).startsWith("gpu ").endsWith(" of 4800");
            assertThat(lines.get(2)).isEqualTo(lines.get(1).replace("gpu", "auto"));
            assertThat(lines.get(4)).isEqualTo("idle 1"); // which all tasks had, one after another
            assertSame(numbers(lines.get(1)), numbers(lines.get(5)), 5);
            assertSame(numbers(lines.get(3)), numbers(lines.get(6)), 6);
            assertThat(cluster.executorLogs()).doesNotContain("going on on the CPU");
        }
        Path written = folder.resolve("report");
        for (int tenths = 0; tenths < 100 && !Files.exists(written); tenths++) {
            Thread.sleep(100); // until the executor has come to its end
        }
        SimulatedReport report = SimulatedReport.read(written);
        assertThat(report.alive()).as("left open by the executor").isEmpty();
        assertThat(report.refused()).isEmpty();
    }

    private static void assertSame(double[] onGpu, double[] onCpu, int count) {
        assertThat(onGpu).hasSize(count);
        for (int j = 0; j < count; j++) {
            assertThat(onGpu[j]).isCloseTo(onCpu[j], within(1e-12));
        }
        assertThat(onGpu).isNotEqualTo(onCpu); // which adds up in another order
    }

    private static double[] numbers(String line) {
        return Arrays.stream(line.split(" ", -1))
                .filter(word -> word.contains("0x"))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }
}
