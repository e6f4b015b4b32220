package io.linreg.backend;

import io.linreg.data.BlockLayout;
import io.linreg.data.ColumnReader;
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

    private final ColumnReader reader = new ColumnReader();
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

    /**
     * Takes columns of a panel, and so many columns of zeros.
     *
     * @param first which is the first: a multiple of {@link TiledMoments#UNIT}
     * @param end behind the last
     */
    void take(Panel panel, int first, int end, int zeros) {
        int padded = RowBlock.padded(panel.rows());
        boolean inPlace = panel.firstOfTiles() >= 0 && kernels.holds(panel.block());
        weigh(panel);
        if (inPlace && panel.block().layout().isByRow()) {
            transpose(panel, first, Math.min(end, columns - 1));
        }
        for (int c = first; c < end; c++) {
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
            reader.copy(panel, columns, weights);
            for (int i = 0; i < panel.rows(); i++) {
                weights[i] /= meanWeight;
            }
            weight = sum(weights, panel.rows());
        }
    }

    /** Columns of rows that stand by themselves, as they are. */
    private void transpose(Panel panel, int first, int end) {
        BlockLayout layout = panel.block().layout();
        int padded = RowBlock.padded(panel.rows());
        int at = layout.index(panel.firstOfTiles(), first);
        A xs = kernels.features(panel.block());
        kernels.transpose(xs, at, layout.width(), padded, end - first, numbers, first * padded, padded);
    }

    private void centreTiles(Panel panel, int c, int to) {
        RowBlock block = panel.block();
        if (c == columns - 1) {
            centreTiles(kernels.targets(block), panel.firstOfTiles(), RowBlock.TILE, panel.rows(), c, to);
        } else if (block.layout().isByRow()) {
            centreTiles(numbers, to, RowBlock.TILE, panel.rows(), c, to);
        } else {
            int at = block.index(panel.firstOfTiles(), c);
            centreTiles(kernels.features(block), at, (columns - 1) * RowBlock.TILE, panel.rows(), c, to);
        }
    }

    /**
     * Centres a column.
     *
     * @param at where its first tile begins
     * @param next from one of its tiles to the next
     */
    private void centreTiles(A tiles, int at, int next, int rows, int c, int to) {
        double sum = 0;
        for (int row = 0, x = at; row < rows; row += RowBlock.TILE, x += next) {
            sum += kernels.sum(tiles, x, x + RowBlock.TILE); // rows behind the last are zeros
        }
        centres[c] = kernels.rounded(sum / rows);
        for (int row = 0, x = at; row < rows; row += RowBlock.TILE, x += next) {
            kernels.centre(tiles, x, centres[c], numbers, to + row);
        }
        int padded = RowBlock.padded(rows);
        kernels.clear(numbers, to + rows, to + padded);
        rests[c] = kernels.sum(numbers, to, to + padded) / rows;
    }

    /** Numbers are multiplied by the roots of their weights, so that each product counts by its row's weight. */
    private void centreGathered(Panel panel, int c, int to) {
        int rows = panel.rows();
        reader.copy(panel, c, column);
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
