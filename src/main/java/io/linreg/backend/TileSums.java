package io.linreg.backend;

import io.linreg.backend.TiledLeastSquares.Piece;
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
    private final double[] clipped = new double[2 + TileKernels.PADDING];

    TileSums(TileKernels<A> kernels, int d) {
        this.kernels = kernels;
        this.d = d;
        residuals = kernels.padded(RowBlock.TILE);
        partials = kernels.padded((d + 2) * kernels.lanes());
        sums = new double[d + 2 + TileKernels.PADDING];
    }

    /** How many numbers {@link #take} gives for d features: X'r, the sum of r, that of r^2; what was clipped off, and how often. */
    static int count(int d) {
        return d + 4;
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

    /** Gives the sums of all that was drained, and starts anew. */
    void take(double[] into) {
        System.arraycopy(sums, 0, into, 0, d + 2);
        System.arraycopy(clipped, 0, into, d + 2, 2);
        Arrays.fill(sums, 0);
        Arrays.fill(clipped, 0);
    }
}
