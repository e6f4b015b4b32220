package io.linreg.backend.cuda;

import io.linreg.backend.ClippedResiduals;
import io.linreg.backend.DeviceUnavailableException;
import io.linreg.backend.Gradient;
import io.linreg.backend.LeastSquares;
import io.linreg.backend.MiniBatches;
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
    private final List<ClippedSums> clipped = new ArrayList<>();

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
                DeviceData slot = resources.own(new DeviceData(lanes.layout(), lanes.chunk()));
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
        double[] total = sum(at, features() + GradientSums.EXTRA, (lane, found) -> {
            DeviceBuffer result = sums.get(lane).launch();
            lanes.lane(lane).stream().synchronize();
            result.download(found);
        });
        return GradientSums.lossAndGradient(total, 0, rows(), gradient);
    }

    @Override
    public ClippedResiduals clippedGradient(double[] at, double threshold, double[] gradient) {
        context.activate();
        for (int k = clipped.size(); k < lanes.count(); k++) {
            slots.get(k).holds(lanes.chunk()); // room for a whole chunk, whatever the last one was
            clipped.add(resources.own(new ClippedSums(kernels, lanes.lane(k).stream(), slots.get(k), parameters)));
        }
        double[] total = sum(at, ClippedSums.length(features()), (lane, found) -> {
            clipped.get(lane).compute(threshold, found);
        });
        return ClippedSums.of(total, rows(), gradient);
    }

    /** Sums of the rows that are in a lane's slot. */
    @FunctionalInterface
    private interface SlotSums {
        void compute(int lane, double[] found);
    }

    private double[] sum(double[] at, int length, SlotSums ofSlot) {
        context.activate();
        parameters.upload(at);
        double[][] found = new double[lanes.chunks(first)][length];
        lanes.visit(first, (lane, index, row) -> {
            DeviceData slot = slots.get(lane);
            slot.holds(lanes.lane(lane).put(row, slot, 0));
            ofSlot.compute(lane, found[index]);
        });
        double[] total = new double[length];
        for (double[] part : found) {
            for (int j = 0; j < total.length; j++) {
                total[j] += part[j];
            }
        }
        return total;
    }

    @Override
    public MiniBatches miniBatches() {
        throw new DeviceUnavailableException(
                "mini-batches are drawn from all rows at random, and this device has too little"
                        + " memory for all of them; use --precision float, --device cpu, or --solver gd");
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
