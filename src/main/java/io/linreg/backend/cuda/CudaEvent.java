package io.linreg.backend.cuda;

import static io.linreg.backend.cuda.CudaFailure.check;

import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.JCudaDriver;

/** A moment in a stream, by the device's clock. */
final class CudaEvent implements AutoCloseable {
    private final CUevent event = new CUevent();

    CudaEvent() {
        check(JCudaDriver.cuEventCreate(event, CUevent_flags.CU_EVENT_DEFAULT), "making an event");
    }

    /** Marks the moment when the stream has done all that was put in so far. */
    void record(CudaStream stream) {
        check(JCudaDriver.cuEventRecord(event, stream.handle()), "recording an event");
    }

    /** Seconds from an earlier event to this one; both must have come to pass. */
    double secondsSince(CudaEvent earlier) {
        float[] milliseconds = {0};
        check(JCudaDriver.cuEventElapsedTime(milliseconds, earlier.event, event), "reading the device's clock");
        return milliseconds[0] * 1e-3;
    }

    @Override
    public void close() {
        check(JCudaDriver.cuEventDestroy(event), "dropping an event");
    }
}
