package io.linreg.backend;

import io.linreg.data.RowBlock;
import java.util.Arrays;

/**
 * Sums over tiles: each is read for the residuals of its rows, and again for the gradient, from the cache.
 *
 * @param <A> the arrays of the data
 */
final class TileSums<A> implements EpochSums<A> {
    /** How long sums are in the precision of the data: up to every so-many-th tile of a piece. */
    private static final int TILES = 16;

    private static final int FIRST = TileKernels.PADDING;

    private final TileKernels<A> kernels;
    private final int d;
    private final A residuals;
    private final A partials;
    private final double[] sums;

    /**
     * Allocates sums of zero.
     *
     * @param residuals room for those of a tile, {@link #residuals}; all sums of a thread may share it
     */
    TileSums(TileKernels<A> kernels, int d, A residuals) {
        this.kernels = kernels;
        this.d = d;
        this.residuals = residuals;
        partials = kernels.padded((d + 2) * kernels.lanes());
        sums = new double[FIRST + EpochSums.count(d) + TileKernels.PADDING];
    }

    /** Room for the residuals of a tile. */
    static <A> A residuals(TileKernels<A> kernels) {
        return kernels.padded(RowBlock.TILE);
    }

    @Override
    public void start() {
        kernels.clear(partials, FIRST, FIRST + (d + 2) * kernels.lanes());
        Arrays.fill(sums, 0);
    }

    @Override
    public void add(Piece<A> piece, int from, int to, A parameters, double threshold) {
        for (int row = from; row < to; row += RowBlock.TILE) {
            kernels.residuals(piece.xs(), row * d, d, piece.ys(), row, parameters, residuals);
            if (to - row < RowBlock.TILE) { // other rows may stand behind the last; zeros have b for residual
                kernels.clear(residuals, FIRST + to - row, FIRST + RowBlock.TILE);
            }
            if (threshold < Double.POSITIVE_INFINITY) {
                kernels.clip(residuals, threshold, sums, FIRST + d + 2);
            }
            kernels.gradient(piece.xs(), row * d, d, residuals, partials);
            if ((row / RowBlock.TILE + 1) % TILES == 0 && row + RowBlock.TILE < piece.endRow()) { // there, copy drains
                drain();
            }
        }
    }

    private void drain() {
        kernels.drain(partials, d + 2, kernels.lanes(), sums);
    }

    @Override
    public void copy(double[] into) {
        drain();
        System.arraycopy(sums, FIRST, into, 0, EpochSums.count(d));
    }
}
