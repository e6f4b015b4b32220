package io.linreg.backend;

import io.linreg.data.ColumnReader;
import io.linreg.data.Dataset;
import io.linreg.data.Panel;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Some hundred rows of a design matrix and its target, column after column in double-double, each column less a double near its
 * mean: the differences are exact where the column is one of the data's.
 *
 * <p>A column is cut into chunks, arrays of {@link ExactDot#LANES} rows.
 */
final class ExactPanel {
    /** The most of the data's panels. With 30 columns they stay in the second-level cache. */
    static final int PANELS = 2;

    private static final int ROWS = PANELS * Panel.ROWS;
    private static final int CHUNKS = ROWS / ExactDot.LANES;

    private final boolean weighted;
    private final int[][] factors;
    private final int target;

    private final double[] weights = new double[ROWS];
    /** One of the data's columns, and which one. */
    private final double[] factor = new double[ROWS];

    private int loaded;
    /** One column in double-double. */
    private final double[] valueHigh = new double[ROWS];

    private final double[] valueLow = new double[ROWS];
    /** Chunks of the centred columns, then of a column of weights and one of ones; zeros behind the last row. */
    private final double[][] high;

    private final double[][] low;
    /** The same, times the weights; the very same arrays where rows have none. */
    private final double[][] weighedHigh;

    private final double[][] weighedLow;
    /** By column: what was subtracted. */
    private final double[] centres;
    /** One of the data's columns, of a part of the rows. */
    private final double[] part = new double[Panel.ROWS];

    /** Of each panel. */
    private final List<ColumnReader> readers =
            Stream.generate(ColumnReader::new).limit(PANELS).toList();

    private List<Panel> panels = List.of();
    private int rows;
    private int chunks;

    /**
     * Allocates what panels of a data set take.
     *
     * @param terms of the design matrix: the data's columns whose product each is
     */
    ExactPanel(Dataset data, int[][] terms) {
        weighted = data.weighted();
        factors = terms;
        target = data.features().size();
        centres = new double[terms.length + 1];
        high = chunks();
        low = chunks();
        weighedHigh = weighted ? chunks() : high;
        weighedLow = weighted ? chunks() : low;
        for (int chunk = 0; chunk < CHUNKS; chunk++) {
            Arrays.fill(high[ones() + chunk], 1);
        }
    }

    private double[][] chunks() {
        return new double[(centres.length + 2) * CHUNKS][ExactDot.LANES];
    }

    /** Where the chunks of the weights begin. */
    private int weights() {
        return centres.length * CHUNKS;
    }

    private int ones() {
        return weights() + CHUNKS;
    }

    /** What was subtracted from a column. */
    double centre(int column) {
        return centres[column];
    }

    /** The sum of the rows' weights. */
    DoubleDouble weight(ExactDot dot) {
        return dot.of(high, low, weights(), high, low, ones(), chunks);
    }

    /** The weighted sum of a centred column. */
    DoubleDouble sum(int column, ExactDot dot) {
        return dot.of(high, low, weights(), high, low, column * CHUNKS, chunks);
    }

    /** The weighted sum of products of two centred columns. */
    DoubleDouble product(int j, int k, ExactDot dot) {
        return dot.of(weighedHigh, weighedLow, j * CHUNKS, high, low, k * CHUNKS, chunks);
    }

    /**
     * Takes rows.
     *
     * @param some where they are: {@link #PANELS} at most
     * @param columns how many columns are wanted, from the first
     */
    void load(List<Panel> some, int columns) {
        panels = some;
        rows = some.stream().mapToInt(Panel::rows).sum();
        chunks = (rows + ExactDot.LANES - 1) / ExactDot.LANES;
        loaded = -1;
        if (weighted) {
            copyColumn(target + 1, weights);
        } else {
            Arrays.fill(weights, 0, rows, 1);
        }
        Arrays.fill(weights, rows, ROWS, 0);
        spread(weights, high, weights());
        for (int c = 0; c < columns; c++) {
            form(c);
            centres[c] = mean();
            subtract(valueHigh, valueLow, centres[c]);
            Arrays.fill(valueHigh, rows, ROWS, 0);
            Arrays.fill(valueLow, rows, ROWS, 0);
            spread(valueHigh, high, c * CHUNKS);
            spread(valueLow, low, c * CHUNKS);
            if (weighted) {
                multiply(valueHigh, valueLow, weights);
                spread(valueHigh, weighedHigh, c * CHUNKS);
                spread(valueLow, weighedLow, c * CHUNKS);
            }
        }
    }

    private void copyColumn(int column, double[] into) {
        int at = 0;
        for (int p = 0; p < panels.size(); p++) {
            Panel panel = panels.get(p);
            readers.get(p).copy(panel, column, part);
            System.arraycopy(part, 0, into, at, panel.rows());
            at += panel.rows();
        }
    }

    private void spread(double[] column, double[][] to, int at) {
        for (int chunk = 0; chunk < chunks; chunk++) {
            System.arraycopy(column, chunk * ExactDot.LANES, to[at + chunk], 0, ExactDot.LANES);
        }
    }

    private void form(int column) {
        int[] product = column < factors.length ? factors[column] : new int[] {target};
        copyColumn(product[0], valueHigh);
        Arrays.fill(valueLow, 0);
        for (int k = 1; k < product.length; k++) {
            if (product[k] != loaded) {
                copyColumn(product[k], factor);
                loaded = product[k];
            }
            multiply(valueHigh, valueLow, factor);
        }
    }

    /** About the weighted mean of the column. */
    private double mean() {
        double sum = 0;
        double weight = 0;
        for (int i = 0; i < rows; i++) {
            sum += weights[i] * valueHigh[i];
            weight += weights[i];
        }
        return sum / weight;
    }

    /** x := x f, the operations those of {@link DoubleDouble#times(double)}. */
    private static void multiply(double[] high, double[] low, double[] factors) {
        for (int i = 0; i < high.length; i++) {
            double factor = factors[i];
            double product = high[i] * factor;
            double error = Math.fma(low[i], factor, Math.fma(high[i], factor, -product));
            double sum = product + error;
            high[i] = sum;
            low[i] = error - (sum - product);
        }
    }

    /** x := x - c, exactly where x has no low words. */
    private static void subtract(double[] high, double[] low, double centre) {
        for (int i = 0; i < high.length; i++) {
            double value = high[i];
            double difference = value - centre;
            double part = difference - value;
            double error = (value - (difference - part)) - (centre + part) + low[i];
            double sum = difference + error;
            high[i] = sum;
            low[i] = error - (sum - difference);
        }
    }
}
