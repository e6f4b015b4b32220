package io.linreg.backend;

/**
 * The mean squared error of one data set, as a function of its parameters p = (w_1, ..., w_d, b):
 *
 * <pre>
 *   r_i      = x_i . w + b - y_i
 *   loss     = sum r_i^2 / n
 *   gradient = (2/n X'r, 2 mean(r))
 * </pre>
 *
 * <p>There are always d + 1 parameters; a model without intercept keeps b at 0 and does not look at its gradient.
 */
public interface LeastSquares extends AutoCloseable {
    /** d. */
    int features();

    /** n. */
    long rows();

    /** How an epoch is computed. */
    Gradient method();

    /**
     * The loss and its gradient.
     *
     * @param parameters d + 1 numbers
     * @param gradient d + 1 numbers, overwritten
     */
    double lossAndGradient(double[] parameters, double[] gradient);

    /**
     * Runs epochs of full-batch gradient descent: p := p - rate gradient(p). An implementation may override it to stay
     * on its device between epochs; the trajectory is this one, to rounding. Epochs in two runs, the second from where
     * the first ended, are bit for bit the epochs of one run: solvers stop and look where it suits them.
     */
    default void descend(Descent descent) {
        double[] gradient = new double[descent.parameters().length];
        for (int epoch = 0; epoch < descent.losses().length; epoch++) {
            descent.losses()[epoch] = lossAndGradient(descent.parameters(), gradient);
            descent.step(gradient);
        }
    }

    /**
     * The gradient of Huber's loss, and what that is made of. It is the squared error's, but that residuals count for no more
     * than a threshold.
     *
     * @param parameters d + 1 numbers
     * @param threshold above 0
     * @param gradient d + 1 numbers, overwritten
     * @throws UnsupportedOperationException if there are no rows any more, only moments
     */
    default ClippedResiduals clippedGradient(double[] parameters, double threshold, double[] gradient) {
        throw new UnsupportedOperationException("there are no residuals to clip");
    }

    /**
     * The rows, for steps on mini-batches. To be closed before this is.
     *
     * @throws DeviceUnavailableException if this device cannot draw its rows at random, as some are elsewhere
     * @throws UnsupportedOperationException if there are no rows any more, only moments
     */
    default MiniBatches miniBatches() {
        throw new UnsupportedOperationException("there are no rows to make batches of");
    }

    /** The sufficient statistics of the data: one pass. */
    Moments moments();

    /** The same as far as they are known beyond a double: unless an implementation says otherwise, not at all. */
    default ExactMoments exactMoments() {
        return ExactMoments.of(moments());
    }

    /** Frees what the device holds. */
    @Override
    void close();
}
