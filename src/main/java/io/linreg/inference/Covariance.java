package io.linreg.inference;

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

    private Covariance(double variance, double[][] spread) {
        this.variance = variance;
        this.spread = spread;
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

    /** The covariance times a mixture of projections. */
    double[] times(double[] mixture) {
        double[] product = new double[mixture.length];
        for (int j = 0; j < product.length; j++) {
            product[j] = spread == null ? variance * mixture[j] : dot(spread[j], mixture);
        }
        return product;
    }

    /** The variance of a mixture of projections. */
    double of(double[] mixture) {
        return dot(mixture, times(mixture));
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < b.length; k++) {
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
