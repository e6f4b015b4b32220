package io.linreg.backend;

import io.linreg.data.BlockLayout;
import io.linreg.data.RowBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What one thread adds the losses and gradients of rows up in. Arithmetic is in the precision of the data, sums over some hundred rows
 * as well; from there on sums are in double. They do not depend on how many rows come at a time.
 *
 * @param <A> the arrays of the data
 */
abstract class EpochSums<A> {
    /** Where sums begin in their arrays. */
    static final int FIRST = TileKernels.PADDING;

    final TileKernels<A> kernels;
    final int d;
    /** In the precision of the data. */
    final A partials;
    /** As {@link #copy} gives them, from {@link #FIRST} on. */
    final double[] sums;

    private final int summed;
    private final int ofEach;
    private final int most;
    private int undrained;

    /**
     * Allocates sums of zero.
     *
     * @param d how many features there are
     * @param summed how many of the sums there are partial ones of
     * @param ofEach how many partial ones
     * @param most rows for partial sums: whole tiles
     */
    EpochSums(TileKernels<A> kernels, int d, int summed, int ofEach, int most) {
        this.kernels = kernels;
        this.d = d;
        this.summed = summed;
        this.ofEach = ofEach;
        this.most = most;
        partials = kernels.padded(summed * ofEach + BlockLayout.LANES);
        sums = new double[FIRST + count(d) + TileKernels.PADDING];
    }

    /**
     * Sums for each of some targets, for rows that are laid out like this.
     *
     * @param kernels for their precision
     */
    static <A> List<EpochSums<A>> of(TileKernels<A> kernels, BlockLayout layout, int targets) {
        List<EpochSums<A>> all = new ArrayList<>();
        A scratch = kernels.padded(layout.isByRow() ? TileKernels.ROW_SCRATCH : TileKernels.MOST_TILES * RowBlock.TILE);
        for (int t = 0; t < targets; t++) {
            all.add(
                    layout.isByRow()
                            ? new RowSums<>(kernels, layout, scratch)
                            : new TileSums<>(kernels, layout, scratch));
        }
        return all;
    }

    /** Whether several streams differ from one, for rows that are laid out like this. */
    static boolean hasStreams(TileKernels<?> kernels, BlockLayout layout) {
        return layout.isByRow() ? kernels.rowsTogether(true) > 1 : TileSums.together(kernels, layout) > RowBlock.TILE;
    }

    /** How many numbers {@link #copy} gives for d features: X'r, the sum of r, that of r^2; what was clipped off, and how often. */
    static int count(int d) {
        return d + 4;
    }

    /** Room for w and b, and for the zeros behind them that kernels read. */
    static <A> A parameters(TileKernels<A> kernels, int d) {
        return kernels.zeros(d + 1 + BlockLayout.LANES);
    }

    /** Begins at zero, whatever a failure may have left. */
    final void start() {
        kernels.clear(partials, FIRST, FIRST + summed * ofEach);
        Arrays.fill(sums, 0);
        undrained = 0;
    }

    /**
     * Adds consecutive rows, from a tile's beginning on. Others may follow if it is whole tiles.
     *
     * @param threshold that residuals are clipped to, or infinity
     * @param several whether memory is to be read in several streams of addresses; the sums are the same bits
     */
    final void add(Piece<A> piece, int from, int to, A parameters, double threshold, boolean several) {
        int since = undrained; // written to but once: other threads' objects may be in the same cache line
        for (int row = from, end; row < to; row = end) {
            end = Math.min(to, row + most - since);
            addFew(piece, row, end, parameters, threshold, several);
            since += end - row;
            if (since == most) {
                drain();
                since = 0;
            }
        }
        undrained = since;
    }

    /** Adds consecutive rows to {@link #partials}, or to {@link #sums} what has no partial ones. */
    abstract void addFew(Piece<A> piece, int from, int to, A parameters, double threshold, boolean several);

    private void drain() {
        kernels.drain(partials, summed, ofEach, sums);
    }

    /** Copies the sums of all that was added since the start. */
    final void copy(double[] into) {
        if (undrained > 0) {
            drain();
            undrained = 0;
        }
        System.arraycopy(sums, FIRST, into, 0, count(d));
    }
}
