package io.linreg.backend.cuda;

import io.linreg.backend.ClippedResiduals;
import io.linreg.base.Resources;

/** The sums that Huber's loss and its gradient are made of: those of {@link GemvSums}, of residuals that were clipped. */
final class ClippedSums implements AutoCloseable {
    private static final int CLIP_ROWS = 512;
    /** What was cut off, and how often. */
    private static final int COLUMNS = 2;

    private final Kernels kernels;
    private final CudaStream stream;
    private final DeviceData data;
    private final Resources resources = new Resources();
    private final GemvSums sums;
    private final Folding clipped;

    ClippedSums(Kernels kernels, CudaStream stream, DeviceData data, DeviceBuffer parameters) {
        this.kernels = kernels;
        this.stream = stream;
        this.data = data;
        try {
            sums = resources.own(new GemvSums(kernels, stream, data, parameters, null));
            clipped = resources.own(new Folding(kernels, stream, blocks(), COLUMNS));
        } catch (RuntimeException | Error e) {
            resources.closeAfter(e);
            throw e;
        }
    }

    private long blocks() {
        return GradientSums.ceilDiv(data.rows(), CLIP_ROWS);
    }

    /** How many sums there are. */
    static int length(int features) {
        return features + GradientSums.EXTRA + COLUMNS;
    }

    /** Computes the sums, for the rows that the data holds now: sum psi_i x_i, sum psi_i, sum psi_i^2, and the two of clipping. */
    void compute(double threshold, double[] found) {
        DeviceBuffer result = sums.launch((residuals, first, rows) -> kernels.launch(
                stream.handle(),
                data.kernel("clip"),
                GradientSums.grid(GradientSums.ceilDiv(rows, CLIP_ROWS)),
                residuals,
                clipped.partials().at(first / CLIP_ROWS * COLUMNS * Double.BYTES),
                rows,
                threshold));
        DeviceBuffer cut = clipped.launch(blocks());
        stream.synchronize();
        double[] ofGradient = new double[found.length - COLUMNS];
        double[] ofClipping = new double[COLUMNS];
        result.download(ofGradient);
        cut.download(ofClipping);
        System.arraycopy(ofGradient, 0, found, 0, ofGradient.length);
        System.arraycopy(ofClipping, 0, found, ofGradient.length, COLUMNS);
    }

    /** Makes what they stand for of the sums over n rows. */
    static ClippedResiduals of(double[] found, long n, double[] gradient) {
        int d = gradient.length - 1;
        double square = GradientSums.lossAndGradient(found, 0, n, gradient);
        return new ClippedResiduals(square, found[d + 2] / n, (long) found[d + 3]);
    }

    @Override
    public void close() {
        resources.close();
    }
}
