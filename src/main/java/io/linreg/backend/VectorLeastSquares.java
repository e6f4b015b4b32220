package io.linreg.backend;

import io.linreg.data.Dataset;
import java.util.List;
import java.util.function.Supplier;

/**
 * The mean squared error of one target, at the speed of memory: {@link TiledLeastSquares} computes it.
 *
 * @param <A> the arrays of the data
 */
final class VectorLeastSquares<A> implements LeastSquares {
    private final Dataset data;
    private final TileKernels<A> kernels;
    private final Workers workers;
    private final TiledLeastSquares<A> tiled;

    /**
     * Shares the data out.
     *
     * @param kernels for the data's precision
     * @param workers not closed by this
     */
    VectorLeastSquares(Dataset data, TileKernels<A> kernels, Workers workers) {
        this(data, kernels, workers, new TiledLeastSquares<>(List.of(data), kernels, workers));
    }

    /** The same, with an order of reading for each thread. */
    VectorLeastSquares(Dataset data, TileKernels<A> kernels, Workers workers, Supplier<ReadingOrder> order) {
        this(data, kernels, workers, new TiledLeastSquares<>(List.of(data), kernels, workers, order));
    }

    private VectorLeastSquares(Dataset data, TileKernels<A> kernels, Workers workers, TiledLeastSquares<A> tiled) {
        this.data = data;
        this.kernels = kernels;
        this.workers = workers;
        this.tiled = tiled;
    }

    @Override
    public int features() {
        return tiled.features();
    }

    @Override
    public long rows() {
        return tiled.rows();
    }

    @Override
    public Gradient method() {
        return tiled.method();
    }

    @Override
    public double lossAndGradient(double[] at, double[] gradient) {
        double[] loss = new double[1];
        tiled.lossesAndGradients(new double[][] {at}, loss, new double[][] {gradient});
        return loss[0];
    }

    @Override
    public ClippedResiduals clippedGradient(double[] at, double threshold, double[] gradient) {
        return tiled.clippedGradient(at, threshold, gradient);
    }

    @Override
    public MiniBatches miniBatches() {
        return new TiledMiniBatches<>(data, kernels, workers);
    }

    @Override
    public Moments moments() {
        return TiledMoments.best(data, kernels, workers);
    }

    @Override
    public void close() {
        // The garbage collector has it.
    }
}
