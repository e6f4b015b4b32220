package io.linreg.backend.cuda;

import static io.linreg.backend.cuda.CudaFailure.check;

import java.nio.Buffer;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.JCudaDriver;

/** Memory on a device, with one owner. Its content is undefined until it is written. */
final class DeviceBuffer implements AutoCloseable {
    private final CUdeviceptr pointer = new CUdeviceptr();
    private final long bytes;
    private boolean closed;

    DeviceBuffer(long bytes) {
        this.bytes = bytes;
        check(JCudaDriver.cuMemAlloc(pointer, bytes), "allocating " + bytes + " bytes on the device");
    }

    /** For n doubles. */
    static DeviceBuffer doubles(long n) {
        return new DeviceBuffer(n * Double.BYTES);
    }

    CUdeviceptr pointer() {
        return pointer;
    }

    /** Copies the first bytes of a direct buffer to an offset of this one; returns when they are there. */
    void upload(Buffer source, long offset, long length) {
        require(offset, length);
        check(
                JCudaDriver.cuMemcpyHtoD(pointer.withByteOffset(offset), Pointer.to(source), length),
                "copying to the device");
    }

    void upload(double[] source) {
        long length = (long) source.length * Double.BYTES;
        require(0, length);
        check(JCudaDriver.cuMemcpyHtoD(pointer, Pointer.to(source), length), "copying to the device");
    }

    void upload(int source) {
        require(0, Integer.BYTES);
        check(
                JCudaDriver.cuMemcpyHtoD(pointer, Pointer.to(new int[] {source}), Integer.BYTES),
                "copying to the device");
    }

    void download(double[] target) {
        long length = (long) target.length * Double.BYTES;
        require(0, length);
        check(JCudaDriver.cuMemcpyDtoH(Pointer.to(target), pointer, length), "copying from the device");
    }

    private void require(long offset, long length) {
        if (closed || offset < 0 || length < 0 || offset + length > bytes) {
            throw new IllegalStateException(
                    "bytes " + offset + " to " + (offset + length) + " of " + (closed ? "closed memory" : bytes + ""));
        }
    }

    @Override
    public void close() {
        if (closed) {
            throw new IllegalStateException("closed twice");
        }
        closed = true;
        check(JCudaDriver.cuMemFree(pointer), "freeing device memory");
    }
}
