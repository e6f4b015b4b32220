package io.linreg.backend;

import io.linreg.backend.TiledLeastSquares.Piece;
import io.linreg.data.RowBlock;
import java.util.Arrays;
import java.util.List;

/**
 * The gradient of Huber's loss in one pass over the data: what {@link TiledLeastSquares} does, with the residuals of a tile
 * clipped between its two readings.
 *
 * @param <A> the arrays of the data
 */
final class TiledClipping<A> {
    /** How long sums are in the precision of the data. */
    private static final int TILES_PER_SUM = 16;

    private final List<Piece<A>> pieces;
    private final TileKernels<A> kernels;
    private final int d;
    private final double threshold;
    private final A parameters;
    /** By piece: X'psi, the sum of psi, the sum of psi^2; what was cut off, and how often. */
    private final double[][] sums;

    private final double[][] clipped;

    /**
     * Prepares a pass.
     *
     * @param at the d + 1 parameters
     */
    TiledClipping(List<Piece<A>> pieces, TileKernels<A> kernels, double[] at, double threshold) {
        this.pieces = pieces;
        this.kernels = kernels;
        this.threshold = threshold;
        d = at.length - 1;
        parameters = kernels.zeros(d + 1);
        kernels.copy(at, parameters);
        sums = new double[pieces.size()][d + 2];
        clipped = new double[pieces.size()][2];
    }

    /** Makes the pass, over n rows. */
    ClippedResiduals run(Workers workers, double n, double[] gradient) {
        workers.run(pieces.size(), (worker, piece) -> accumulate(piece));
        Arrays.fill(gradient, 0);
        double squares = 0;
        double excess = 0;
        long outliers = 0;
        for (int k = 0; k < sums.length; k++) {
            for (int j = 0; j <= d; j++) {
                gradient[j] += sums[k][j];
            }
            squares += sums[k][d + 1];
            excess += clipped[k][0];
            outliers += (long) clipped[k][1];
        }
        for (int j = 0; j <= d; j++) {
            gradient[j] *= 2 / n;
        }
        return new ClippedResiduals(squares / n, excess / n, outliers);
    }

    private void accumulate(int number) {
        Piece<A> piece = pieces.get(number);
        A residuals = kernels.zeros(RowBlock.TILE);
        A partials = kernels.zeros((d + 2) * kernels.lanes());
        int tiles = 0;
        for (int row = piece.firstRow(); row < piece.endRow(); row += RowBlock.TILE) {
            int at = row * d;
            kernels.residuals(piece.xs(), at, piece.ys(), row, parameters, residuals);
            kernels.clear(residuals, Math.min(RowBlock.TILE, piece.endRow() - row), RowBlock.TILE);
            kernels.clip(residuals, threshold, clipped[number]);
            kernels.gradient(piece.xs(), at, residuals, partials);
            if (++tiles % TILES_PER_SUM == 0) {
                kernels.drain(partials, sums[number]);
            }
        }
        kernels.drain(partials, sums[number]);
    }
}
