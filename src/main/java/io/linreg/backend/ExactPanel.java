package io.linreg.backend;

import io.linreg.data.Dataset;
import io.linreg.data.RowBlock;
import io.linreg.data.Term;
import java.util.Arrays;
import java.util.List;

/**
 * Some hundred consecutive rows of a design matrix and its target, column after column in double-double, each column less a
 * double near its mean: the differences are exact where the column is one of the data's.
 */
final class ExactPanel {
    /** The most rows, for as many columns: what a panel holds stays in the second-level cache where columns are few. */
    static final int ROWS = 16 * RowBlock.TILE;

    /** From one column to the next. No power of two: those would share a few sets of the cache. */
    static final int STRIDE = ROWS + 8;

    private final Dataset data;
    private final int[][] factors;
    private final double[] row;
    /** The data's columns. */
    private final double[] raw;

    /** Of the centred columns; zeros behind the last row, up to a whole tile. */
    private final double[] high;

    private final double[] low;
    /** The centred columns times the weights of their rows: themselves, where rows have none. */
    private final double[] weightedHigh;

    private final double[] weightedLow;
    /** By column: what was subtracted. */
    private final double[] centres;
    /** By row: ones where the data has none, zeros behind the last row. */
    private final double[] weights = new double[STRIDE];

    private final double[] ones = new double[STRIDE];
    private final double[] zeros = new double[STRIDE];
    private int rows;

    ExactPanel(Dataset data, List<Term> terms) {
        this.data = data;
        int d = data.features().size();
        factors = terms.stream().map(term -> factors(data, term)).toArray(int[][]::new);
        row = new double[d];
        raw = new double[(d + 1) * STRIDE];
        int columns = terms.size() + 1;
        high = new double[columns * STRIDE];
        low = new double[columns * STRIDE];
        weightedHigh = data.weighted() ? new double[high.length] : high;
        weightedLow = data.weighted() ? new double[low.length] : low;
        centres = new double[columns];
        Arrays.fill(ones, 1);
    }

    /** The data's columns whose product a term is, each as often as its power says. */
    private static int[] factors(Dataset data, Term term) {
        int[] columns = term.factors().stream()
                .flatMapToInt(factor -> {
                    int[] repeated = new int[factor.power()];
                    Arrays.fill(repeated, data.features().indexOf(factor.column()));
                    return Arrays.stream(repeated);
                })
                .toArray();
        if (Arrays.stream(columns).anyMatch(column -> column < 0)) {
            throw new IllegalArgumentException("the data has not all features of the term " + term.name());
        }
        return columns;
    }

    /** The rows, filled up to whole tiles. */
    private int padded() {
        return RowBlock.padded(rows);
    }

    /** What was subtracted from a column. */
    double centre(int column) {
        return centres[column];
    }

    /** The sum of the rows' weights. */
    DoubleDouble weight(ExactDot dot) {
        return dot.of(weights, zeros, 0, ones, zeros, 0, padded());
    }

    /** The weighted sum of a centred column. */
    DoubleDouble sum(int column, ExactDot dot) {
        return dot.of(weights, zeros, 0, high, low, column * STRIDE, padded());
    }

    /** The weighted sum of products of two centred columns. */
    DoubleDouble product(int j, int k, ExactDot dot) {
        return dot.of(weightedHigh, weightedLow, j * STRIDE, high, low, k * STRIDE, padded());
    }

    /**
     * Reads rows.
     *
     * @param from the first
     * @param count how many, {@link #ROWS} at most
     * @param columns how many columns are wanted, from the first
     */
    void load(long from, int count, int columns) {
        rows = count;
        int d = row.length;
        for (int i = 0; i < rows; i++) {
            data.copyRow(from + i, row);
            for (int j = 0; j < d; j++) {
                raw[j * STRIDE + i] = row[j];
            }
            raw[d * STRIDE + i] = data.y(from + i);
            weights[i] = data.weight(from + i);
        }
        Arrays.fill(weights, rows, padded(), 0);
        for (int c = 0; c < columns; c++) {
            form(c);
            subtractMean(c);
            if (data.weighted()) {
                weigh(c * STRIDE);
            }
        }
    }

    private void form(int column) {
        int at = column * STRIDE;
        int[] product = column < factors.length ? factors[column] : new int[] {row.length};
        System.arraycopy(raw, product[0] * STRIDE, high, at, rows);
        Arrays.fill(low, at, at + rows, 0);
        for (int k = 1; k < product.length; k++) {
            multiply(high, low, at, raw, product[k] * STRIDE, rows);
        }
    }

    /** x := x f, the operations those of {@link DoubleDouble#times(double)}. */
    private static void multiply(double[] high, double[] low, int x, double[] factors, int f, int rows) {
        for (int i = 0; i < rows; i++) {
            double factor = factors[f + i];
            double product = high[x + i] * factor;
            double error = Math.fma(low[x + i], factor, Math.fma(high[x + i], factor, -product));
            double sum = product + error;
            high[x + i] = sum;
            low[x + i] = error - (sum - product);
        }
    }

    private void weigh(int at) {
        System.arraycopy(high, at, weightedHigh, at, padded());
        System.arraycopy(low, at, weightedLow, at, padded());
        multiply(weightedHigh, weightedLow, at, weights, 0, rows);
    }

    private void subtractMean(int column) {
        int at = column * STRIDE;
        double sum = 0;
        double weight = 0;
        for (int i = 0; i < rows; i++) {
            sum += weights[i] * high[at + i];
            weight += weights[i];
        }
        centres[column] = weight > 0 ? sum / weight : 0;
        subtract(high, low, at, centres[column], rows);
        Arrays.fill(high, at + rows, at + padded(), 0);
        Arrays.fill(low, at + rows, at + padded(), 0);
    }

    /** x := x - c. */
    private static void subtract(double[] high, double[] low, int x, double centre, int rows) {
        for (int i = 0; i < rows; i++) {
            double value = high[x + i];
            double difference = value - centre;
            double part = difference - value;
            double error = (value - (difference - part)) + (-centre - part) + low[x + i];
            double sum = difference + error;
            high[x + i] = sum;
            low[x + i] = error - (sum - difference);
        }
    }
}
