package io.linreg.inference;

import java.util.Arrays;

/**
 * The covariance of the fit's projections on the orthonormal coordinates; that of all else that is estimated follows from it. With
 * classical errors it is the residuals' variance times the identity, with robust ones it is White's: there
 * (X'WX)^-1 X'VX (X'WX)^-1 is T' (sum of v u u') T.
 */
final class Covariance {
    private static final double SINGULAR = 1e-13;

    private final double variance;
    /** Row by row; null for a multiple of the identity. */
    private final double[][] spread;
    /** R, row by row up to the diagonal, where the spread is R'R. */
    private final double[][] root;

    private Covariance(double variance, double[][] spread) {
        this.variance = variance;
        this.spread = spread;
        root = spread == null ? null : root(spread);
    }

    /** One variance for all rows. */
    static Covariance classical(double variance) {
        return new Covariance(variance, null);
    }

    /**
     * One variance for each row.
     *
     * @param spread the sum over rows of v u u', row by row
     * @param correction by which all of it is multiplied
     */
    static Covariance robust(double[][] spread, double correction) {
        double[][] corrected = new double[spread.length][spread.length];
        for (int j = 0; j < spread.length; j++) {
            for (int k = 0; k < spread.length; k++) {
                corrected[j][k] = correction * spread[j][k];
            }
        }
        return new Covariance(Double.NaN, corrected);
    }

    /**
     * Cholesky's root from the last row to the first, R'R of a triangle R below the diagonal, so that R T is one, too. A pivot that is
     * rounding is 0, as are the others in its row: the spread of fewer rows than coordinates is singular.
     */
    private static double[][] root(double[][] spread) {
        int n = spread.length;
        double[][] root = new double[n][];
        for (int j = n - 1; j >= 0; j--) {
            root[j] = new double[j + 1];
            double[] rests = Arrays.copyOf(spread[j], j + 1);
            for (int i = j + 1; i < n; i++) {
                for (int k = 0; k <= j; k++) {
                    rests[k] -= root[i][j] * root[i][k];
                }
            }
            if (!(rests[j] <= n * Math.ulp(spread[j][j]))) { // also where it is not a number
                double pivot = Math.sqrt(rests[j]);
                for (int k = 0; k <= j; k++) {
                    root[j][k] = rests[k] / pivot;
                }
            }
        }
        return root;
    }

    /** A root of the covariance times a mixture of projections: its squares add up to the variance of the mixture. */
    double[] root(double[] mixture) {
        double[] product = new double[mixture.length];
        for (int j = 0; j < product.length; j++) {
            product[j] = root == null ? Math.sqrt(variance) * mixture[j] : dot(root[j], mixture);
        }
        return product;
    }

    /** The standard deviation of a mixture of projections. */
    double deviation(double[] mixture) {
        return norm(root(mixture));
    }

    /** The Euclidean norm, of which no square vanishes or overflows. */
    static double norm(double[] vector) {
        double largest = 0;
        for (double value : vector) {
            largest = Math.max(largest, Math.abs(value));
        }
        if (largest == 0 || !Double.isFinite(largest)) {
            return largest;
        }
        double unit = Math.scalb(1.0, Math.max(Math.getExponent(largest), Double.MIN_EXPONENT)); // exact to divide by
        double squares = 0;
        for (double value : vector) {
            squares += value / unit * (value / unit);
        }
        return unit * Math.sqrt(squares);
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }

    /**
     * Wald's statistic: the first projections, in units of their covariance, squared; by their number. F where errors are classical, NaN
     * where the covariance is singular.
     *
     * @param count how many of them
     */
    double wald(double[] projections, int count) {
        double[][] lower = new double[count][count];
        double[] whitened = new double[count];
        double squares = 0;
        for (int j = 0; j < count; j++) {
            for (int k = 0; k <= j; k++) {
                double rest = element(j, k);
                for (int i = 0; i < k; i++) {
                    rest -= lower[j][i] * lower[k][i];
                }
                lower[j][k] = j == k ? root(rest, element(j, j)) : rest / lower[k][k];
            }
            double rest = projections[j];
            for (int i = 0; i < j; i++) {
                rest -= lower[j][i] * whitened[i];
            }
            whitened[j] = rest / lower[j][j];
            squares += whitened[j] * whitened[j];
        }
        return squares / count;
    }

    /** Of what is left of a diagonal; NaN where that is rounding, as the covariance is singular. */
    private static double root(double rest, double diagonal) {
        return rest > SINGULAR * diagonal ? Math.sqrt(rest) : Double.NaN;
    }

    private double element(int j, int k) {
        if (spread == null) {
            return j == k ? variance : 0;
        }
        return spread[j][k];
    }
}
