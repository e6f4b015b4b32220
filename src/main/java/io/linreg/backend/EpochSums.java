package io.linreg.backend;

import io.linreg.data.BlockLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * What one thread adds the losses and gradients of rows up in. Arithmetic is in the precision of the data, sums over a few hundred
 * rows as well; from there on sums are in double.
 *
 * @param <A> the arrays of the data
 */
interface EpochSums<A> {
    /**
     * Sums of zero for each of some targets, for rows that are laid out like this.
     *
     * @param kernels for their precision
     */
    static <A> List<EpochSums<A>> of(TileKernels<A> kernels, BlockLayout layout, int targets) {
        List<EpochSums<A>> all = new ArrayList<>();
        A scratch = layout.isByRow() ? RowSums.scratch(kernels) : TileSums.residuals(kernels);
        for (int t = 0; t < targets; t++) {
            all.add(
                    layout.isByRow()
                            ? new RowSums<>(kernels, layout, scratch)
                            : new TileSums<>(kernels, layout.features(), scratch));
        }
        return all;
    }

    /** How many numbers {@link #copy} gives for d features: X'r, the sum of r, that of r^2; what was clipped off, and how often. */
    static int count(int d) {
        return d + 4;
    }

    /** Room for w and b. */
    static <A> A parameters(TileKernels<A> kernels, int d) {
        return kernels.zeros(d + 1 + BlockLayout.LANES);
    }

    /** Begins at zero, whatever a failure may have left. */
    void start();

    /**
     * Adds consecutive rows of a piece, from a tile's beginning up to the piece's end or that of a tile.
     *
     * @param threshold that residuals are clipped to, or infinity
     */
    void add(Piece<A> piece, int from, int to, A parameters, double threshold);

    /** Copies the sums of all that was added since the start. */
    void copy(double[] into);
}
