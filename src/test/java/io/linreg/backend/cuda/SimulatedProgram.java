package io.linreg.backend.cuda;

import static jcuda.driver.JCudaDriver.*;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jcuda.CudaException;
import jcuda.Pointer;
import jcuda.Sizeof;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUevent;
import jcuda.driver.CUfunction;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUmodule;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.CUstreamCaptureMode;
import jcuda.driver.JCudaDriver;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasHandle;
import jcuda.jcublas.cublasOperation;
import jcuda.jcublas.cublasStatus;
import jcuda.runtime.cudaStream_t;

/** What SimulatedDeviceTest lets a JVM of its own do on the simulated device, through JCuda as it is. */
final class SimulatedProgram {
    /** As much of the module as a driver reads here. */
    private static final String PTX =
            """
            .version 6.3
            .target sm_60
            .address_size 64
            .visible .entry fold(.param .u64 a, .param .u64 b, .param .u32 c, .param .u64 d)
            .maxntid 256, 1, 1
            { ret; }
            """;

    private static final int NON_BLOCKING = 1;

    private SimulatedProgram() {}

    public static void main(String[] args) throws IOException {
        JCudaDriver.setExceptionsEnabled(true);
        JCublas2.setExceptionsEnabled(true);
        cuInit(0);
        switch (args[0]) {
            case "names" -> names();
            case "fold" -> System.out.println(Arrays.toString(folded()));
            case "graph" -> inContext(SimulatedProgram::graph);
            case "late" -> inContext(SimulatedProgram::late);
            case "gemv" -> inContext(SimulatedProgram::gemv);
            case "products" -> inContext(SimulatedProgram::products);
            case "leaks" -> leaks();
            case "faults" -> faults(Integer.parseInt(args[1]));
            case "mistakes" -> inContext(SimulatedProgram::mistakes);
            case "shipped" -> shipped(Files.readString(Path.of(args[1])));
            case "broken" -> inContext(SimulatedProgram::broken);
            case "memory" -> inContext(SimulatedProgram::memory);
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static void names() {
        int[] count = new int[1];
        cuDeviceGetCount(count);
        for (int i = 0; i < count[0]; i++) {
            byte[] name = new byte[64];
            cuDeviceGetName(name, name.length, device(i));
            System.out.println(new String(name, StandardCharsets.UTF_8).trim());
        }
    }

    private static CUdevice device(int index) {
        CUdevice device = new CUdevice();
        cuDeviceGet(device, index);
        return device;
    }

    private static void inContext(Runnable body) {
        CUdevice device = device(0);
        CUcontext context = new CUcontext();
        cuDevicePrimaryCtxRetain(context, device);
        try {
            cuCtxSetCurrent(context);
            body.run();
        } finally {
            cuDevicePrimaryCtxRelease(device);
        }
    }

    private static CUdeviceptr allocated(long bytes) {
        CUdeviceptr pointer = new CUdeviceptr();
        cuMemAlloc(pointer, bytes);
        return pointer;
    }

    private static CUmodule module() {
        CUmodule module = new CUmodule();
        cuModuleLoadData(module, PTX + '\0');
        return module;
    }

    private static CUfunction fold(CUmodule module) {
        CUfunction function = new CUfunction();
        cuModuleGetFunction(function, module, "fold");
        return function;
    }

    private static CUstream stream() {
        CUstream stream = new CUstream();
        cuStreamCreate(stream, NON_BLOCKING);
        return stream;
    }

    /** Adds up `rows` rows, at most 256, of two columns. */
    private static int launchFold(CUfunction fold, CUdeviceptr partials, long rows, CUdeviceptr sums, CUstream stream) {
        Pointer parameters = Pointer.to(
                Pointer.to(partials), Pointer.to(new long[] {rows}), Pointer.to(new int[] {2}), Pointer.to(sums));
        return cuLaunchKernel(fold, 1, 1, 1, 256, 1, 1, 0, stream, parameters, null);
    }

    /** Every kind of resource, each given back whatever happens: 300 rows of (1, row) added up. */
    private static double[] folded() {
        double[] result = new double[2];
        inContext(() -> {
            CUmodule module = module();
            try {
                CUfunction fold = fold(module);
                CUstream stream = stream();
                try {
                    CUdeviceptr partials = allocated(200 * 2 * Sizeof.DOUBLE);
                    try {
                        CUdeviceptr sums = allocated(2 * Sizeof.DOUBLE);
                        try {
                            double[] rows = new double[200 * 2];
                            for (int i = 0; i < 200; i++) {
                                rows[2 * i] = 1;
                                rows[2 * i + 1] = i;
                            }
                            cuMemcpyHtoD(partials, Pointer.to(rows), (long) rows.length * Sizeof.DOUBLE);
                            launchFold(fold, partials, 200, sums, stream);
                            cuStreamSynchronize(stream);
                            cuMemcpyDtoH(Pointer.to(result), sums, 2 * Sizeof.DOUBLE);
                        } finally {
                            cuMemFree(sums);
                        }
                    } finally {
                        cuMemFree(partials);
                    }
                } finally {
                    cuStreamDestroy(stream);
                }
            } finally {
                cuModuleUnload(module);
            }
        });
        return result;
    }

    /** A graph that folds two rows of (1, 2) into the second of them: launched twice, (2, 4), then (3, 6). */
    private static void graph() {
        CUmodule module = module();
        CUfunction fold = fold(module);
        CUstream stream = stream();
        CUdeviceptr rows = allocated(4 * Sizeof.DOUBLE);
        cuMemcpyHtoD(rows, Pointer.to(new double[] {1, 2, 1, 2}), 4 * Sizeof.DOUBLE);
        CUdeviceptr second = rows.withByteOffset(2 * Sizeof.DOUBLE);

        cuStreamBeginCapture(stream, CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_GLOBAL);
        launchFold(fold, rows, 2, second, stream);
        CUgraph graph = new CUgraph();
        cuStreamEndCapture(stream, graph);
        CUgraphExec executable = new CUgraphExec();
        cuGraphInstantiate(executable, graph, 0);
        cuGraphDestroy(graph);
        cuGraphLaunch(executable, stream);
        cuGraphLaunch(executable, stream);
        cuGraphExecDestroy(executable);
        cuStreamSynchronize(stream);
        System.out.println(Arrays.toString(doubles(second, 2)));

        cuMemFree(rows);
        cuStreamDestroy(stream);
        cuModuleUnload(module);
    }

    private static double[] doubles(CUdeviceptr from, int count) {
        double[] numbers = new double[count];
        cuMemcpyDtoH(Pointer.to(numbers), from, (long) count * Sizeof.DOUBLE);
        return numbers;
    }

    /** A copy to pinned memory is seen once it was waited for, be it through an event on another stream. */
    private static void late() {
        CUstream stream = stream();
        CUstream other = stream();
        CUevent event = new CUevent();
        cuEventCreate(event, 0);
        CUdeviceptr memory = allocated(Sizeof.INT);
        Pointer pinned = new Pointer();
        cuMemHostAlloc(pinned, Sizeof.INT, 0);

        cuMemsetD32Async(memory, 7, 1, stream);
        cuMemcpyDtoHAsync(pinned, memory, Sizeof.INT, stream);
        cuEventRecord(event, stream);
        cuStreamWaitEvent(other, event, 0);
        int before = pinned.getByteBuffer(0, Sizeof.INT)
                .order(ByteOrder.nativeOrder())
                .getInt(0);
        cuStreamSynchronize(other);
        int after = pinned.getByteBuffer(0, Sizeof.INT)
                .order(ByteOrder.nativeOrder())
                .getInt(0);
        System.out.println(before + " " + after);

        cuMemFreeHost(pinned);
        cuMemFree(memory);
        cuEventDestroy(event);
        cuStreamDestroy(stream);
        cuStreamDestroy(other);
    }

    /** y := 2 A x + y for A of 3 rows, 2 columns, its rows one after the other: first at once, then captured and launched. */
    private static void gemv() {
        CUstream stream = stream();
        cublasHandle handle = new cublasHandle();
        JCublas2.cublasCreate(handle);
        JCublas2.cublasSetStream(handle, new cudaStream_t(stream));
        CUdeviceptr a = floats(1, 2, 3, 4, 5, 6);
        CUdeviceptr x = floats(10, 1);
        CUdeviceptr y = floats(1, 1, 1);
        Runnable product = () -> JCublas2.cublasSgemv(
                handle,
                cublasOperation.CUBLAS_OP_T,
                2,
                3,
                Pointer.to(new float[] {2}),
                a,
                2,
                x,
                1,
                Pointer.to(new float[] {1}),
                y,
                1);
        product.run();
        CUgraph graph = new CUgraph();
        CUgraphExec executable = new CUgraphExec();
        cuStreamBeginCapture(stream, CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_THREAD_LOCAL);
        product.run();
        cuStreamEndCapture(stream, graph);
        cuGraphInstantiate(executable, graph, 0);
        cuStreamSynchronize(stream);
        printFloats(y);
        cuGraphLaunch(executable, stream);
        cuStreamSynchronize(stream);
        printFloats(y);

        cuGraphExecDestroy(executable);
        cuGraphDestroy(graph);
        cuMemFree(a);
        cuMemFree(x);
        cuMemFree(y);
        JCublas2.cublasDestroy(handle);
        cuStreamDestroy(stream);
    }

    /** X w for X of 3 rows, 2 columns, in either precision: as it should be, then with one mistake after another. */
    private static void products() {
        JCublas2.setExceptionsEnabled(false);
        cublasHandle handle = new cublasHandle();
        JCublas2.cublasCreate(handle);
        for (int size : new int[] {Sizeof.FLOAT, Sizeof.DOUBLE}) {
            boolean isFloat = size == Sizeof.FLOAT;
            CUdeviceptr x = isFloat ? floats(1, 2, 3, 4, 5, 6) : doubles(1, 2, 3, 4, 5, 6);
            CUdeviceptr w = isFloat ? floats(10, 1) : doubles(10, 1);
            CUdeviceptr r = allocated(3L * size);
            Product product = isFloat
                    ? (h, rows, stride, a, b, c) -> JCublas2.cublasSgemv(
                            h,
                            cublasOperation.CUBLAS_OP_T,
                            2,
                            rows,
                            Pointer.to(new float[] {1}),
                            a,
                            stride,
                            b,
                            1,
                            Pointer.to(new float[] {0}),
                            c,
                            1)
                    : (h, rows, stride, a, b, c) -> JCublas2.cublasDgemv(
                            h,
                            cublasOperation.CUBLAS_OP_T,
                            2,
                            rows,
                            Pointer.to(new double[] {1}),
                            a,
                            stride,
                            b,
                            1,
                            Pointer.to(new double[] {0}),
                            c,
                            1);
            CUdeviceptr longer = allocated(4L * size);
            Pointer onHost = isFloat ? Pointer.to(new float[6]) : Pointer.to(new double[6]);

            status("right", product.of(handle, 3, 2, x, w, r));
            if (isFloat) {
                printFloats(r);
            } else {
                System.out.println(Arrays.toString(doubles(r, 3)));
            }
            status("stride below the columns", product.of(handle, 3, 1, x, w, r));
            status("fewer than no rows", product.of(handle, -1, 2, x, w, r));
            status("X too short", product.of(handle, 4, 2, x, w, longer));
            status("w too short", product.of(handle, 3, 2, x, w.withByteOffset(size), r));
            status("r too short", product.of(handle, 3, 2, x, w, r.withByteOffset(size)));
            status("X on the host", product.of(handle, 3, 2, onHost, w, r));
            status("no handle", product.of(new cublasHandle(), 3, 2, x, w, r));
            cuMemFree(x);
            cuMemFree(w);
            cuMemFree(r);
            cuMemFree(longer);
        }
        JCublas2.cublasDestroy(handle);
    }

    /** A call of gemv. */
    private interface Product {
        int of(cublasHandle handle, int rows, int stride, Pointer x, Pointer w, Pointer r);
    }

    private static void status(String what, int status) {
        System.out.println(what + ": " + cublasStatus.stringFor(status).replace("CUBLAS_STATUS_", ""));
    }

    private static CUdeviceptr doubles(double... numbers) {
        CUdeviceptr pointer = allocated((long) numbers.length * Sizeof.DOUBLE);
        cuMemcpyHtoD(pointer, Pointer.to(numbers), (long) numbers.length * Sizeof.DOUBLE);
        return pointer;
    }

    private static CUdeviceptr floats(float... numbers) {
        CUdeviceptr pointer = allocated((long) numbers.length * Sizeof.FLOAT);
        cuMemcpyHtoD(pointer, Pointer.to(numbers), (long) numbers.length * Sizeof.FLOAT);
        return pointer;
    }

    private static void printFloats(CUdeviceptr from) {
        float[] numbers = new float[3];
        cuMemcpyDtoH(Pointer.to(numbers), from, 3 * Sizeof.FLOAT);
        System.out.println(Arrays.toString(numbers));
    }

    private static void leaks() {
        CUcontext context = new CUcontext();
        cuDevicePrimaryCtxRetain(context, device(0));
        cuCtxSetCurrent(context);
        allocated(1);
        allocated(1);
        cuMemHostAlloc(new Pointer(), 1, 0);
        CUstream stream = stream();
        cuEventCreate(new CUevent(), 0);
        module();
        cuStreamBeginCapture(stream, CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_RELAXED);
        CUgraph graph = new CUgraph();
        cuStreamEndCapture(stream, graph);
        cuGraphInstantiate(new CUgraphExec(), graph, 0);
        JCublas2.cublasCreate(new cublasHandle());
    }

    /** Lets each call fail in turn, with a different error each; prints what was not as it should be. */
    private static void faults(int sticky) throws IOException {
        SimulatedTrial.begin(Map.of());
        folded();
        long calls = SimulatedTrial.end().calls();
        int[] errors = {CUresult.CUDA_ERROR_OUT_OF_MEMORY, CUresult.CUDA_ERROR_ECC_UNCORRECTABLE};
        for (int n = 1; n <= calls; n++) {
            int error = errors[n % 2];
            SimulatedTrial.begin(Map.of("FAIL_AT", "" + n, "FAIL_WITH", "" + error, "STICKY", "" + sticky));
            String thrown = "nothing";
            try {
                folded();
            } catch (CudaException e) {
                thrown = e.getMessage();
            }
            SimulatedReport report = SimulatedTrial.end();
            if (!thrown.contains(CUresult.stringFor(error)) || !report.alive().isEmpty()) {
                System.out.println(n + ": " + thrown + ", " + report);
            }
        }
        System.out.println("calls: " + calls);
        Files.write(Path.of(System.getenv("SIMULATED_CUDA_SETTINGS")), new byte[0]);
    }

    /** Finds every kernel of a module: the simulation has it, with as many parameters. */
    private static void shipped(String ptx) {
        inContext(() -> {
            CUmodule module = new CUmodule();
            cuModuleLoadData(module, ptx + '\0');
            Matcher entry = Pattern.compile("\\.entry\\s+(\\w+)").matcher(ptx);
            while (entry.find()) {
                cuModuleGetFunction(new CUfunction(), module, entry.group(1));
                System.out.println(entry.group(1));
            }
            cuModuleUnload(module);
        });
    }

    /** Each mistake is refused, and nothing breaks. */
    private static void mistakes() {
        JCudaDriver.setExceptionsEnabled(false);
        CUmodule module = module();
        CUfunction fold = fold(module);
        CUstream stream = stream();
        CUdeviceptr memory = allocated(64);
        Pointer host = Pointer.to(new byte[128]);

        print("copy in, too long", cuMemcpyHtoD(memory, host, 65));
        print("copy out, too long", cuMemcpyDtoH(host, memory.withByteOffset(60), 8));
        print("copy from nowhere", cuMemcpyDtoH(host, new CUdeviceptr(), 8));
        print("fill, too long", cuMemsetD8Async(memory, (byte) 0, 65, stream));
        print("free in the middle", cuMemFree(memory.withByteOffset(8)));
        print("no threads", cuLaunchKernel(fold, 1, 1, 1, 0, 1, 1, 0, stream, Pointer.to(host), null));
        print("too many threads", cuLaunchKernel(fold, 1, 1, 1, 512, 1, 1, 0, stream, Pointer.to(host), null));
        print("too many blocks", cuLaunchKernel(fold, 1, 65536, 1, 256, 1, 1, 0, stream, Pointer.to(host), null));
        print("unknown kernel", cuModuleGetFunction(new CUfunction(), module, "fald"));
        print("not PTX", cuModuleLoadData(new CUmodule(), "hello\0"));
        print("PTX cut off", cuModuleLoadData(new CUmodule(), PTX.substring(0, PTX.length() - 3) + '\0'));
        print("PTX too new", cuModuleLoadData(new CUmodule(), PTX.replace("6.3", "9.0") + '\0'));
        print("GPU too old", cuModuleLoadData(new CUmodule(), PTX.replace("sm_60", "sm_90") + '\0'));
        print("no such device", cuDeviceGet(new CUdevice(), 1));
        cuStreamBeginCapture(stream, CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_GLOBAL);
        print("wait while capturing", cuStreamSynchronize(stream));
        print("that capture", cuStreamEndCapture(stream, new CUgraph()));
        print("free", cuMemFree(memory));
        print("free again", cuMemFree(memory));
        print("destroy", cuStreamDestroy(stream));
        print("destroyed stream", launchFold(fold, memory, 1, memory, stream));
        print("unload", cuModuleUnload(module));
        print("unloaded kernel", launchFold(fold, memory, 1, memory, null));
        cuCtxSetCurrent(new CUcontext());
        print("no context", cuMemAlloc(new CUdeviceptr(), 8));
    }

    private static void print(String what, int result) {
        System.out.println(what + ": " + CUresult.stringFor(result).replace("CUDA_", ""));
    }

    /** A kernel given a null pointer fails where it is waited for, and breaks the device for good. */
    private static void broken() {
        JCudaDriver.setExceptionsEnabled(false);
        CUmodule module = module();
        CUdeviceptr memory = allocated(64);
        CUstream stream = stream();
        print("launch", launchFold(fold(module), new CUdeviceptr(), 1, memory, stream));
        print("wait", cuStreamSynchronize(stream));
        print("then", cuMemAlloc(new CUdeviceptr(), 8));
        cuStreamDestroy(stream);
        cuMemFree(memory);
        cuModuleUnload(module);
    }

    private static void memory() {
        JCudaDriver.setExceptionsEnabled(false);
        CUdeviceptr memory = new CUdeviceptr();
        long[] free = new long[1];
        long[] total = new long[1];
        print("all but a little", cuMemAlloc(memory, 900_000));
        print("too much", cuMemAlloc(new CUdeviceptr(), 200_000));
        cuMemGetInfo(free, total);
        System.out.println(free[0] + " of " + total[0]);
        float[] fresh = new float[1];
        cuMemcpyDtoH(Pointer.to(fresh), memory, Sizeof.FLOAT);
        System.out.println("fresh: " + fresh[0]);
        cuMemFree(memory);
    }
}
