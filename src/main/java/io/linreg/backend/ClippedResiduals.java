package io.linreg.backend;

/**
 * What Huber's loss is made of, at a threshold k: with residuals r_i clipped to psi_i, between -k and k,
 *
 * <pre>
 *   loss     = sum h(r_i) / n,   h(r) = r^2 where |r| is at most k, else 2 k |r| - k^2
 *            = (sum psi_i^2 + 2 k sum |r_i - psi_i|) / n
 *   gradient = (2/n X'psi, 2 mean(psi))
 * </pre>
 *
 * <p>Huber, Robust estimation of a location parameter, 1964.
 *
 * @param square sum psi_i^2 / n
 * @param excess sum |r_i - psi_i| / n
 * @param outliers how many residuals are clipped
 */
public record ClippedResiduals(double square, double excess, long outliers) {
    /** The loss. */
    public double loss(double threshold) {
        return square + 2 * threshold * excess;
    }
}
