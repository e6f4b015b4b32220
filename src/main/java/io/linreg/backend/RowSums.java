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
    private final A scratch;

    /**
     * Allocates sums of zero.
     *
     * @param scratch padded, for {@value BlockLayout#LANES} numbers; all sums of a thread may share it
     */
    RowSums(TileKernels<A> kernels, BlockLayout layout, A scratch) {
        super(kernels, layout.features(), layout.features(), 1, ROWS);
        this.layout = layout;
        this.scratch = scratch;
    }

    @Override
    void addFew(Piece<A> piece, int from, int to, A parameters, double threshold) {
        double most = kernels.rounded(threshold);
        int width = layout.width();
        double sum = sums[FIRST + d];
        double squares = sums[FIRST + d + 1];
        for (int row = from, at = layout.index(from, 0); row < to; row++, at += width) {
            double residual = kernels.residual(piece.xs(), at, layout, piece.ys(), row, parameters, scratch);
            double size = Math.abs(residual);
            if (size > most) {
                sums[FIRST + d + 2] += size - most;
                sums[FIRST + d + 3]++;
                residual = Math.copySign(most, residual);
            }
            kernels.addMultiple(residual, piece.xs(), at, width, partials);
            sum += residual;
            squares += residual * residual;
        }
        sums[FIRST + d] = sum;
        sums[FIRST + d + 1] = squares;
    }
}
