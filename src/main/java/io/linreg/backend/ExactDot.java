package io.linreg.backend;

import java.util.Arrays;

/**
 * Scalar products of double-double columns. Highs multiply without error, errors and mixed products add up in a sum of their own,
 * and the sum of highs is compensated: twice the precision of a double at a dozen operations a row. Ogita, Rump and Oishi,
 * Accurate sum and dot product, SIAM Journal on Scientific Computing 26, 2005, algorithm 5.3 (Dot2), here with low words.
 *
 * <p>Columns come in chunks, arrays of so many rows, and there is a sum for each row of a chunk: the compiler makes vector
 * instructions of a loop whose arrays have all the same index, and of no other that writes.
 */
final class ExactDot {
    /** The rows of a chunk. */
    static final int LANES = 128;

    /** So many sums are left to be added one by one. */
    private static final int FEW = 32;

    private final double[] sums = new double[LANES];
    private final double[] errors = new double[LANES];
    private final double[] otherSums = new double[LANES];
    private final double[] otherErrors = new double[LANES];

    /**
     * The sum over rows of a b.
     *
     * @param a which chunk of high and low words is the column's first
     * @param chunks how many they are
     */
    DoubleDouble of(double[][] highA, double[][] lowA, int a, double[][] highB, double[][] lowB, int b, int chunks) {
        Arrays.fill(sums, 0);
        Arrays.fill(errors, 0);
        for (int chunk = 0; chunk < chunks; chunk++) {
            add(highA[a + chunk], lowA[a + chunk], highB[b + chunk], lowB[b + chunk], sums, errors);
        }
        int left = LANES;
        while (left > FEW) {
            left /= 2;
            System.arraycopy(sums, left, otherSums, 0, left);
            System.arraycopy(errors, left, otherErrors, 0, left);
            add(otherSums, otherErrors, left, sums, errors);
        }
        double sum = 0;
        double error = 0;
        for (int i = 0; i < left; i++) {
            double before = sum;
            sum = before + sums[i];
            double part = sum - before;
            error += ((before - (sum - part)) + (sums[i] - part)) + errors[i];
        }
        return DoubleDouble.sum(sum, error);
    }

    /** Adds products. */
    private static void add(
            double[] highA, double[] lowA, double[] highB, double[] lowB, double[] sums, double[] errors) {
        for (int i = 0; i < LANES; i++) {
            double x = highA[i];
            double y = highB[i];
            double product = x * y;
            double error = Math.fma(lowA[i], y, Math.fma(x, lowB[i], Math.fma(x, y, -product)));
            double before = sums[i];
            double sum = before + product;
            double part = sum - before;
            sums[i] = sum;
            errors[i] += ((before - (sum - part)) + (product - part)) + error;
        }
    }

    /** Adds the first of other sums. */
    private static void add(double[] otherSums, double[] otherErrors, int count, double[] sums, double[] errors) {
        for (int i = 0; i < count; i++) {
            double before = sums[i];
            double sum = before + otherSums[i];
            double part = sum - before;
            sums[i] = sum;
            errors[i] += ((before - (sum - part)) + (otherSums[i] - part)) + otherErrors[i];
        }
    }
}
