package io.linreg.backend.cuda;

import static io.linreg.backend.cuda.CudaFailure.check;

import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;

/** A queue of work on a device: what is put in runs in order. */
final class CudaStream implements AutoCloseable {
    private final CUstream stream = new CUstream();

    CudaStream() {
        check(JCudaDriver.cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING), "making a stream");
    }

    CUstream handle() {
        return stream;
    }

    /** Waits until all that was put in is done; what failed on the device fails here. */
    void synchronize() {
        check(JCudaDriver.cuStreamSynchronize(stream), "computing on the device");
    }

    @Override
    public void close() {
        check(JCudaDriver.cuStreamDestroy(stream), "ending a stream");
    }
}
