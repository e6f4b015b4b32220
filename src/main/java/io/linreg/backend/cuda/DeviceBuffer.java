package io.linreg.backend.cuda;

import static io.linreg.backend.cuda.CudaFailure.check;

import io.linreg.base.Resources;
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

    /** With these numbers in it. */
    static DeviceBuffer of(int[] numbers) {
        long length = (long) numbers.length * Integer.BYTES;
        return Resources.guarded(new DeviceBuffer(length), buffer -> {
            buffer.upload(Pointer.to(numbers), length);
            return buffer;
        });
    }

    CUdeviceptr pointer() {
        return pointer;
    }

    /** A place in it, for a kernel. */
    CUdeviceptr at(long offset) {
        require(offset, 0);
        return pointer.withByteOffset(offset);
    }

    /** Puts a copy from page-locked memory into a stream; the memory is to be left alone until it is done. */
    void upload(PinnedBuffer source, long from, long length, long offset, CudaStream stream) {
        require(offset, length);
        check(
                JCudaDriver.cuMemcpyHtoDAsync(
                        pointer.withByteOffset(offset), source.pointer(from), length, stream.handle()),
                "copying to the device");
    }

    void upload(double[] source) {
        upload(Pointer.to(source), (long) source.length * Double.BYTES);
    }

    void upload(int... source) {
        upload(Pointer.to(source), (long) source.length * Integer.BYTES);
    }

    /** Returns when the bytes are there: the copy itself may return when they are on their way, and no stream waits for it. */
    private void upload(Pointer source, long length) {
        require(0, length);
        check(JCudaDriver.cuMemcpyHtoD(pointer, source, length), "copying to the device");
        check(JCudaDriver.cuStreamSynchronize(null), "copying to the device");
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
