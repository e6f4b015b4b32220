package io.linreg.solver;

import io.linreg.backend.LeastSquares;
import io.linreg.backend.MiniBatches;
import io.linreg.backend.Optimizer;

/**
 * A learning rate for mini-batches.
 *
 * <p>For sgd it is (1 - momentum) over the mean of L_B, the last batch of an epoch being shorter. With L the largest eigenvalue of the Hessian of all n rows and M that of the most
 * curved single row, 2 max (|x_i|^2 + 1),
 *
 * <pre>
 *   L_B = n (B - 1) / (B (n - 1)) L + (n - B) / (B (n - 1)) M
 * </pre>
 *
 * is the expected smoothness of batches of B rows: L for all rows, M for single ones. Steps below 2 / L_B bring the expected
 * distance to the best parameters down to what the residuals' noise leaves (Gower et al., SGD: general analysis and improved
 * rates, ICML 2019).
 *
 * <p>Adam's steps are about the rate long, whatever the gradient: it is a thousandth of the root mean square of the residuals to
 * begin with, or of a model of zeros if that is more, which is how large coefficients of standardised features are; where
 * there are fewer than ten thousand steps, ten over their number.
 */
final class BatchRate {
    private static final double OF_RESIDUALS = 1e-3;
    private static final double TRAVEL = 10;

    private BatchRate() {}

    /** For steps on all rows. */
    static double of(Optimizer.Rule rule, LeastSquares objective, double[] start, boolean intercept, int epochs) {
        return rule instanceof Optimizer.Momentum sgd
                ? (1 - sgd.momentum()) / Curvature.largest(objective, intercept)
                : ofResiduals(objective, start, epochs);
    }

    /** For steps on fewer rows than there are. */
    static double of(
            Optimizer.Rule rule,
            LeastSquares objective,
            double[] start,
            boolean intercept,
            int epochs,
            int batchSize,
            MiniBatches batches) {
        double n = objective.rows();
        double size = batchSize;
        if (!(rule instanceof Optimizer.Momentum sgd)) {
            return ofResiduals(objective, start, epochs * Math.ceil(n / size));
        }
        double ofAll = Curvature.largest(objective, intercept);
        double ofRow = Math.max(ofAll, 2 * (batches.largestNorm() - (intercept ? 0 : 1)));
        double whole = Math.floor(n / size);
        double rest = n - whole * size;
        double sum = whole * smoothness(n, size, ofAll, ofRow);
        if (rest > 0) {
            sum += smoothness(n, rest, ofAll, ofRow);
        }
        return (1 - sgd.momentum()) * Math.ceil(n / size) / sum;
    }

    private static double smoothness(double n, double size, double ofAll, double ofRow) {
        return (n * (size - 1) * ofAll + (n - size) * ofRow) / (size * (n - 1));
    }

    private static double ofResiduals(LeastSquares objective, double[] start, double steps) {
        double[] gradient = new double[start.length];
        double loss = Math.max(
                objective.lossAndGradient(start, gradient),
                objective.lossAndGradient(new double[start.length], gradient));
        double rate = Math.sqrt(loss) * Math.max(OF_RESIDUALS, TRAVEL / steps);
        return rate > 0 && Double.isFinite(rate) ? rate : OF_RESIDUALS; // targets of zeros are where it begins
    }
}
