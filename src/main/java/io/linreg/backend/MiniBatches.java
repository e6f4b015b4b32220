package io.linreg.backend;

/** The rows of a least-squares problem, for steps on a few of them at a time. */
public interface MiniBatches extends AutoCloseable {
    /**
     * One pass over the rows.
     *
     * @param order every row's number once: batch k is those from k B on, and the last batch may have fewer than B
     * @param batchSize B, from 1 to the number of rows
     * @param learningRate of each step
     * @param intercept whether b moves, too
     */
    record Epoch(int[] order, int batchSize, double learningRate, boolean intercept) {}

    /**
     * Takes a step for each batch, on the gradient of its mean squared error. The order of sums within a batch is up to the
     * implementation, and always the same.
     */
    void descend(Epoch epoch, Optimizer optimizer);

    /** The largest |x_i|^2 + 1: a single row has twice that for its curvature. */
    double largestNorm();

    /** Frees what was made for this; the problem itself stays. */
    @Override
    void close();
}
