package io.linreg.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.linreg.backend.ExactOnDevice;
import io.linreg.backend.cuda.SimulatedDevice.Outcome;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Moments in double-double on the simulated device: the CPU's, to 28 digits. */
class CudaExactMomentsTest {
    private static SimulatedDevice device;

    @BeforeAll
    static void build() {
        device = SimulatedDevice.available();
    }

    private static void assertClean(Outcome run) {
        assertThat(run.out()).isEqualTo("0 wrong" + System.lineSeparator());
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.seen().refused()).isEmpty();
        assertThat(run.seen().alive()).isEmpty();
    }

    /** On one device; and with the rows shared out between two. */
    @ParameterizedTest
    @ValueSource(strings = {"0", "1,0"})
    void areThoseOfTheCpu(String devices) {
        assertClean(device.run(Map.of("DEVICES", "2"), ExactOnDevice.class, devices));
    }

    /** A panel of 512 rows at a time, by several lanes. */
    @Test
    void passThroughAsMuchMemoryAsThereIs() {
        assertClean(device.run(Map.of("MEMORY", "1500000"), ExactOnDevice.class, "0", "3000 x 5"));
    }

    @Test
    void theExactAnswerOnADevice() {
        Outcome run = device.cli(Map.of(), "--solver", "normal", "--device", "0", "--no-fallback", "--json");

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("\"kind\" : \"cuda\"", "\"TV\" : 0.0445840201199642", "\"radio\" : 0.196497034155405")
                .contains("\"newspaper\" : -0.00278146398192596", "\"intercept\" : 2.99489303049532");
        assertThat(run.seen().refused()).isEmpty();
        assertThat(run.seen().alive()).isEmpty();
    }

    @Test
    void aDeviceWithoutRoomLeadsToTheCpu() {
        Outcome run = device.cli(Map.of("MEMORY", "20000"), "--solver", "normal", "--device", "0", "--json");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).contains("MB are free; use --device cpu; going on on the CPU");
        assertThat(run.out()).contains("\"kind\" : \"cpu\"", "\"TV\" : 0.0445840201199642");
        assertThat(run.seen().alive()).isEmpty();
    }
}
