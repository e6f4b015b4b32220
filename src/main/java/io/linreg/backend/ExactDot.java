package io.linreg.backend;

import io.linreg.data.RowBlock;
import java.util.Arrays;

/**
 * Scalar products of double-double columns. Highs multiply without error, errors and mixed products add up in a sum of their own,
 * and the sum of highs is compensated: twice the precision of a double at a dozen operations a row. Ogita, Rump and Oishi,
 * Accurate sum and dot product, SIAM Journal on Scientific Computing 26, 2005, algorithm 5.3 (Dot2), here with low words.
 *
 * <p>There is a sum for each row of a tile, so that the compiler makes vector instructions of the loop over them.
 */
final class ExactDot {
    private static final int LANES = RowBlock.TILE;

    private final double[] sums = new double[LANES];
    private final double[] errors = new double[LANES];

    /**
     * The sum over rows of a b.
     *
     * @param a where the column begins in its high and low words
     * @param rows a multiple of a tile's
     */
    DoubleDouble of(double[] highA, double[] lowA, int a, double[] highB, double[] lowB, int b, int rows) {
        Arrays.fill(sums, 0);
        Arrays.fill(errors, 0);
        for (int row = 0; row < rows; row += LANES) {
            add(highA, lowA, a + row, highB, lowB, b + row, sums, errors);
        }
        for (int half = LANES / 2; half > 0; half /= 2) {
            fold(sums, errors, half);
        }
        return DoubleDouble.sum(sums[0], errors[0]);
    }

    private static void add(
            double[] highA,
            double[] lowA,
            int a,
            double[] highB,
            double[] lowB,
            int b,
            double[] sums,
            double[] errors) {
        for (int i = 0; i < LANES; i++) {
            double x = highA[a + i];
            double y = highB[b + i];
            double product = x * y;
            double error = Math.fma(x, y, -product);
            error = Math.fma(x, lowB[b + i], error);
            error = Math.fma(lowA[a + i], y, error);
            double before = sums[i];
            double sum = before + product;
            double part = sum - before;
            sums[i] = sum;
            errors[i] += ((before - (sum - part)) + (product - part)) + error;
        }
    }

    /** Adds the second half of the sums to the first. */
    private static void fold(double[] sums, double[] errors, int half) {
        for (int i = 0; i < half; i++) {
            double before = sums[i];
            double added = sums[half + i];
            double sum = before + added;
            double part = sum - before;
            sums[i] = sum;
            errors[i] += ((before - (sum - part)) + (added - part)) + errors[half + i];
        }
    }
}
