package io.linreg.backend;

/**
 * A matrix of {@linkplain DoubleDouble double-double} numbers, row by row: high words in one array, low words in another, so
 * that operations on rows are loops that the compiler turns into vector instructions.
 */
public final class DoubleDoubleMatrix {
    private final int columns;
    private final double[] high;
    private final double[] low;

    /** A matrix of zeros. */
    public DoubleDoubleMatrix(int rows, int columns) {
        this(columns, new double[Math.multiplyExact(rows, columns)], new double[rows * columns]);
    }

    private DoubleDoubleMatrix(int columns, double[] high, double[] low) {
        this.columns = columns;
        this.high = high;
        this.low = low;
    }

    /** Doubles, row by row; the array is kept, not copied. */
    static DoubleDoubleMatrix of(int columns, double[] values) {
        return new DoubleDoubleMatrix(columns, values, new double[values.length]);
    }

    public int rows() {
        return columns == 0 ? 0 : high.length / columns;
    }

    public int columns() {
        return columns;
    }

    public DoubleDouble get(int row, int column) {
        int at = row * columns + column;
        return new DoubleDouble(high[at], low[at]);
    }

    public void set(int row, int column, DoubleDouble value) {
        int at = row * columns + column;
        high[at] = value.high();
        low[at] = value.low();
    }

    public void add(int row, int column, DoubleDouble value) {
        set(row, column, get(row, column).plus(value));
    }

    /** The nearest double. */
    public double value(int row, int column) {
        return high[row * columns + column];
    }

    /** All numbers, each rounded to the nearest double, row by row: a copy. */
    public double[] values() {
        return high.clone();
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
        DoubleDouble minus = factor.negated();
        addMultiple(high, low, row * columns + from, minus.high(), minus.low(), other * columns + from, columns - from);
    }

    /** y := y + f x. The operations are those of {@link DoubleDouble}. */
    private static void addMultiple(double[] high, double[] low, int y, double fh, double fl, int x, int length) {
        for (int i = 0; i < length; i++) {
            double xh = high[x + i];
            double xl = low[x + i];
            double product = xh * fh;
            double error = Math.fma(xh, fh, -product) + Math.fma(xl, fh, Math.fma(xh, fl, xl * fl));
            double ph = product + error;
            double pl = error - (ph - product);
            double yh = high[y + i];
            double yl = low[y + i];
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
            high[y + i] = result;
            low[y + i] = rest - (result - carried);
        }
    }
}
