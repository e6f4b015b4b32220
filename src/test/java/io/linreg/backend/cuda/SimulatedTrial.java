package io.linreg.backend.cuda;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import jcuda.driver.JCudaDriver;

/**
 * Many trials in one process that {@link SimulatedDevice} runs, each with its own settings, calls counted from 1. What an
 * earlier trial left alive is still counted.
 */
final class SimulatedTrial {
    private SimulatedTrial() {}

    static void begin(Map<String, String> settings) throws IOException {
        List<String> lines = settings.entrySet().stream()
                .map(setting -> setting.getKey() + "=" + setting.getValue())
                .toList();
        Files.write(Path.of(System.getenv("SIMULATED_CUDA_SETTINGS")), lines);
        JCudaDriver.cuProfilerStart(); // the simulated driver takes it as: start anew
    }

    static SimulatedReport end() throws IOException {
        JCudaDriver.cuProfilerStop(); // and this as: write the report
        return SimulatedReport.read(Path.of(System.getenv("SIMULATED_CUDA_REPORT")));
    }
}
