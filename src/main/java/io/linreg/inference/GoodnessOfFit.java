package io.linreg.inference;

/**
 * How well the exact fit meets the training rows. What is not defined is NaN.
 *
 * @param rows n, those of weight 0 left out
 * @param modelDegrees parameters beside the intercept
 * @param residualDegrees n less all parameters
 * @param r2 the share of the squares that the fit explains: of those about the target's mean, or about 0 without an intercept
 * @param adjustedR2 1 - (1 - R2) (n - 1) / residual degrees; n / residual degrees without an intercept
 * @param f of the hypothesis that all coefficients are 0: the classical F, or Wald's with robust errors
 * @param fP the probability of a larger one
 * @param logLikelihood of normal errors at their most likely variance, residual squares / n
 * @param aic -2 log-likelihood + 2 p, p the number of coefficients and the intercept, the variance not counted
 * @param bic -2 log-likelihood + p log n
 * @param residualError the residual standard error: the root of residual squares / residual degrees
 */
public record GoodnessOfFit(
        long rows,
        int modelDegrees,
        long residualDegrees,
        double r2,
        double adjustedR2,
        double f,
        double fP,
        double logLikelihood,
        double aic,
        double bic,
        double residualError) {

    /**
     * Gathers them, by the conventions of statsmodels' OLS and WLS.
     *
     * @param rows n
     * @param logWeights the sum of the logarithms of the rows' weights
     */
    static GoodnessOfFit of(ExactFit fit, Covariance covariance, long rows, double logWeights) {
        int constant = fit.intercept() ? 1 : 0;
        int p = fit.rank();
        int model = p - constant;
        long residual = Math.max(0, rows - p);
        double variance = residual > 0 ? fit.residualSquares() / residual : Double.NaN;
        double r2 = fit.totalSquares() > 0 ? 1 - fit.residualSquares() / fit.totalSquares() : Double.NaN;
        double f = model > 0 ? covariance.wald(fit.coordinates().projections(), model) : Double.NaN;
        double mostLikely = fit.residualSquares() / rows;
        double logLikelihood = 0.5 * (logWeights - rows * (Math.log(2 * Math.PI * mostLikely) + 1));
        return new GoodnessOfFit(
                rows,
                model,
                residual,
                r2,
                residual > 0 ? 1 - (1 - r2) * (rows - constant) / residual : Double.NaN,
                f,
                Tails.upper(f, model, (double) residual),
                logLikelihood,
                2 * p - 2 * logLikelihood,
                Math.log((double) rows) * p - 2 * logLikelihood,
                Math.sqrt(variance));
    }
}
