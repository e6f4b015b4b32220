package io.linreg.backend;

import io.linreg.data.BlockLayout;
import io.linreg.data.RowBlock;

/**
 * Sums over tiles: each is read for the residuals of its rows, and again for the gradient, from the cache.
 *
 * @param <A> the arrays of the data
 */
final class TileSums<A> extends EpochSums<A> {
    private static final int ROWS = 16 * RowBlock.TILE;

    /** The numbers of tiles that are read together: they are to be in a near cache when they are read again. */
    private static final int MOST_TOGETHER = 1 << 16;

    private final A residuals;
    private final int together;

    /**
     * Allocates sums of zero.
     *
     * @param residuals padded, for those of {@value TileKernels#MOST_TILES} tiles; all sums of a thread may share it
     */
    TileSums(TileKernels<A> kernels, BlockLayout layout, A residuals) {
        super(kernels, layout.features(), layout.features() + 2, kernels.lanes(), ROWS);
        this.residuals = residuals;
        together = together(kernels, layout);
    }

    /** How many rows are read at once in several streams. */
    static int together(TileKernels<?> kernels, BlockLayout layout) {
        int rows = kernels.tilesTogether() * RowBlock.TILE;
        return (long) rows * layout.width() <= MOST_TOGETHER ? rows : RowBlock.TILE;
    }

    @Override
    void addFew(Piece<A> piece, int from, int to, A parameters, double threshold, boolean several) {
        int next = several && together > RowBlock.TILE ? addTogether(piece, from, to, parameters, threshold) : from;
        for (int row = next; row < to; row += RowBlock.TILE) {
            kernels.residuals(piece.xs(), row * d, d, piece.ys(), row, parameters, residuals);
            if (to - row < RowBlock.TILE) { // other rows may stand behind the last; zeros have b for residual
                kernels.clear(residuals, FIRST + to - row, FIRST + RowBlock.TILE);
            }
            if (threshold < Double.POSITIVE_INFINITY) {
                kernels.clip(residuals, FIRST, FIRST + RowBlock.TILE, threshold, sums, FIRST + d + 2);
            }
            kernels.gradient(piece.xs(), row * d, d, residuals, FIRST, partials);
        }
    }

    /** From the first row on, as far as that goes; returns where it ends. */
    private int addTogether(Piece<A> piece, int from, int to, A parameters, double threshold) {
        int row = from;
        for (; row <= to - together; row += together) {
            kernels.residualsOfTiles(piece.xs(), row * d, d, piece.ys(), row, parameters, residuals);
            if (threshold < Double.POSITIVE_INFINITY) {
                kernels.clip(residuals, FIRST, FIRST + together, threshold, sums, FIRST + d + 2);
            }
            for (int i = 0; i < together; i += RowBlock.TILE) {
                kernels.gradient(piece.xs(), (row + i) * d, d, residuals, FIRST + i, partials);
            }
        }
        return row;
    }
}
