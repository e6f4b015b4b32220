package io.linreg.backend.cuda;

import io.linreg.backend.DeviceUnavailableException;
import io.linreg.base.Resources;
import io.linreg.data.Precision;
import jcuda.Pointer;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasHandle;
import jcuda.jcublas.cublasOperation;
import jcuda.jcublas.cublasStatus;
import jcuda.runtime.cudaStream_t;

/** cuBLAS, on one stream. TF32 stays off: it is off unless a handle is told otherwise. */
final class CublasHandle implements AutoCloseable {
    /** "off" does without cuBLAS, to measure our own kernel beside it. */
    private static final String SWITCH = "linreg.cublas";

    /** For each handle, as large as cuBLAS takes itself on most devices: a recorded epoch must not allocate. */
    private static final long WORKSPACE_BYTES = 4 << 20;

    private static final Pointer FLOAT_ONE = Pointer.to(new float[] {1});
    private static final Pointer FLOAT_ZERO = Pointer.to(new float[] {0});
    private static final Pointer ONE = Pointer.to(new double[] {1});
    private static final Pointer ZERO = Pointer.to(new double[] {0});

    private final cublasHandle handle = new cublasHandle();
    private final Resources resources = new Resources();

    /**
     * Starts cuBLAS in the current context.
     *
     * @throws DeviceUnavailableException if it cannot be used
     */
    CublasHandle(CudaStream stream) {
        if ("off".equals(System.getProperty(SWITCH))) {
            throw new DeviceUnavailableException("cuBLAS is switched off");
        }
        if (!CublasLibrary.isUsable()) {
            throw new DeviceUnavailableException("cuBLAS: " + CublasLibrary.detail());
        }
        check(JCublas2.cublasCreate(handle), "starting");
        Resources.guard(this, () -> {
            check(JCublas2.cublasSetStream(handle, new cudaStream_t(stream.handle())), "taking a stream");
            DeviceBuffer workspace = resources.own(new DeviceBuffer(WORKSPACE_BYTES));
            check(JCublas2.cublasSetWorkspace(handle, workspace.pointer(), WORKSPACE_BYTES), "taking memory");
        });
    }

    /**
     * Puts R := X W', for some of the rows, into the stream; R is row by row, a number for each target.
     *
     * @param x row by row, which cuBLAS sees as the transposed matrix, column by column
     * @param weights w and b of a target after those of another, in the data's precision
     */
    void multiply(DeviceData x, long from, long count, DeviceBuffer weights, DeviceBuffer r) {
        // The plain functions count in 32 bits, and versions of cuBLAS were seen to do so for all of a matrix's
        // numbers.
        long most = Integer.MAX_VALUE / Math.max(x.stride(), x.targets());
        for (long done = 0; done < count; done += most) {
            int rows = (int) Math.min(most, count - done);
            Pointer matrix = x.xAt(from + done);
            Pointer result = r.at(done * x.targets() * x.precision().bytes());
            check(
                    x.targets() == 1
                            ? vector(x, rows, matrix, weights.pointer(), result)
                            : matrix(x, rows, matrix, weights.pointer(), result),
                    "multiplying");
        }
    }

    private int vector(DeviceData x, int rows, Pointer matrix, Pointer weights, Pointer result) {
        int transposed = cublasOperation.CUBLAS_OP_T;
        int d = x.features();
        int stride = x.stride();
        return x.precision() == Precision.FLOAT
                ? JCublas2.cublasSgemv(
                        handle, transposed, d, rows, FLOAT_ONE, matrix, stride, weights, 1, FLOAT_ZERO, result, 1)
                : JCublas2.cublasDgemv(handle, transposed, d, rows, ONE, matrix, stride, weights, 1, ZERO, result, 1);
    }

    /** R' := W X', which is how cuBLAS sees it: all matrices are row by row. */
    private int matrix(DeviceData x, int rows, Pointer matrix, Pointer weights, Pointer result) {
        int transposed = cublasOperation.CUBLAS_OP_T;
        int asItIs = cublasOperation.CUBLAS_OP_N;
        int targets = x.targets();
        int d = x.features();
        int stride = x.stride();
        return x.precision() == Precision.FLOAT
                ? JCublas2.cublasSgemm(
                        handle,
                        transposed,
                        asItIs,
                        targets,
                        rows,
                        d,
                        FLOAT_ONE,
                        weights,
                        d + 1,
                        matrix,
                        stride,
                        FLOAT_ZERO,
                        result,
                        targets)
                : JCublas2.cublasDgemm(
                        handle,
                        transposed,
                        asItIs,
                        targets,
                        rows,
                        d,
                        ONE,
                        weights,
                        d + 1,
                        matrix,
                        stride,
                        ZERO,
                        result,
                        targets);
    }

    private static void check(int status, String attempt) {
        if (status != cublasStatus.CUBLAS_STATUS_SUCCESS) {
            throw new DeviceUnavailableException(
                    "cuBLAS failed " + attempt + " (" + cublasStatus.stringFor(status) + "); " + remedy(status));
        }
    }

    private static String remedy(int status) {
        return switch (status) {
            case cublasStatus.CUBLAS_STATUS_ALLOC_FAILED ->
                "free memory on the device (nvidia-smi shows who has it), or use --gradient fused, which needs less";
            case cublasStatus.CUBLAS_STATUS_NOT_INITIALIZED, cublasStatus.CUBLAS_STATUS_ARCH_MISMATCH ->
                "install a cuBLAS that is for this driver and this device, or use --gradient fused, which needs none";
            default -> "--gradient fused goes without cuBLAS";
        };
    }

    @Override
    public void close() {
        try (resources) {
            check(JCublas2.cublasDestroy(handle), "ending");
        }
    }
}
