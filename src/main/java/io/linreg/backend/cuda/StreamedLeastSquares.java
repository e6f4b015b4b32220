package io.linreg.backend.cuda;

import io.linreg.backend.Gradient;
import io.linreg.backend.LeastSquares;
import io.linreg.backend.Moments;
import io.linreg.base.Resources;
import java.util.ArrayList;
import java.util.List;

/**
 * The mean squared error of rows that do not fit a device: at every evaluation they pass through it, chunk by chunk, several
 * on their way at a time. The sums of the chunks are added in their order, so the lanes change no bit.
 */
final class StreamedLeastSquares implements LeastSquares {
    private final CudaContext context;
    private final Kernels kernels;
    private final Lanes lanes;
    private final long first;
    private final Gradient method;
    private final Resources resources = new Resources();
    private final DeviceBuffer parameters;
    private final List<DeviceData> slots = new ArrayList<>();
    private final List<GradientSums> sums = new ArrayList<>();

    /**
     * Allocates a place for a chunk in each lane.
     *
     * @param lanes taken over
     * @param first the first row that is not elsewhere
     */
    StreamedLeastSquares(CudaContext context, Kernels kernels, Lanes lanes, long first, Gradient method) {
        this.context = context;
        this.kernels = kernels;
        this.lanes = resources.own(lanes);
        this.first = first;
        this.method = method;
        try {
            parameters = resources.own(DeviceBuffer.doubles(features() + 1L));
            for (int k = 0; k < lanes.count(); k++) {
                DeviceData slot = resources.own(new DeviceData(lanes.source(), lanes.chunk()));
                slots.add(slot);
                sums.add(resources.own(
                        GradientSums.of(kernels, lanes.lane(k).stream(), slot, parameters, method, null)));
            }
        } catch (RuntimeException | Error e) {
            resources.closeAfter(e);
            throw e;
        }
    }

    @Override
    public int features() {
        return lanes.source().features().size();
    }

    @Override
    public long rows() {
        return lanes.source().rows() - first;
    }

    @Override
    public Gradient method() {
        return method;
    }

    @Override
    public double lossAndGradient(double[] at, double[] gradient) {
        context.activate();
        parameters.upload(at);
        double[][] found = new double[lanes.chunks(first)][features() + GradientSums.EXTRA];
        lanes.visit(first, (lane, index, row) -> {
            DeviceData slot = slots.get(lane);
            slot.holds(lanes.lane(lane).put(row, slot, 0));
            DeviceBuffer result = sums.get(lane).launch();
            lanes.lane(lane).stream().synchronize();
            result.download(found[index]);
        });
        double[] total = new double[features() + GradientSums.EXTRA];
        for (double[] part : found) {
            for (int j = 0; j < total.length; j++) {
                total[j] += part[j];
            }
        }
        return GradientSums.lossAndGradient(total, rows(), gradient);
    }

    @Override
    public io.linreg.backend.ClippedResiduals clippedGradient(
            double[] parameters, double threshold, double[] gradient) {
        throw new UnsupportedOperationException();
    }

    @Override
    public io.linreg.backend.MiniBatches miniBatches() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Moments moments() {
        context.activate();
        return StreamedMoments.of(kernels, lanes, slots, first);
    }

    @Override
    public void close() {
        context.activateToFree();
        resources.close();
    }
}
