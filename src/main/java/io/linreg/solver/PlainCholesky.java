package io.linreg.solver;

/** Cholesky's factorisation of small symmetric positive definite matrices, in double. Golub and Van Loan, 4th ed., 4.2. */
final class PlainCholesky {
    /** A pivot below this share of its diagonal element, for each column before it, is rounding. */
    private static final double ROUNDING = 0x1p-50;

    private PlainCholesky() {}

    /**
     * Solves A x = b.
     *
     * @param a the lower triangle, in rows; overwritten
     * @param b the right side; becomes x
     * @return false if A is singular to rounding, or not positive definite; b is of no use then
     */
    static boolean solve(double[][] a, double[] b) {
        int n = b.length;
        for (int i = 0; i < n; i++) {
            double[] row = a[i];
            double diagonal = row[i];
            for (int j = 0; j <= i; j++) {
                double rest = row[j] - dot(row, a[j], j);
                if (j < i) {
                    row[j] = rest / a[j][j];
                } else if (rest > (i + 1) * ROUNDING * diagonal) {
                    row[i] = Math.sqrt(rest);
                } else {
                    return false;
                }
            }
        }
        for (int i = 0; i < n; i++) {
            b[i] = (b[i] - dot(a[i], b, i)) / a[i][i];
        }
        for (int i = n - 1; i >= 0; i--) {
            b[i] /= a[i][i];
            for (int j = 0; j < i; j++) {
                b[j] -= b[i] * a[i][j];
            }
        }
        return true;
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
