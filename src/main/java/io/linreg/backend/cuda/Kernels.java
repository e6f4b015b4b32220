package io.linreg.backend.cuda;

import static io.linreg.backend.cuda.CudaFailure.check;

import io.linreg.base.Resources;
import java.nio.charset.StandardCharsets;
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

/** This program's kernels, in a context. The driver compiles each for its device when it is first needed. */
final class Kernels implements AutoCloseable {
    /** The threads of a block, in every kernel. */
    static final int THREADS = 256;

    private final Ptx ptx = Ptx.shipped();
    private final Resources modules = new Resources();
    private final Map<String, CUfunction> functions = new ConcurrentHashMap<>();

    /** Has one kernel compiled, a small one: what is wrong with all of them shows before there is any data. */
    Kernels() {
        try {
            load("step");
        } catch (RuntimeException e) {
            modules.closeAfter(e);
            throw e;
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
        check(JCudaDriver.cuModuleGetFunction(function, module(kernel), kernel), "finding kernel " + kernel);
        return function;
    }

    private synchronized CUmodule module(String kernel) {
        return modules.own(new Module(kernel, ptx.module(kernel))).handle;
    }

    @Override
    public synchronized void close() {
        modules.close();
    }

    /** A compiled kernel. */
    private static final class Module implements AutoCloseable {
        final CUmodule handle = new CUmodule();
        private final String kernel;

        Module(String kernel, String ptx) {
            this.kernel = kernel;
            byte[] text = ptx.getBytes(StandardCharsets.US_ASCII);
            byte[] image = Arrays.copyOf(text, text.length + 1); // the driver looks for the zero at the end
            check(JCudaDriver.cuModuleLoadData(handle, image), "compiling kernel " + kernel);
        }

        @Override
        public void close() {
            check(JCudaDriver.cuModuleUnload(handle), "unloading kernel " + kernel);
        }
    }
}
