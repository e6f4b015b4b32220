package io.linreg.backend;

import io.linreg.data.BlockLayout;
import io.linreg.data.Panel;
import io.linreg.data.RowBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Products of columns as the sum over rows of x x'. The columns are copied into strips, as many side by side as three vectors hold: a
 * number of one column is multiplied with those of a whole strip at once, and so each that is loaded serves four products for each
 * lane, not four in all as where vectors lie along the columns. What is read again and again, some rows of two strips, is in the first cache.
 *
 * <p>This is how matrices are multiplied since Goto and van de Geijn, Anatomy of high-performance matrix multiplication, ACM TOMS 34
 * (2008), with one copy for both factors, as they are the same.
 *
 * @param <A> the arrays of the columns
 */
final class StripProducts<A> implements PanelProducts<A> {
    /** From so many columns on, there is enough to multiply to be worth the copy. */
    static final int LEAST_COLUMNS = 128;

    /** Rows of two strips that the first cache holds. */
    private static final int ROWS = 128;

    private static final int FIRST = TileKernels.PADDING;

    /** Rows that are added up at a time. */
    private static final int SUMMED = 4;

    /**
     * The innermost loops.
     *
     * @param <A> the arrays of the columns
     */
    interface Kernel<A> {
        /**
         * Adds the products of four columns with those of a strip.
         *
         * @param left where the first of the four columns begins, in a strip of the same width
         * @param right where the strip begins
         * @param numbers of the strip: rows times width
         * @param sums an array for each column
         * @param row the first of these
         * @param at where sums begin in them
         */
        void addProducts(A strips, int left, int right, int numbers, List<A> sums, int row, int at);

        /**
         * Copies numbers of a row, less others, to strips.
         *
         * @param at where the row begins
         * @param less as many as are copied, for each what is subtracted
         * @param count how many: whole strips
         * @param apart from a strip to the next
         */
        void subtract(A xs, int at, A less, int count, A strips, int to, int apart);
    }

    private final TileKernels<A> kernels;
    private final Kernel<A> kernel;
    private final int width;
    /** Number c of row r of strip s stands at (s rows + r) width + c. */
    private final A strips;

    private final List<A> sums = new ArrayList<>();
    private final A ones;
    private final A centresOfStrips;
    /** Of columns, in the precision of the data. */
    private final A partials;
    /** Of columns, from {@link #FIRST} on. */
    private final double[] totals;

    private int rows;
    private int end;

    /**
     * Room for panels.
     *
     * @param width how many columns a strip has: a multiple of {@value TileKernels#DOWN}, and a divisor of {@link TiledMoments#UNIT}
     * @param columns the most
     */
    StripProducts(TileKernels<A> kernels, Kernel<A> kernel, int width, int columns) {
        this.kernels = kernels;
        this.kernel = kernel;
        this.width = width;
        int inStrips = (columns + width - 1) / width * width;
        strips = kernels.zeros(inStrips * Panel.ROWS);
        for (int i = 0; i < width; i++) {
            sums.add(kernels.padded(inStrips));
        }
        ones = kernels.padded(SUMMED);
        kernels.copy(new double[] {1, 1, 1, 1}, SUMMED, ones, FIRST);
        centresOfStrips = kernels.zeros(inStrips);
        partials = kernels.padded(inStrips + BlockLayout.LANES);
        totals = new double[FIRST + inStrips + BlockLayout.LANES];
    }

    @Override
    public int together() {
        return width;
    }

    /** Where rows stand by themselves: their numbers side by side are numbers of a strip side by side. */
    @Override
    public int takeRows(Panel panel, int end, double[] centres, double[] rests) {
        RowBlock block = panel.block();
        BlockLayout layout = block.layout();
        if (panel.firstOfTiles() < 0 || !kernels.holds(block) || !layout.isByRow()) {
            return 0;
        }
        int count = Math.min(end, layout.features()) / TiledMoments.UNIT * TiledMoments.UNIT;
        int padded = RowBlock.padded(panel.rows());
        A xs = kernels.features(block);
        int at = layout.index(panel.firstOfTiles(), 0);
        sum(xs, at, layout.width(), padded); // rows behind the last are zeros
        for (int c = 0; c < count; c++) {
            centres[c] = kernels.rounded(totals[FIRST + c] / panel.rows());
        }
        kernels.copy(centres, count, centresOfStrips, 0);
        for (int i = 0; i < panel.rows(); i++) {
            kernel.subtract(xs, at + i * layout.width(), centresOfStrips, count, strips, i * width, padded * width);
        }
        for (int c = 0; c < count; c += width) {
            kernels.clear(strips, c * padded + panel.rows() * width, (c + width) * padded);
            sum(strips, c * padded, width, padded);
            for (int j = 0; j < width; j++) {
                rests[c + j] = totals[FIRST + j] / panel.rows();
            }
        }
        return count;
    }

    /** The sums of columns, to {@link #totals}: of a tile's rows in the precision of the data, from there on in double. */
    private void sum(A xs, int at, int width, int rows) {
        Arrays.fill(totals, 0);
        for (int i = 0; i < rows; i += SUMMED) {
            kernels.addMultiples(ones, SUMMED, xs, at + i * width, width, partials);
            if ((i + SUMMED) % RowBlock.TILE == 0) {
                kernels.drain(partials, width, 1, totals);
            }
        }
    }

    @Override
    public void take(A numbers, int rows, int from, int end) {
        this.rows = rows;
        this.end = end;
        for (int c = from; c < end; c += width) {
            int columns = Math.min(width, end - c);
            if (columns < width) {
                kernels.clear(strips, c * rows, (c + width) * rows);
            }
            // columns lie as rows do elsewhere
            kernels.transpose(
                    numbers,
                    c * rows,
                    /* width= */ rows,
                    /* rows= */ columns,
                    /* columns= */ rows,
                    strips,
                    c * rows,
                    width);
        }
    }

    @Override
    public void of(int j, double[][] products) {
        int four = TileKernels.DOWN;
        int down = Math.min(width, (end - j + four - 1) / four * four); // zeros stand behind the last column
        for (int k = 0; k <= j; k += width) {
            for (int row = 0; row < rows; row += ROWS) {
                int numbers = Math.min(ROWS, rows - row) * width;
                for (int i = 0; i < down; i += four) {
                    int left = j * rows + row * width + i;
                    kernel.addProducts(strips, left, k * rows + row * width, numbers, sums, i, FIRST + k);
                }
            }
        }
        for (int i = 0; i < down; i++) {
            Arrays.fill(products[i], FIRST, FIRST + j + width, 0);
            kernels.drain(sums.get(i), j + width, 1, products[i]);
        }
    }
}
