package io.linreg.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.linreg.backend.cuda.SimulatedDevice.Outcome;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A device that fails in the middle of training: one line with a cure, then the CPU's result, or exit code 1. */
class DeviceLostTest {
    private static final List<String> LOST = List.of(
            "fused|cuGraphLaunch|719|1|launching an epoch (CUDA_ERROR_LAUNCH_FAILED); the device stopped",
            "gemv|cuGraphLaunch|700|1|launching an epoch (CUDA_ERROR_ILLEGAL_ADDRESS); the device stopped",
            "fused|cuGraphLaunch|46|1|launching an epoch (CUDA_ERROR_DEVICE_UNAVAILABLE); the device is in use",
            "gemv|cuStreamSynchronize|719|1|(CUDA_ERROR_LAUNCH_FAILED); the device stopped",
            "fused|cuStreamSynchronize|700|1|(CUDA_ERROR_ILLEGAL_ADDRESS); the device stopped",
            "gemv|cuStreamSynchronize|214|1|(CUDA_ERROR_ECC_UNCORRECTABLE); the device corrupted",
            "fused|cuStreamSynchronize|999|1|(CUDA_ERROR_UNKNOWN); the driver is in disorder",
            "gram|cuStreamSynchronize|46|1|(CUDA_ERROR_DEVICE_UNAVAILABLE); the device is in use");

    private static final List<String> MEMORY_RUNS_OUT = List.of(
            "fused|cuMemAlloc_v2|2|0|(CUDA_ERROR_OUT_OF_MEMORY); free memory on the device",
            "gemv|cuMemAlloc_v2|2|0|(CUDA_ERROR_OUT_OF_MEMORY); free memory on the device",
            "gram|cuMemAlloc_v2|2|0|(CUDA_ERROR_OUT_OF_MEMORY); free memory on the device");

    /** Its first calls come one by one or while an epoch is recorded, its last one by itself. */
    private static final List<String> CUBLAS_FAILS = List.of(
            "gemv|cublasSgemv_v2|719|1|cuBLAS failed multiplying (CUBLAS_STATUS_EXECUTION_FAILED); --gradient fused",
            "gemv|cublasSgemv_v2|801|0|cuBLAS failed multiplying (CUBLAS_STATUS_NOT_SUPPORTED); --gradient fused",
            "gemv|cublasSgemv_v2|2|0|cuBLAS failed multiplying (CUBLAS_STATUS_ALLOC_FAILED); free memory");

    @Test
    void theUserIsToldAndLosesNothing() {
        String[] cases = Stream.of(LOST, MEMORY_RUNS_OUT, CUBLAS_FAILS)
                .flatMap(List::stream)
                .toArray(String[]::new);
        Outcome run = SimulatedDevice.available().run(Map.of(), DeviceLostProgram.class, cases);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines()).singleElement().asString().matches("\\d{3} runs");
    }
}
