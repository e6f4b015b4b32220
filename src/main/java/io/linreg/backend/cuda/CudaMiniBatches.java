package io.linreg.backend.cuda;

import io.linreg.backend.MiniBatches;
import io.linreg.backend.Optimizer;
import io.linreg.base.Resources;
import java.util.Arrays;

/** Mini-batches of rows on a GPU: an epoch is one launch, of one block of threads. */
final class CudaMiniBatches implements MiniBatches {
    private static final int NORM_ROWS = 256;

    private final CudaContext context;
    private final Kernels kernels;
    private final CudaStream stream;
    private final DeviceData data;
    private final int rows;
    private final Resources resources = new Resources();
    private final DeviceBuffer order;
    private final DeviceBuffer state;
    private final DeviceBuffer rule;
    private final DeviceBuffer residuals;

    /** Allocates what an epoch needs beside the data, which stays with its owner, as the stream does. */
    CudaMiniBatches(CudaContext context, Kernels kernels, CudaStream stream, DeviceData data) {
        this.context = context;
        this.kernels = kernels;
        this.stream = stream;
        this.data = data;
        rows = Math.toIntExact(data.rows()); // as many as can be shuffled
        try {
            order = resources.own(new DeviceBuffer((long) rows * Integer.BYTES));
            state = resources.own(DeviceBuffer.doubles(Optimizer.stateLength(data.features())));
            rule = resources.own(DeviceBuffer.doubles(Optimizer.RULE_LENGTH));
            residuals = resources.own(DeviceBuffer.doubles(rows));
        } catch (RuntimeException | Error e) {
            resources.closeAfter(e);
            throw e;
        }
    }

    @Override
    public void descend(Epoch epoch, Optimizer optimizer) {
        context.activate();
        order.upload(epoch.order());
        state.upload(optimizer.state());
        rule.upload(optimizer.rule().numbers());
        kernels.launch(
                stream.handle(),
                data.kernel("walk"),
                new int[] {1},
                data.x(),
                data.y(),
                order,
                state,
                rule,
                residuals,
                rows,
                data.features(),
                data.stride(),
                epoch.batchSize(),
                epoch.learningRate(),
                data.features() + (epoch.intercept() ? 1 : 0));
        stream.synchronize();
        state.download(optimizer.state());
    }

    @Override
    public double largestNorm() {
        context.activate();
        long blocks = GradientSums.ceilDiv(rows, NORM_ROWS);
        double[] largest = new double[Math.toIntExact(blocks)];
        try (DeviceBuffer ofBlocks = DeviceBuffer.doubles(blocks)) {
            kernels.launch(
                    stream.handle(),
                    data.kernel("norms"),
                    GradientSums.grid(blocks),
                    data.x(),
                    ofBlocks,
                    (long) rows,
                    data.stride());
            stream.synchronize();
            ofBlocks.download(largest);
        }
        return 1 + Arrays.stream(largest).max().orElse(0);
    }

    @Override
    public void close() {
        context.activateToFree();
        resources.close();
    }
}
