package io.linreg.backend.cuda;

import io.linreg.backend.DeviceUnavailableException;
import jcuda.driver.CUresult;

/** Turns the driver's result codes into errors that say what was tried and what to do. */
final class CudaFailure {
    private CudaFailure() {}

    /**
     * Lets success pass.
     *
     * @param result what the driver returned
     * @param attempt what was tried, as in "allocating 3 MB"
     * @throws DeviceUnavailableException if it is not success
     */
    static void check(int result, String attempt) {
        if (result != CUresult.CUDA_SUCCESS) {
            throw new DeviceUnavailableException(
                    "CUDA failed " + attempt + " (" + CUresult.stringFor(result) + "); " + remedy(result));
        }
    }

    private static String remedy(int result) {
        return switch (result) {
            case CUresult.CUDA_ERROR_OUT_OF_MEMORY ->
                "free memory on the device (nvidia-smi shows who has it), use --precision float, or --device cpu";
            case CUresult.CUDA_ERROR_NO_DEVICE -> "check that nvidia-smi lists a device, and CUDA_VISIBLE_DEVICES";
            case CUresult.CUDA_ERROR_INVALID_DEVICE -> "nvidia-smi lists the devices there are";
            case CUresult.CUDA_ERROR_DEVICE_UNAVAILABLE ->
                "the device is in use or prohibited (nvidia-smi -q shows its compute mode)";
            case CUresult.CUDA_ERROR_SYSTEM_DRIVER_MISMATCH ->
                "the driver was updated and not loaded yet; restart the machine";
            case CUresult.CUDA_ERROR_INVALID_PTX,
                    CUresult.CUDA_ERROR_NO_BINARY_FOR_GPU,
                    CUresult.CUDA_ERROR_UNSUPPORTED_PTX_VERSION ->
                "a driver of version 418 or later and a GPU of compute capability 6.0 or later are needed";
            default -> "--device cpu goes without the GPU";
        };
    }
}
