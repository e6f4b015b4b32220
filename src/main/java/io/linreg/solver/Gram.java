package io.linreg.solver;

import io.linreg.backend.Moments;
import java.util.Arrays;

/**
 * Least squares as a function of the coefficients alone, in means over rows: the intercept, where there is one, is always the
 * best one, which is what centred columns amount to.
 *
 * <pre>
 *   sum r_i^2 / n = w'G w - 2 c'w + v,   G = X'X / n, c = X'y / n, v = y'y / n
 * </pre>
 *
 * <p>Without an intercept columns are not centred, and y is what the fixed b leaves of it.
 */
final class Gram {
    /** Doubles that differ deviate by more than this share of their mean, in however many rows. */
    private static final double LEAST_DEVIATION = 0x1p-80;

    private final int d;
    /** Each row an array, of which the compiler makes vector instructions in {@link #subtract}. */
    private final double[][] g;

    private final double[] c;
    private final double v;
    /** What was subtracted from each feature and, last, from the target. */
    private final double[] centres;
    /** What each feature was divided by then. */
    private final double[] scales;

    private Gram(double[][] g, double[] c, double v, double[] centres, double[] scales) {
        d = c.length;
        this.g = g;
        this.c = c;
        this.v = v;
        this.centres = centres;
        this.scales = scales;
    }

    /**
     * The problem that moments state.
     *
     * @param intercept whether b is free; else it stays as it is
     * @param b the intercept that stays
     */
    static Gram of(Moments moments, boolean intercept, double b) {
        int d = moments.features();
        double n = moments.rows();
        double[][] g = new double[d][d];
        double[] c = new double[d];
        double[] centres = new double[d + 1];
        double[] means = new double[d + 1]; // of what is left when the centres are gone
        double[] ones = new double[d];
        Arrays.fill(ones, 1);
        for (int j = 0; j < d; j++) {
            (intercept ? centres : means)[j] = moments.mean(j);
        }
        centres[d] = intercept ? moments.targetMean() : b;
        means[d] = intercept ? 0 : moments.targetMean() - b;
        for (int j = 0; j < d; j++) {
            for (int k = 0; k < d; k++) {
                g[j][k] = moments.xx(j, k) / n + means[j] * means[k];
            }
            c[j] = moments.xy(j) / n + means[j] * means[d];
        }
        return new Gram(g, c, moments.yy() / n + means[d] * means[d], centres, ones);
    }

    /**
     * The same problem for features of deviation 1, from their mean or, without an intercept, from 0. One that does not vary
     * stays as it is.
     */
    Gram standardized() {
        double[] deviations = new double[d];
        double[][] standardizedG = new double[d][d];
        double[] standardizedC = new double[d];
        for (int j = 0; j < d; j++) {
            double deviation = Math.sqrt(g(j, j));
            deviations[j] = deviation > LEAST_DEVIATION * Math.abs(centres[j]) ? deviation : 1;
            standardizedC[j] = c[j] / deviations[j];
            for (int k = 0; k <= j; k++) {
                standardizedG[j][k] = g[j][k] / deviations[j] / deviations[k];
                standardizedG[k][j] = standardizedG[j][k];
            }
        }
        return new Gram(standardizedG, standardizedC, v, centres, deviations);
    }

    /** What the features' units are, in those of the data. */
    double[] scales() {
        return scales.clone();
    }

    int features() {
        return d;
    }

    double g(int j, int k) {
        return g[j][k];
    }

    double c(int j) {
        return c[j];
    }

    /** The mean square of the target: what w = 0 leaves. */
    double v() {
        return v;
    }

    /** c - G w: the mean products of the features and what w leaves of the target. */
    double[] rest(double[] w) {
        double[] rest = c.clone();
        for (int j = 0; j < d; j++) {
            if (w[j] != 0) {
                subtract(j, w[j], rest);
            }
        }
        return rest;
    }

    /** Lets the rest follow a step of coefficient j. */
    void subtract(int j, double step, double[] rest) {
        double[] row = g[j];
        for (int k = 0; k < d; k++) {
            rest[k] -= step * row[k];
        }
    }

    /** The coefficients in the data's units, and the intercept that belongs to them. */
    double[] parameters(double[] w) {
        double[] parameters = Arrays.copyOf(w, d + 1);
        parameters[d] = centres[d];
        for (int j = 0; j < d; j++) {
            parameters[j] = w[j] / scales[j];
            parameters[d] -= parameters[j] * centres[j];
        }
        return parameters;
    }

    /** The mean squared residual of w, whose rest is given. A perfect fit cancels to rounding noise; it is not below 0. */
    double meanSquare(double[] w, double[] rest) {
        double square = v;
        for (int j = 0; j < d; j++) {
            square -= w[j] * (c[j] + rest[j]);
        }
        return Math.max(0, square);
    }
}
