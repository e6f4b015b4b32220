package io.linreg.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.linreg.backend.cuda.SimulatedDevice.Outcome;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NotFiniteTest {

    @Test
    void theDeviceEndsAsTheCpuDoes() {
        Outcome run = SimulatedDevice.available().run(Map.of(), NotFiniteProgram.class);

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo("96 trials" + System.lineSeparator());
        assertThat(run.exitCode()).isZero();
        assertThat(run.seen().refused()).isEmpty();
    }
}
