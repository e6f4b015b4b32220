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
    /** A matrix of more rows is multiplied in parts: the plain functions count in 32 bits. */
    private static final long MOST_ROWS = 1 << 30;

    private final cublasHandle handle = new cublasHandle();

    /**
     * Starts cuBLAS in the current context.
     *
     * @throws DeviceUnavailableException if it cannot be used
     */
    CublasHandle(CudaStream stream) {
        if (!CublasLibrary.isUsable()) {
            throw new DeviceUnavailableException("cuBLAS: " + CublasLibrary.detail());
        }
        check(JCublas2.cublasCreate(handle), "starting");
        Resources.guard(
                this,
                () -> check(JCublas2.cublasSetStream(handle, new cudaStream_t(stream.handle())), "taking a stream"));
    }

    /**
     * Puts r := X w, for some of the rows, into the stream.
     *
     * @param x row by row, which cuBLAS sees as the transposed matrix, column by column
     * @param weights w in the data's precision
     */
    void multiply(DeviceData x, long from, long count, DeviceBuffer weights, DeviceBuffer r) {
        boolean isFloat = x.precision() == Precision.FLOAT;
        Pointer one = isFloat ? Pointer.to(new float[] {1}) : Pointer.to(new double[] {1});
        Pointer zero = isFloat ? Pointer.to(new float[] {0}) : Pointer.to(new double[] {0});
        for (long first = from; first < from + count; first += MOST_ROWS) {
            int rows = (int) Math.min(MOST_ROWS, from + count - first);
            Pointer matrix = x.xAt(first);
            Pointer result = r.at(first * x.precision().bytes());
            int status = isFloat
                    ? JCublas2.cublasSgemv(
                            handle,
                            cublasOperation.CUBLAS_OP_T,
                            x.features(),
                            rows,
                            one,
                            matrix,
                            x.stride(),
                            weights.pointer(),
                            1,
                            zero,
                            result,
                            1)
                    : JCublas2.cublasDgemv(
                            handle,
                            cublasOperation.CUBLAS_OP_T,
                            x.features(),
                            rows,
                            one,
                            matrix,
                            x.stride(),
                            weights.pointer(),
                            1,
                            zero,
                            result,
                            1);
            check(status, "multiplying");
        }
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
        check(JCublas2.cublasDestroy(handle), "ending");
    }
}
