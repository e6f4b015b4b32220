package io.linreg.backend;

import io.linreg.data.BlockLayout;

/**
 * Sums over rows that stand by themselves: each is read for its residual, and again for its share of the gradient, from the first
 * cache.
 *
 * @param <A> the arrays of the data
 */
final class RowSums<A> extends EpochSums<A> {
    private static final int ROWS = 512;

    private final BlockLayout layout;
    private final A residuals;

    /**
     * Allocates sums of zero.
     *
     * @param residuals padded, for {@value TileKernels#ROW_SCRATCH} numbers; all sums of a thread may share it
     */
    RowSums(TileKernels<A> kernels, BlockLayout layout, A residuals) {
        super(kernels, layout.features(), layout.features(), 1, ROWS);
        this.layout = layout;
        this.residuals = residuals;
    }

    @Override
    void addFew(Piece<A> piece, int from, int to, A parameters, double threshold, boolean several) {
        int together = kernels.rowsTogether(several);
        for (int row = from, rows; row < to; row += rows) {
            rows = to - row < together ? 1 : together;
            int at = layout.index(row, 0);
            kernels.residualsOfRows(piece, row, rows, several, layout, parameters, residuals);
            if (threshold < Double.POSITIVE_INFINITY) {
                kernels.clip(residuals, FIRST, FIRST + rows, threshold, sums, FIRST + d + 2);
            }
            kernels.addMultiples(residuals, rows, piece.xs(), at, layout.width(), partials);
            kernels.addSquares(residuals, FIRST, FIRST + rows, sums, FIRST + d);
        }
    }
}
