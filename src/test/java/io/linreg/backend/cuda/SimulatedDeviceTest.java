package io.linreg.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.linreg.backend.cuda.SimulatedDevice.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The simulated device itself, through JCuda: that it does what is asked of it, and refuses what a device would. */
class SimulatedDeviceTest {
    private static SimulatedDevice device;

    @BeforeAll
    static void build() {
        device = SimulatedDevice.available();
    }

    private static List<String> clean(Map<String, String> settings, String... args) {
        Outcome outcome = device.run(settings, SimulatedProgram.class, args);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.seen().refused()).isEmpty();
        assertThat(outcome.seen().alive()).isEmpty();
        return outcome.out().lines().toList();
    }

    @Test
    void devicesAreListed() {
        assertThat(clean(Map.of("DEVICES", "2"), "names")).containsExactly("Simulated GPU 0", "Simulated GPU 1");
    }

    @Test
    void aKernelOfThisProjectRuns() {
        assertThat(clean(Map.of(), "fold")).containsExactly("[200.0, 19900.0]");
    }

    @Test
    void theShippedModuleLoadsAndItsKernelsAreThoseOfTheSources() {
        assertThat(clean(Map.of(), "shipped", "src/main/resources/kernels/linreg.ptx"))
                .contains("fused_wide_f64", "gram_f32", "step");
    }

    @Test
    void aCapturedGraphRunsAsOftenAsItIsLaunched() {
        assertThat(clean(Map.of(), "graph")).containsExactly("[3.0, 6.0]");
    }

    @Test
    void workIsDoneWhenItIsWaitedFor() {
        assertThat(clean(Map.of(), "late")).containsExactly("-1 7");
    }

    @Test
    void cublasMultiplies() {
        assertThat(clean(Map.of(), "gemv")).containsExactly("[25.0, 69.0, 113.0]", "[49.0, 137.0, 225.0]");
    }

    /** In float, then in double. */
    @Test
    void cublasRefusesMistakes() {
        List<String> mistakes = List.of(
                "stride below the columns: INVALID_VALUE",
                "fewer than no rows: INVALID_VALUE",
                "X too short: INVALID_VALUE",
                "w too short: INVALID_VALUE",
                "r too short: INVALID_VALUE",
                "X on the host: INVALID_VALUE",
                "no handle: NOT_INITIALIZED");
        List<String> expected = new ArrayList<>(List.of("right: SUCCESS", "[12.0, 34.0, 56.0]"));
        expected.addAll(mistakes);
        expected.addAll(List.copyOf(expected));

        Outcome outcome = device.run(Map.of(), SimulatedProgram.class, "products");

        assertThat(outcome.out().lines()).containsExactlyElementsOf(expected);
        assertThat(outcome.seen().refused()).hasSize(2 * mistakes.size());
        assertThat(outcome.seen().alive()).isEmpty();
    }

    @Test
    void whatIsNotGivenBackIsCounted() {
        Outcome outcome = device.run(Map.of(), SimulatedProgram.class, "leaks");

        assertThat(outcome.seen().alive())
                .isEqualTo(Map.of(
                        "contexts",
                        1L,
                        "device",
                        2L,
                        "pinned",
                        1L,
                        "streams",
                        1L,
                        "events",
                        1L,
                        "modules",
                        1L,
                        "graphs",
                        1L,
                        "executables",
                        1L,
                        "cublas",
                        1L));
    }

    /** Nothing is printed but the number of calls: each gave the error it was to give, and all was given back. */
    @ParameterizedTest
    @CsvSource({"0", "1"})
    void eachCallFailsAsItIsTold(String sticky) {
        assertThat(clean(Map.of(), "faults", sticky)).containsExactly("calls: 17");
    }

    @Test
    void mistakesAreRefused() {
        Outcome outcome = device.run(Map.of(), SimulatedProgram.class, "mistakes");

        assertThat(outcome.out().lines())
                .containsExactly(
                        "copy in, too long: ERROR_INVALID_VALUE",
                        "copy out, too long: ERROR_INVALID_VALUE",
                        "copy from nowhere: ERROR_INVALID_VALUE",
                        "fill, too long: ERROR_INVALID_VALUE",
                        "free in the middle: ERROR_INVALID_VALUE",
                        "no threads: ERROR_INVALID_VALUE",
                        "too many threads: ERROR_INVALID_VALUE",
                        "too many blocks: ERROR_INVALID_VALUE",
                        "unknown kernel: ERROR_NOT_FOUND",
                        "not PTX: ERROR_INVALID_IMAGE",
                        "PTX cut off: ERROR_INVALID_PTX",
                        "PTX too new: ERROR_UNSUPPORTED_PTX_VERSION",
                        "GPU too old: ERROR_NO_BINARY_FOR_GPU",
                        "no such device: ERROR_INVALID_DEVICE",
                        "wait while capturing: ERROR_STREAM_CAPTURE_UNSUPPORTED",
                        "that capture: ERROR_STREAM_CAPTURE_INVALIDATED",
                        "free: SUCCESS",
                        "free again: ERROR_INVALID_VALUE",
                        "destroy: SUCCESS",
                        "destroyed stream: ERROR_INVALID_HANDLE",
                        "unload: SUCCESS",
                        "unloaded kernel: ERROR_INVALID_HANDLE",
                        "no context: ERROR_INVALID_CONTEXT");
        assertThat(outcome.seen().alive()).isEmpty();
        assertThat(outcome.seen().refused())
                .contains("cuMemcpyHtoD_v2: the target: 65 bytes from byte 0 of an allocation of 64");
    }

    @Test
    void aFailedKernelBreaksTheDevice() {
        Outcome outcome = device.run(Map.of(), SimulatedProgram.class, "broken");

        assertThat(outcome.out().lines())
                .containsExactly("launch: SUCCESS", "wait: ERROR_ILLEGAL_ADDRESS", "then: ERROR_ILLEGAL_ADDRESS");
        assertThat(outcome.seen().alive()).isEmpty();
    }

    @Test
    void memoryIsLimitedAndFreshMemoryIsPoison() {
        assertThat(clean(Map.of("MEMORY", "1000000"), "memory"))
                .containsExactly(
                        "all but a little: SUCCESS", "too much: ERROR_OUT_OF_MEMORY", "99904 of 1000000", "fresh: NaN");
    }

    @ParameterizedTest
    @CsvSource({
        "DEVICES, 0, CUDA_ERROR_NO_DEVICE",
        "FAIL_AT, 0, CUDA_ERROR_UNKNOWN",
        "COMPUTE_MODE, 2, CUDA_ERROR_DEVICE_UNAVAILABLE",
        "FAIL_AT, cuMemAlloc_v2:2, CUDA_ERROR_UNKNOWN"
    })
    void aDeviceMayBeUnusable(String setting, String value, String error) {
        Outcome outcome = device.run(Map.of(setting, value), SimulatedProgram.class, "fold");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains(error);
        assertThat(outcome.seen().alive()).isEmpty();
    }
}
