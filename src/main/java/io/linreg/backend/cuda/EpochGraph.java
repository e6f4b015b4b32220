package io.linreg.backend.cuda;

import static io.linreg.backend.cuda.CudaFailure.check;

import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUresult;
import jcuda.driver.CUstreamCaptureMode;
import jcuda.driver.JCudaDriver;

/** The launches of one epoch, recorded once and then given to the device as a whole, each time. */
final class EpochGraph implements AutoCloseable {
    private final CUgraphExec executable = new CUgraphExec();
    private final CudaStream stream;

    /** Records what the work puts into the stream; nothing of it runs yet. */
    EpochGraph(CudaStream stream, Runnable work) {
        this.stream = stream;
        CUgraph graph = new CUgraph();
        check(
                JCudaDriver.cuStreamBeginCapture(
                        stream.handle(), CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_THREAD_LOCAL),
                "recording an epoch");
        boolean recorded = false;
        try {
            work.run();
            recorded = true;
        } finally {
            int ended = JCudaDriver.cuStreamEndCapture(stream.handle(), graph);
            if (recorded) {
                check(ended, "recording an epoch");
            } else if (ended == CUresult.CUDA_SUCCESS) {
                JCudaDriver.cuGraphDestroy(graph); // half of an epoch
            }
        }
        int instantiated = JCudaDriver.cuGraphInstantiate(executable, graph, 0);
        int dropped = JCudaDriver.cuGraphDestroy(graph);
        check(instantiated, "preparing an epoch");
        if (dropped != CUresult.CUDA_SUCCESS) {
            JCudaDriver.cuGraphExecDestroy(executable);
            check(dropped, "dropping a recording");
        }
    }

    /** Puts one epoch into the stream. */
    void launch() {
        check(JCudaDriver.cuGraphLaunch(executable, stream.handle()), "launching an epoch");
    }

    @Override
    public void close() {
        check(JCudaDriver.cuGraphExecDestroy(executable), "dropping an epoch");
    }
}
