package io.linreg.inference;

/**
 * What is known of a coefficient. For an aliased feature, whose coefficient is 0 by convention, all else is NaN.
 *
 * @param name of the feature, or {@code intercept}
 * @param estimate the exact least-squares coefficient, in the data's own units
 * @param standardError of the estimate
 * @param t estimate by standard error
 * @param p the probability of a t farther from 0, were the coefficient 0
 * @param lower the lower end of the confidence interval
 * @param upper its upper end
 * @param inflation the variance inflation factor, 1 / (1 - R2) of the feature explained by the others; NaN for the intercept
 * @param aliased whether features before it explain this one
 */
public record CoefficientEstimate(
        String name,
        double estimate,
        double standardError,
        double t,
        double p,
        double lower,
        double upper,
        double inflation,
        boolean aliased) {

    /**
     * From an estimate and its standard error alone: what else is known of it is NaN.
     *
     * @param degrees residual degrees of freedom
     */
    public static CoefficientEstimate of(String name, double estimate, double standardError, double degrees) {
        double none = Double.NaN;
        double t = estimate / standardError;
        return new CoefficientEstimate(
                name, estimate, standardError, t, Tails.twoSided(t, degrees), none, none, none, false);
    }

    static CoefficientEstimate of(
            String name, double estimate, double standardError, double inflation, double confidence, double degrees) {
        double t = estimate / standardError;
        double reach = Tails.reach(confidence, degrees) * standardError;
        return new CoefficientEstimate(
                name,
                estimate,
                standardError,
                t,
                Tails.twoSided(t, degrees),
                estimate - reach,
                estimate + reach,
                inflation,
                false);
    }

    static CoefficientEstimate aliased(String name) {
        double none = Double.NaN;
        return new CoefficientEstimate(name, 0, none, none, none, none, none, none, true);
    }

    /** The confidence interval at another level. */
    double[] interval(double confidence, double degrees) {
        double reach = Tails.reach(confidence, degrees) * standardError;
        return new double[] {estimate - reach, estimate + reach};
    }
}
