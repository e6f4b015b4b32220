package io.linreg.solver;

import io.linreg.backend.ClippedResiduals;
import io.linreg.backend.LeastSquares;

/**
 * Huber's loss with the scale of the residuals as one more parameter, the objective of scikit-learn's HuberRegressor over n:
 *
 * <pre>
 *   f(w, b, sigma) = sum (sigma + h(r_i / sigma) sigma) / n,
 *   h(z) = z^2 where |z| is at most epsilon, else 2 epsilon |z| - epsilon^2
 * </pre>
 *
 * <p>It is convex in all of them (Owen, A robust hybrid of lasso and ridge regression, 2007). With psi_i = r_i clipped to
 * epsilon sigma its derivatives are 2/n X'psi / sigma, 2 mean(psi) / sigma, and 1 - mean(psi^2) / sigma^2.
 *
 * @param rows with their residuals
 * @param epsilon the residual, in units of the scale, from which on a row is an outlier
 * @param least a scale that it does not go below: rows that fit exactly have none
 */
record HuberLoss(LeastSquares rows, double epsilon, double least) {
    /** So small a share of the residuals to begin with is no scale but rounding. */
    private static final double LEAST = 1e-10;

    /**
     * Where to begin: the root mean square of the residuals is a scale that is too large if anything.
     *
     * @param scale to begin with
     */
    record Start(HuberLoss loss, double scale) {}

    static Start start(LeastSquares rows, double epsilon, double[] parameters) {
        double scale = Math.sqrt(rows.lossAndGradient(parameters, new double[parameters.length]));
        return new Start(new HuberLoss(rows, epsilon, Math.max(LEAST * scale, Double.MIN_NORMAL)), scale);
    }

    static double requireEpsilon(double epsilon) {
        if (!(epsilon > 1 && Double.isFinite(epsilon))) {
            throw new IllegalArgumentException("--epsilon is a number above 1, in units of the residuals' scale, not "
                    + epsilon + "; 1.35 is usual");
        }
        return epsilon;
    }

    /** A scale that is one. */
    double scale(double wished) {
        return Math.max(wished, least);
    }

    /** What residuals are at some parameters and scale; the gradient is that of the clipped squares, not divided by the scale. */
    ClippedResiduals residuals(double[] parameters, double scale, double[] gradient) {
        return rows.clippedGradient(parameters, epsilon * scale, gradient);
    }

    /** The value. */
    double value(ClippedResiduals residuals, double scale) {
        return scale + residuals.loss(epsilon * scale) / scale;
    }

    /** The value for other rows. */
    double valueOn(LeastSquares others, double[] parameters, double scale) {
        HuberLoss there = new HuberLoss(others, epsilon, least);
        return there.value(there.residuals(parameters, scale, new double[parameters.length]), scale);
    }
}
