package io.linreg.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.linreg.backend.cuda.SimulatedDevice.Outcome;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whichever call of the driver fails, training ends with the right model, and all that was allocated is freed. */
class CudaFaultsTest {
    private static SimulatedDevice device;

    @BeforeAll
    static void build() {
        device = SimulatedDevice.available();
    }

    @ParameterizedTest
    @CsvSource({
        "FUSED, 0, 60, 100000000, 0",
        "FUSED, 1, 60, 100000000, 0",
        "FUSED, 0, 30000, 100000000, 0",
        "FUSED, 1, 30000, 100000000, 0",
        "GEMV, 0, 30000, 100000000, 0",
        "GEMV, 1, 60, 100000000, 0",
        "GRAM, 0, 60, 100000000, 0",
        "GRAM, 1, 60, 100000000, 0",
        "FUSED, 0, 400, 40000, 0", // too little memory for all rows
        "GEMV, 1, 400, 40000, 0",
        "GRAM, 0, 400, 15000, 0",
        "FUSED, 0, 60, 100000000, '0,1'",
        "GRAM, 0, 60, 100000000, '0,1'"
    })
    void everyCallMayFail(String gradient, String sticky, String rows, String memory, String devices) {
        Outcome run =
                device.run(Map.of("DEVICES", "2"), CudaFaultsProgram.class, gradient, sticky, rows, memory, devices);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines()).singleElement().asString().matches("\\d+ calls, \\d+ fallbacks");
    }
}
