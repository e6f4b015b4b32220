package io.linreg.backend.cuda;

import static io.linreg.backend.cuda.CudaFailure.check;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jcuda.NativePointerObject;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/** This program's kernels, loaded into a context. The driver compiles them for its device. */
final class Kernels implements AutoCloseable {
    /** The threads of a block, in every kernel. */
    static final int THREADS = 256;

    private static final String PTX = "/kernels/linreg.ptx";

    private final CUmodule module = new CUmodule();
    private final Map<String, CUfunction> functions = new ConcurrentHashMap<>();

    Kernels() {
        check(JCudaDriver.cuModuleLoadData(module, ptx()), "compiling the kernels");
    }

    private static byte[] ptx() {
        try (InputStream in = Kernels.class.getResourceAsStream(PTX)) {
            byte[] text = in.readAllBytes();
            return Arrays.copyOf(text, text.length + 1); // the driver looks for the zero at the end
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Puts a launch into a stream.
     *
     * @param blocks the grid: one to three numbers
     * @param arguments a DeviceBuffer, or a place in one, for a pointer; int, long and double for what they are
     */
    void launch(CUstream stream, String kernel, int[] blocks, Object... arguments) {
        NativePointerObject[] values = new NativePointerObject[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            values[i] = value(arguments[i]);
        }
        check(
                JCudaDriver.cuLaunchKernel(
                        functions.computeIfAbsent(kernel, this::find),
                        blocks[0],
                        blocks.length > 1 ? blocks[1] : 1,
                        blocks.length > 2 ? blocks[2] : 1,
                        THREADS,
                        1,
                        1,
                        0,
                        stream,
                        Pointer.to(values),
                        null),
                "launching " + kernel);
    }

    private static Pointer value(Object argument) {
        if (argument instanceof DeviceBuffer buffer) {
            return Pointer.to(buffer.pointer());
        } else if (argument instanceof CUdeviceptr place) {
            return Pointer.to(place);
        } else if (argument instanceof Integer number) {
            return Pointer.to(new int[] {number});
        } else if (argument instanceof Long number) {
            return Pointer.to(new long[] {number});
        } else if (argument instanceof Double number) {
            return Pointer.to(new double[] {number});
        }
        throw new IllegalArgumentException("a kernel takes no " + argument.getClass());
    }

    /** Makes a kernel ready before it is launched. */
    void load(String kernel) {
        functions.computeIfAbsent(kernel, this::find);
    }

    private CUfunction find(String kernel) {
        CUfunction function = new CUfunction();
        check(JCudaDriver.cuModuleGetFunction(function, module, kernel), "finding kernel " + kernel);
        return function;
    }

    @Override
    public void close() {
        check(JCudaDriver.cuModuleUnload(module), "unloading the kernels");
    }
}
