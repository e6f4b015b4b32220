package io.linreg.backend.cuda;

import io.linreg.backend.DeviceUnavailableException;
import jcuda.driver.CUresult;

/** Turns the driver's result codes into errors that say what was tried and what to do. */
final class CudaFailure {
    /** An uncorrectable error of a device that others did not suffer from: later than JCuda's list. */
    private static final int CONTAINED = 226;

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
            case CUresult.CUDA_ERROR_STUB_LIBRARY ->
                "libcuda.so.1 is the toolkit's stub; take its folder from LD_LIBRARY_PATH, so that the driver's is found";
            case CUresult.CUDA_ERROR_NO_DEVICE -> "check that nvidia-smi lists a device, and CUDA_VISIBLE_DEVICES";
            case CUresult.CUDA_ERROR_INVALID_DEVICE -> "nvidia-smi lists the devices there are";
            case CUresult.CUDA_ERROR_DEVICE_UNAVAILABLE ->
                "the device is in use or prohibited (nvidia-smi -q shows its compute mode); wait until it is free,"
                        + " or name another one with --device";
            case CUresult.CUDA_ERROR_DEVICE_NOT_LICENSED ->
                "license the virtual GPU (nvidia-smi -q shows how it stands), or use --device cpu";
            case CUresult.CUDA_ERROR_SYSTEM_DRIVER_MISMATCH ->
                "the driver was updated and not loaded yet; restart the machine";
            case CUresult.CUDA_ERROR_SYSTEM_NOT_READY ->
                "devices joined by NVSwitch need nvidia-fabricmanager; start it, and try again";
            case CUresult.CUDA_ERROR_COMPAT_NOT_SUPPORTED_ON_DEVICE ->
                "libcuda.so.1 is that of CUDA's compatibility package, which is not for this device; take its folder from"
                        + " LD_LIBRARY_PATH, or update the driver";
            case CUresult.CUDA_ERROR_INVALID_IMAGE,
                    CUresult.CUDA_ERROR_INVALID_PTX,
                    CUresult.CUDA_ERROR_NO_BINARY_FOR_GPU,
                    CUresult.CUDA_ERROR_UNSUPPORTED_PTX_VERSION ->
                "a driver of version 470 or later and a GPU of compute capability 6.0 or later are needed";
            case CUresult.CUDA_ERROR_JIT_COMPILER_NOT_FOUND ->
                "the driver lacks its compiler, libnvidia-ptxjitcompiler.so; install all of the driver, or give the"
                        + " container NVIDIA_DRIVER_CAPABILITIES=compute,utility";
            case CUresult.CUDA_ERROR_JIT_COMPILATION_DISABLED ->
                "unset CUDA_DISABLE_JIT and CUDA_DISABLE_PTX_JIT: the driver must compile the kernels";
            case CUresult.CUDA_ERROR_SHARED_OBJECT_SYMBOL_NOT_FOUND, CUresult.CUDA_ERROR_SHARED_OBJECT_INIT_FAILED ->
                "parts of the driver are missing or of another version; install it again";
            case CUresult.CUDA_ERROR_OPERATING_SYSTEM, CUresult.CUDA_ERROR_NOT_PERMITTED ->
                "check that this user may open /dev/nvidia*, and that the container is given the GPU";
            case CUresult.CUDA_ERROR_ECC_UNCORRECTABLE, CUresult.CUDA_ERROR_NVLINK_UNCORRECTABLE, CONTAINED ->
                "the device corrupted data (nvidia-smi -q counts such errors); reset it with nvidia-smi --gpu-reset,"
                        + " or name another one with --device";
            case CUresult.CUDA_ERROR_PEER_ACCESS_UNSUPPORTED,
                    CUresult.CUDA_ERROR_PEER_ACCESS_ALREADY_ENABLED,
                    CUresult.CUDA_ERROR_PEER_ACCESS_NOT_ENABLED,
                    CUresult.CUDA_ERROR_TOO_MANY_PEERS ->
                "the devices do not reach each other's memory; use one of them, as in --device 0";
            case CUresult.CUDA_ERROR_LAUNCH_TIMEOUT ->
                "a device that drives a display stops long work; name another one with --device, or use --device cpu";
            case CUresult.CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES ->
                "another program may hold the device (nvidia-smi shows them), or the driver be too old; use another"
                        + " --gradient, or --device cpu";
            case CUresult.CUDA_ERROR_MPS_CONNECTION_FAILED, CUresult.CUDA_ERROR_MPS_RPC_FAILURE ->
                "NVIDIA's multi-process service does not answer; start nvidia-cuda-mps-control -d again, or unset"
                        + " CUDA_MPS_PIPE_DIRECTORY";
            case CUresult.CUDA_ERROR_MPS_SERVER_NOT_READY,
                    CUresult.CUDA_ERROR_MPS_MAX_CLIENTS_REACHED,
                    CUresult.CUDA_ERROR_MPS_MAX_CONNECTIONS_REACHED,
                    CUresult.CUDA_ERROR_MPS_CLIENT_TERMINATED ->
                "NVIDIA's multi-process service is busy or was ended by another of its programs; try again in a while";
            case CUresult.CUDA_ERROR_ILLEGAL_ADDRESS,
                    CUresult.CUDA_ERROR_LAUNCH_FAILED,
                    CUresult.CUDA_ERROR_ASSERT,
                    CUresult.CUDA_ERROR_HARDWARE_STACK_ERROR,
                    CUresult.CUDA_ERROR_ILLEGAL_INSTRUCTION,
                    CUresult.CUDA_ERROR_MISALIGNED_ADDRESS,
                    CUresult.CUDA_ERROR_INVALID_ADDRESS_SPACE,
                    CUresult.CUDA_ERROR_INVALID_PC,
                    CUresult.CUDA_ERROR_CONTEXT_IS_DESTROYED ->
                "the device stopped in the middle (dmesg tells why, as NVRM: Xid); try again, use another --gradient,"
                        + " or --device cpu";
            case CUresult.CUDA_ERROR_UNKNOWN ->
                "the driver is in disorder, as after a suspend, or the device is lost (dmesg tells, as NVRM: Xid);"
                        + " restart the machine, or use --device cpu";
            default -> "--device cpu goes without the GPU";
        };
    }
}
