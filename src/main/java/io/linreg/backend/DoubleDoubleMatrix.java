package io.linreg.backend;

import java.io.Serializable;

/**
 * A matrix of {@linkplain DoubleDouble double-double} numbers. Each row has an array of high and one of low words: the compiler makes
 * vector instructions of loops over whole arrays at the same index.
 */
public final class DoubleDoubleMatrix implements Serializable {
    private static final long serialVersionUID = 1L;

    private final double[][] high;
    private final double[][] low;

    /** A matrix of zeros. */
    public DoubleDoubleMatrix(int rows, int columns) {
        high = new double[rows][columns];
        low = new double[rows][columns];
    }

    public int rows() {
        return high.length;
    }

    public int columns() {
        return high[0].length;
    }

    public DoubleDouble get(int row, int column) {
        return new DoubleDouble(high[row][column], low[row][column]);
    }

    public void set(int row, int column, DoubleDouble value) {
        high[row][column] = value.high();
        low[row][column] = value.low();
    }

    public void add(int row, int column, DoubleDouble value) {
        set(row, column, get(row, column).plus(value));
    }

    /** Adds another matrix of this size. */
    public void add(DoubleDoubleMatrix other) {
        for (int row = 0; row < rows(); row++) {
            for (int column = 0; column < columns(); column++) {
                add(row, column, other.get(row, column));
            }
        }
    }

    /** The nearest double. */
    public double value(int row, int column) {
        return high[row][column];
    }

    /** All numbers, each rounded to the nearest double, row by row: a copy. */
    public double[] values() {
        double[] values = new double[rows() * columns()];
        for (int row = 0; row < rows(); row++) {
            System.arraycopy(high[row], 0, values, row * columns(), columns());
        }
        return values;
    }

    /** Fills what is above the diagonal with what is below. */
    public void symmetrize() {
        for (int j = 0; j < rows(); j++) {
            for (int k = 0; k < j; k++) {
                set(k, j, get(j, k));
            }
        }
    }

    /**
     * Subtracts a multiple of one row from another, from a column on.
     *
     * @param row what is changed
     * @param factor of the other row
     * @param other another row than the first
     * @param from the first column
     */
    public void subtract(int row, DoubleDouble factor, int other, int from) {
        addMultiple(high[row], low[row], -factor.high(), -factor.low(), high[other], low[other], from);
    }

    /** y := y + f x. The operations are those of {@link DoubleDouble}. */
    private static void addMultiple(
            double[] highY, double[] lowY, double highF, double lowF, double[] highX, double[] lowX, int from) {
        for (int i = from; i < highY.length; i++) {
            double xh = highX[i];
            double xl = lowX[i];
            double product = xh * highF;
            double error = Math.fma(xh, highF, -product) + Math.fma(xl, highF, Math.fma(xh, lowF, xl * lowF));
            double ph = product + error;
            double pl = error - (ph - product);
            double yh = highY[i];
            double yl = lowY[i];
            double sum = yh + ph;
            double part = sum - yh;
            double sumError = (yh - (sum - part)) + (ph - part);
            double lows = yl + pl;
            double lowPart = lows - yl;
            double lowsError = (yl - (lows - lowPart)) + (pl - lowPart);
            double carry = sumError + lows;
            double carried = sum + carry;
            double rest = lowsError + (carry - (carried - sum));
            double result = carried + rest;
            highY[i] = result;
            lowY[i] = rest - (result - carried);
        }
    }
}
