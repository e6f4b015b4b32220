package io.linreg.backend.cuda;

import static io.linreg.backend.cuda.CudaFailure.check;

import io.linreg.backend.DeviceUnavailableException;
import io.linreg.base.Resources;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;

/** The primary context of one device: what every allocation and launch on it belongs to. */
final class CudaContext implements AutoCloseable {
    /** The property that bounds the bytes to take of a device's memory. */
    static final String MEMORY = "linreg.device.memory";

    /** CUDA 10.1: graphs, recorded by one thread while others go on. */
    private static final int OLDEST_DRIVER = 10_010;

    private final CUdevice device;
    private final CUcontext context = new CUcontext();
    private final int index;

    /**
     * Opens a device.
     *
     * @throws DeviceUnavailableException if there is no such device, or it cannot be used
     */
    CudaContext(int index) {
        this.index = index;
        int count = deviceCount();
        if (index >= count) {
            throw new DeviceUnavailableException("there is no such device; "
                    + (count == 1
                            ? "device 0 is the only one"
                            : count == 0 ? "the driver finds none" : "there are devices 0 to " + (count - 1)));
        }
        device = device(index);
        check(JCudaDriver.cuDevicePrimaryCtxRetain(context, device), "opening device " + index);
        Resources.guard(this, this::activate);
    }

    /** How many devices the driver shows. */
    static int deviceCount() {
        DriverLibrary.load();
        check(JCudaDriver.cuInit(0), "starting the driver");
        int version = driverVersion();
        if (version < OLDEST_DRIVER) { // it would lack functions, which ends the process where one is called
            throw new DeviceUnavailableException("the NVIDIA driver is for CUDA " + release(version)
                    + "; install one for CUDA " + release(OLDEST_DRIVER) + " or later");
        }
        int[] count = {0};
        check(JCudaDriver.cuDeviceGetCount(count), "counting devices");
        return count[0];
    }

    /** What there is to say about each device, without opening it. */
    static List<String> descriptions() {
        List<String> descriptions = new ArrayList<>();
        for (int i = 0; i < deviceCount(); i++) {
            descriptions.add(describe(device(i)));
        }
        return descriptions;
    }

    private static CUdevice device(int index) {
        CUdevice device = new CUdevice();
        check(JCudaDriver.cuDeviceGet(device, index), "finding device " + index);
        return device;
    }

    /** Makes this the context of the calling thread; the driver keeps one for each. */
    void activate() {
        check(JCudaDriver.cuCtxSetCurrent(context), "selecting device " + index);
    }

    /** Likewise, to free what is on the device: if even this fails, twice, freeing is tried all the same. */
    void activateToFree() {
        if (JCudaDriver.cuCtxSetCurrent(context) != CUresult.CUDA_SUCCESS) {
            JCudaDriver.cuCtxSetCurrent(context);
        }
    }

    int index() {
        return index;
    }

    String name() {
        return name(device);
    }

    String describe() {
        return describe(device);
    }

    /** How many blocks of threads it runs at a time, at least. */
    int multiprocessors() {
        return attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT);
    }

    /** Bytes that may be used on the device now: those that are free, or fewer where {@link #MEMORY} says so. */
    long freeBytes() {
        long[] free = {0};
        long[] total = {0};
        check(JCudaDriver.cuMemGetInfo(free, total), "asking for free memory");
        return Math.min(free[0], Long.getLong(MEMORY, Long.MAX_VALUE));
    }

    private static String name(CUdevice device) {
        byte[] bytes = new byte[256];
        check(JCudaDriver.cuDeviceGetName(bytes, bytes.length, device), "asking for the device's name");
        return new String(bytes, StandardCharsets.UTF_8).split("\0", 2)[0].strip();
    }

    private static String describe(CUdevice device) {
        long[] memory = {0};
        check(JCudaDriver.cuDeviceTotalMem(memory, device), "asking for the device's memory");
        return String.format(
                Locale.ROOT,
                "%s, %.1f GB, compute capability %d.%d, driver for CUDA %s",
                name(device),
                memory[0] * 1e-9,
                attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR),
                attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR),
                release(driverVersion()));
    }

    private static int driverVersion() {
        int[] version = {0};
        check(JCudaDriver.cuDriverGetVersion(version), "asking for the driver's version");
        return version[0];
    }

    private static String release(int version) {
        return version / 1000 + "." + version % 1000 / 10;
    }

    private static int attribute(CUdevice device, int attribute) {
        int[] value = {0};
        check(JCudaDriver.cuDeviceGetAttribute(value, attribute, device), "asking for the device's attributes");
        return value[0];
    }

    @Override
    public void close() {
        check(JCudaDriver.cuDevicePrimaryCtxRelease(device), "closing device " + index);
    }
}
