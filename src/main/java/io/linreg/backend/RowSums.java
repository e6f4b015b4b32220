package io.linreg.backend;

import io.linreg.data.BlockLayout;
import java.util.Arrays;

/**
 * Sums over rows that stand by themselves: each is read for its residual, and again for its share of the gradient, from the first
 * cache.
 *
 * @param <A> the arrays of the data
 */
final class RowSums<A> implements EpochSums<A> {
    /** How long sums are in the precision of the data: up to every so-many-th row of a piece. */
    private static final int ROWS = 512;

    private static final int FIRST = TileKernels.PADDING;

    private final TileKernels<A> kernels;
    private final BlockLayout layout;
    private final int d;
    private final A scratch;
    private final A partials;
    private final double[] sums;

    /**
     * Allocates sums of zero.
     *
     * @param scratch {@link #scratch}; all sums of a thread may share it
     */
    RowSums(TileKernels<A> kernels, BlockLayout layout, A scratch) {
        this.kernels = kernels;
        this.layout = layout;
        this.scratch = scratch;
        d = layout.features();
        partials = kernels.padded(layout.width());
        sums = new double[FIRST + EpochSums.count(d) + TileKernels.PADDING];
    }

    /** Room for what kernels compute a residual with. */
    static <A> A scratch(TileKernels<A> kernels) {
        return kernels.padded(BlockLayout.LANES);
    }

    @Override
    public void start() {
        kernels.clear(partials, FIRST, FIRST + layout.width());
        Arrays.fill(sums, 0);
    }

    @Override
    public void add(Piece<A> piece, int from, int to, A parameters, double threshold) {
        for (int row = from, end; row < to; row = end) {
            end = Math.min(to, (row / ROWS + 1) * ROWS);
            addFew(piece, row, end, parameters, kernels.rounded(threshold));
            if (end % ROWS == 0 && end < piece.endRow()) { // there, copy drains
                drain();
            }
        }
    }

    private void addFew(Piece<A> piece, int from, int to, A parameters, double most) {
        int width = layout.width();
        double sum = 0;
        double squares = 0;
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
        sums[FIRST + d] += sum;
        sums[FIRST + d + 1] += squares;
    }

    private void drain() {
        kernels.drain(partials, d, 1, sums);
    }

    @Override
    public void copy(double[] into) {
        drain();
        System.arraycopy(sums, FIRST, into, 0, EpochSums.count(d));
    }
}
