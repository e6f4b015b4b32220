package io.linreg.backend;

import io.linreg.data.RowBlock;
import java.util.Arrays;

/**
 * What one thread adds losses and gradients of tiles up in. Arithmetic is in the precision of the data, sums over a few tiles as
 * well; from there on sums are in double.
 *
 * @param <A> the arrays of the data
 */
final class TileSums<A> {
    /** How long sums are in the precision of the data. */
    static final int TILES = 16;

    private final TileKernels<A> kernels;
    private final int d;
    private final A residuals;
    private final A partials;
    private final double[] sums;
    /** The sum of what residuals were clipped by, and how often they were. */
    private final double[] clipped = new double[2 + TileKernels.PADDING];

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
        sums = new double[d + 2 + TileKernels.PADDING];
    }

    /** Room for the residuals of a tile. */
    static <A> A residuals(TileKernels<A> kernels) {
        return kernels.padded(RowBlock.TILE);
    }

    /** How many numbers {@link #copy} gives for d features: X'r, the sum of r, that of r^2; what was clipped off, and how often. */
    static int count(int d) {
        return d + 4;
    }

    /** Begins at zero, whatever a failure may have left. */
    void start() {
        kernels.clear(partials, 0, (d + 2) * kernels.lanes());
        Arrays.fill(sums, 0);
        Arrays.fill(clipped, 0);
    }

    /**
     * Adds consecutive tiles, up to the piece's end or a whole number of them; {@link #drain} after every {@value #TILES}.
     *
     * @param threshold that residuals are clipped to, or infinity
     */
    void add(Piece<A> piece, int from, int to, A parameters, double threshold) {
        for (int row = from; row < to; row += RowBlock.TILE) {
            kernels.residuals(piece.xs(), row * d, d, piece.ys(), row, parameters, residuals);
            if (to - row < RowBlock.TILE) { // other rows may stand behind the last; zeros have b for residual
                kernels.clear(residuals, to - row, RowBlock.TILE);
            }
            if (threshold < Double.POSITIVE_INFINITY) {
                kernels.clip(residuals, threshold, clipped);
            }
            kernels.gradient(piece.xs(), row * d, d, residuals, partials);
        }
    }

    /** Moves what was added to the sums in double. */
    void drain() {
        kernels.drain(partials, d + 2, sums);
    }

    /** Copies the sums of all that was added, and drained, since the start. */
    void copy(double[] into) {
        System.arraycopy(sums, 0, into, 0, d + 2);
        System.arraycopy(clipped, 0, into, d + 2, 2);
    }
}
