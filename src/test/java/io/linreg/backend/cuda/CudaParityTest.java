package io.linreg.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.linreg.backend.ParityOnDevice;
import io.linreg.backend.cuda.SimulatedDevice.Outcome;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CudaParityTest {

    @Test
    void everyVariantIsTheSpecificationOnEveryShape() {
        Outcome run = SimulatedDevice.available().run(Map.of(), ParityOnDevice.class, "0");

        assertThat(run.out()).containsPattern("\\d{3,} passed, 0 failed");
        assertThat(run.exitCode()).isZero();
        assertThat(run.seen().refused()).isEmpty();
        assertThat(run.seen().alive()).isEmpty();
    }
}
