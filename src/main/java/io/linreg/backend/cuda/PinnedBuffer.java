package io.linreg.backend.cuda;

import static io.linreg.backend.cuda.CudaFailure.check;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jcuda.Pointer;
import jcuda.driver.JCudaDriver;

/** Page-locked memory of the host, with one owner: a device copies from it by itself, while the host goes on. */
final class PinnedBuffer implements AutoCloseable {
    private final Pointer pointer = new Pointer();
    private final ByteBuffer bytes;

    PinnedBuffer(int size) {
        check(JCudaDriver.cuMemHostAlloc(pointer, size, 0), "page-locking " + size + " bytes of the host's memory");
        bytes = pointer.getByteBuffer(0, size).order(ByteOrder.nativeOrder());
    }

    /** For the device to read from. */
    Pointer pointer(long offset) {
        return pointer.withByteOffset(offset);
    }

    /** For the host to write to; a view of its own, not to be kept beyond this. */
    ByteBuffer from(int offset) {
        return bytes.duplicate()
                .order(ByteOrder.nativeOrder())
                .position(offset)
                .slice()
                .order(ByteOrder.nativeOrder());
    }

    @Override
    public void close() {
        check(JCudaDriver.cuMemFreeHost(pointer), "freeing page-locked memory");
    }
}
