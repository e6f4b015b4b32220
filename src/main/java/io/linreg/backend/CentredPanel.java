package io.linreg.backend;

import io.linreg.data.Panel;
import io.linreg.data.RowBlock;
import java.util.Arrays;

/**
 * The columns of a panel, less their means, one after another: what {@link TileKernels#products} takes. Columns that kernels can
 * read are read where they stand; others, such as those of chosen rows, are gathered first, in double.
 *
 * @param <A> the arrays of the columns
 */
final class CentredPanel<A> {
    private final TileKernels<A> kernels;
    private final TileKernels<double[]> inDouble;
    private final int columns;
    /** 0 where rows have no weights. */
    private final double meanWeight;

    /** Column c begins at c times the padded rows; behind the last there are some of zeros. */
    final A numbers;
    /** What was subtracted. */
    final double[] centres;
    /** The means of what is left: rounding the centres has left it. */
    final double[] rests;
    /** Of the rows, over the mean weight of all; their number, without weights. */
    double weight;

    private final double[] column = new double[Panel.ROWS];
    private final double[] weights = new double[Panel.ROWS];
    private final double[] weighed = new double[Panel.ROWS];

    /**
     * Room for a panel.
     *
     * @param columns features and target
     * @param zeros how many columns of zeros come behind them
     * @param meanWeight of the data set's rows; 0 where they have no weights
     */
    CentredPanel(TileKernels<A> kernels, int columns, int zeros, double meanWeight) {
        this.kernels = kernels;
        this.columns = columns;
        this.meanWeight = meanWeight;
        inDouble = kernels.inDouble();
        numbers = kernels.zeros((columns + zeros) * Panel.ROWS);
        centres = new double[columns];
        rests = new double[columns];
    }

    /** Takes the first columns of a panel, and so many columns of zeros. */
    void take(Panel panel, int end, int zeros) {
        int padded = RowBlock.padded(panel.rows());
        boolean inPlace = panel.firstOfTiles() >= 0 && kernels.holds(panel.block());
        weigh(panel);
        for (int c = 0; c < end; c++) {
            if (inPlace) {
                centreTiles(panel, c, c * padded);
            } else {
                centreGathered(panel, c, c * padded);
            }
        }
        kernels.clear(numbers, end * padded, (end + zeros) * padded);
    }

    private void weigh(Panel panel) {
        weight = panel.rows();
        if (meanWeight > 0) {
            panel.copyColumn(columns, weights);
            for (int i = 0; i < panel.rows(); i++) {
                weights[i] /= meanWeight;
            }
            weight = sum(weights, panel.rows());
        }
    }

    private void centreTiles(Panel panel, int c, int to) {
        boolean feature = c < columns - 1;
        A tiles = feature ? kernels.features(panel.block()) : kernels.targets(panel.block());
        int at = feature ? panel.block().index(panel.firstOfTiles(), c) : panel.firstOfTiles();
        int next = feature ? (columns - 1) * RowBlock.TILE : RowBlock.TILE;
        double sum = 0;
        for (int row = 0, x = at; row < panel.rows(); row += RowBlock.TILE, x += next) {
            sum += kernels.sum(tiles, x, x + RowBlock.TILE); // rows behind the last are zeros
        }
        centres[c] = kernels.rounded(sum / panel.rows());
        for (int row = 0, x = at; row < panel.rows(); row += RowBlock.TILE, x += next) {
            kernels.centre(tiles, x, centres[c], numbers, to + row);
        }
        int padded = RowBlock.padded(panel.rows());
        kernels.clear(numbers, to + panel.rows(), to + padded);
        rests[c] = kernels.sum(numbers, to, to + padded) / panel.rows();
    }

    /** Numbers are multiplied by the roots of their weights, so that each product counts by its row's weight. */
    private void centreGathered(Panel panel, int c, int to) {
        int rows = panel.rows();
        panel.copyColumn(c, column);
        centres[c] = mean(rows);
        for (int i = 0; i < rows; i++) {
            column[i] -= centres[c];
        }
        rests[c] = mean(rows);
        for (int i = 0; meanWeight > 0 && i < rows; i++) {
            column[i] *= Math.sqrt(weights[i]);
        }
        kernels.copy(column, rows, numbers, to);
        kernels.clear(numbers, to + rows, to + RowBlock.padded(rows));
    }

    private double mean(int rows) {
        if (meanWeight == 0) {
            return sum(column, rows) / weight;
        }
        for (int i = 0; i < rows; i++) {
            weighed[i] = weights[i] * column[i];
        }
        return sum(weighed, rows) / weight;
    }

    private double sum(double[] array, int rows) {
        int padded = RowBlock.padded(rows);
        Arrays.fill(array, rows, padded, 0);
        return inDouble.sum(array, 0, padded);
    }
}
