package io.linreg.solver;

import java.util.Arrays;

/** Cholesky's factorisation of small symmetric positive definite matrices, in double. Golub and Van Loan, 4th ed., 4.2. */
final class PlainCholesky {
    /** A pivot below this share of its diagonal element, for each column before it, is rounding. */
    private static final double ROUNDING = 0x1p-50;

    private PlainCholesky() {}

    /**
     * Factors A = L L'.
     *
     * @param a the lower triangle of A, in rows; it becomes L, up to the row that is returned
     * @return the first row that depends on those before it, to rounding; the number of rows if none does
     */
    static int factor(double[][] a) {
        for (int i = 0; i < a.length; i++) {
            double[] row = a[i];
            for (int j = 0; j < i; j++) {
                row[j] = (row[j] - dot(row, a[j], j)) / a[j][j];
            }
            double rest = row[i] - dot(row, row, i);
            if (!(rest > (i + 1) * ROUNDING * row[i])) {
                return i;
            }
            row[i] = Math.sqrt(rest);
        }
        return a.length;
    }

    /** The solution x of A x = b, with the factor's leading rows, as many as b has. */
    static double[] solve(double[][] factor, double[] b) {
        double[] x = b.clone();
        for (int i = 0; i < x.length; i++) {
            x[i] = (x[i] - dot(factor[i], x, i)) / factor[i][i];
        }
        return solveTransposed(factor, x);
    }

    /** How the row at which {@link #factor} stopped depends on those before it: its weight for each of them. */
    static double[] dependence(double[][] factor, int row) {
        return solveTransposed(factor, Arrays.copyOf(factor[row], row));
    }

    private static double[] solveTransposed(double[][] factor, double[] x) {
        for (int i = x.length - 1; i >= 0; i--) {
            x[i] /= factor[i][i];
            for (int j = 0; j < i; j++) {
                x[j] -= x[i] * factor[i][j];
            }
        }
        return x;
    }

    /** Four sums at a time, which do not wait for one another. */
    private static double dot(double[] x, double[] y, int length) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int k = 0;
        for (; k + 4 <= length; k += 4) {
            s0 += x[k] * y[k];
            s1 += x[k + 1] * y[k + 1];
            s2 += x[k + 2] * y[k + 2];
            s3 += x[k + 3] * y[k + 3];
        }
        for (; k < length; k++) {
            s0 += x[k] * y[k];
        }
        return s0 + s1 + (s2 + s3);
    }
}
