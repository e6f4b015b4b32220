package io.linreg.backend;

import io.linreg.data.RowBlock;

/**
 * Sums over tiles: each is read for the residuals of its rows, and again for the gradient, from the cache.
 *
 * @param <A> the arrays of the data
 */
final class TileSums<A> extends EpochSums<A> {
    private static final int ROWS = 16 * RowBlock.TILE;

    private final A residuals;

    /**
     * Allocates sums of zero.
     *
     * @param residuals padded, for those of a tile; all sums of a thread may share it
     */
    TileSums(TileKernels<A> kernels, int d, A residuals) {
        super(kernels, d, d + 2, kernels.lanes(), ROWS);
        this.residuals = residuals;
    }

    @Override
    void addFew(Piece<A> piece, int from, int to, A parameters, double threshold) {
        for (int row = from; row < to; row += RowBlock.TILE) {
            kernels.residuals(piece.xs(), row * d, d, piece.ys(), row, parameters, residuals);
            if (to - row < RowBlock.TILE) { // other rows may stand behind the last; zeros have b for residual
                kernels.clear(residuals, FIRST + to - row, FIRST + RowBlock.TILE);
            }
            if (threshold < Double.POSITIVE_INFINITY) {
                kernels.clip(residuals, threshold, sums, FIRST + d + 2);
            }
            kernels.gradient(piece.xs(), row * d, d, residuals, partials);
        }
    }
}
