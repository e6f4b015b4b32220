package io.linreg.inference;

import org.apache.commons.numbers.gamma.InverseErfc;
import org.apache.commons.statistics.distribution.FDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Tails of distributions and their quantiles. A tail is computed as itself, never as 1 less the rest: the relative error of a
 * p-value is below 1e-12 down to 1e-300.
 */
final class Tails {
    private static final int MOST_TERMS = 80;

    private Tails() {}

    /** The probability that Student's t is beyond this value, in either direction; NaN for no degrees of freedom. */
    static double twoSided(double t, double degreesOfFreedom) {
        if (degreesOfFreedom == 1) { // Cauchy's: the library's squares overflow, or lose what is near 0
            return 2 / Math.PI * Math.atan2(1, Math.abs(t));
        }
        return Double.isNaN(t) || !(degreesOfFreedom > 0)
                ? Double.NaN
                : 2 * TDistribution.of(degreesOfFreedom).survivalProbability(Math.abs(t));
    }

    /** How far from 0 Student's t is with this probability at the most; NaN for no degrees of freedom. */
    static double reach(double confidence, double degreesOfFreedom) {
        return degreesOfFreedom > 0
                ? TDistribution.of(degreesOfFreedom).inverseSurvivalProbability((1 - confidence) / 2)
                : Double.NaN;
    }

    /** The probability that F is larger than this value; NaN for no degrees of freedom. */
    static double upper(double f, double numerator, double denominator) {
        if (Double.isNaN(f) || !(numerator > 0 && denominator > 0)) {
            return Double.NaN;
        }
        double sum = numerator <= MOST_TERMS && numerator % 2 == 0 ? upperSum(f, numerator, denominator) : 0;
        return sum > 0 ? sum : FDistribution.of(numerator, denominator).survivalProbability(f);
    }

    /**
     * The same for an even numerator, as a finite sum of positive terms (Abramowitz and Stegun, 26.6.4): the library's continued fraction
     * loses digits of it where the denominator is large. 0 or less where the first term vanishes.
     */
    private static double upperSum(double f, double numerator, double denominator) {
        double half = denominator / 2;
        double odds = numerator * f / denominator;
        double x = odds / (1 + odds);
        double term = Math.exp(-half * Math.log1p(odds));
        double sum = term;
        for (int k = 0; k < numerator / 2 - 1; k++) {
            term *= (half + k) / (k + 1) * x;
            sum += term;
        }
        return Math.min(1, sum);
    }

    /** The standard normal quantile of a probability. */
    static double normalQuantile(double probability) {
        return -Math.sqrt(2) * InverseErfc.value(2 * probability);
    }
}
