package io.linreg.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.linreg.backend.ParityOnDevice;
import io.linreg.backend.cuda.SimulatedDevice.Outcome;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CudaParityTest {

    /** On one device; and with the rows shared out between two. */
    @ParameterizedTest
    @ValueSource(strings = {"0", "1,0", "0 rows", "1,0 rows", "0 targets"})
    void everyVariantIsTheSpecificationOnEveryShape(String devicesAndSuite) {
        Outcome run = SimulatedDevice.available()
                .run(Map.of("DEVICES", "2"), ParityOnDevice.class, devicesAndSuite.split(" "));

        assertThat(run.out()).containsPattern("\\d{2,} passed, 0 failed");
        assertThat(run.exitCode()).isZero();
        assertThat(run.seen().refused()).isEmpty();
        assertThat(run.seen().alive()).isEmpty();
    }
}
