package io.linreg.inference;

import org.apache.commons.numbers.gamma.InverseErfc;
import org.apache.commons.statistics.distribution.FDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Tails of distributions and their quantiles. A tail is computed as itself, never as 1 less the rest: the relative error of a
 * p-value is below 1e-12 down to 1e-300.
 */
final class Tails {
    private Tails() {}

    /** The probability that Student's t is beyond this value, in either direction; NaN for no degrees of freedom. */
    static double twoSided(double t, double degreesOfFreedom) {
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
        return Double.isNaN(f) || !(numerator > 0 && denominator > 0)
                ? Double.NaN
                : FDistribution.of(numerator, denominator).survivalProbability(f);
    }

    /** The standard normal quantile of a probability. */
    static double normalQuantile(double probability) {
        return -Math.sqrt(2) * InverseErfc.value(2 * probability);
    }
}
