package io.linreg.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real cluster: a master, two workers, an executor on each. */
@Tag("spark")
class ClusterTest {
    @TempDir
    private Path folder;

    /** The workers promise a GPU each, and have none. */
    @Test
    void anExecutorThatIsKilledAndOnesWithoutTheirGpu() throws Exception {
        try (StandaloneCluster cluster = new StandaloneCluster(folder, 2, Map.of("LD_LIBRARY_PATH", ""))) {
            List<String> lines = cluster.submit(ClusterProgram.class, "calm", "kill", "gpu");

            assertThat(lines).hasSize(4);
            assertThat(lines.get(0)).isEqualTo("processes 2");
            assertThat(lines.get(1)).startsWith("calm ").endsWith(" of 4800");
            assertThat(folder.resolve("process")).exists();
            assertThat(lines.get(2)).isEqualTo(lines.get(1).replace("calm", "killed"));
            assertThat(lines.get(3))
                    .startsWith("gpu executor ")
                    .contains("on 127.0.0.1: CUDA device 0 cannot be used: ", "set device to auto");
            assertThat(cluster.executorLogs().lines())
                    .anyMatch(line -> line.matches(
                            "WARN executor \\d+ on 127.0.0.1: CUDA device 0 cannot be used: .*; going on on the CPU"));
        }
    }
}
