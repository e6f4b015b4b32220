package io.linreg.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.linreg.backend.cuda.SimulatedDevice.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TwoDevicesTest {
    private static SimulatedDevice device;

    @BeforeAll
    static void build() {
        device = SimulatedDevice.available();
    }

    /** A line of the log: number, name, result, device; -1 for calls that are about none. */
    private static List<String[]> calls(Path log) throws IOException {
        return Files.readAllLines(log).stream().map(line -> line.split(" ")).toList();
    }

    @Test
    void whatIsAskedOfTheSecondIsDoneThere(@TempDir Path folder) throws IOException {
        Path log = folder.resolve("log");
        Outcome run = device.cli(
                Map.of("DEVICES", "2", "LOG", log.toString()),
                "--device",
                "1",
                "--gradient",
                "gemv",
                "--precision",
                "double",
                "--no-fallback");

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("Simulated GPU 1", "held out     4.40212");
        assertThat(run.seen().alive()).isEmpty();
        assertThat(calls(log)).extracting(call -> call[3]).containsOnly("-1", "1");
        assertThat(calls(log))
                .filteredOn(call -> call[3].equals("1"))
                .extracting(call -> call[1])
                .contains("cuMemAlloc_v2", "cuMemcpyHtoD_v2", "cuLaunchKernel", "cublasDgemv_v2", "cuMemcpyDtoH_v2")
                .doesNotContain("cublasSgemv_v2");
    }

    @Test
    void bothWorkAtTheSameTime() {
        Outcome run = device.run(Map.of(), TwoDevicesProgram.class);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo("alive {}, refused []" + System.lineSeparator());
    }
}
