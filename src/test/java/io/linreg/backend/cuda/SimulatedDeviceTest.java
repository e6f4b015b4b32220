package io.linreg.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.linreg.backend.cuda.SimulatedDevice.Outcome;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SimulatedDeviceTest {
    private static SimulatedDevice device;

    @BeforeAll
    static void build() {
        device = SimulatedDevice.available();
    }

    @Test
    void whatJCudaDoesIsDone() {
        Outcome outcome = device.run(Map.of("DEVICES", "2"), SimulatedProgram.class, "everything");

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.seen().refused()).isEmpty();
        assertThat(outcome.seen().alive()).isEmpty();
        assertThat(outcome.seen().calls()).isEqualTo(8);
    }
}
