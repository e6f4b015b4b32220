package io.linreg.data;

/**
 * How the features of a {@link RowBlock} stand in its array, so that one pass over memory serves an epoch: what is read for
 * the residuals is in the first cache, or close to it, when it is read again for the gradient.
 *
 * <p>Mostly in tiles of {@value RowBlock#TILE} rows, in a tile feature by feature: a vector register or a warp holds neighbouring rows
 * of one feature. But where a row takes {@value #LEAST_BYTES} to {@value #MOST_BYTES} bytes, a tile is too large for the first cache,
 * while a row, the parameters and the gradient fit it together: then row by row, and a register holds neighbouring features.
 * Memory is read in one run of addresses either way, as prefetchers like it.
 *
 * @param features d
 * @param width how many numbers a row takes: its features and, row by row, zeros up to a multiple of {@value #LANES}
 * @param step from one feature of a row to the next
 */
public record BlockLayout(int features, int width, int step) {
    /** The most numbers that a vector register holds: so many stand side by side, whether they are rows or features. */
    public static final int LANES = 16;

    /** How many features of rows that stand by themselves are taken along together: half a cache line of floats, a whole one of doubles. */
    public static final int STRIP = 8;

    private static final int LEAST_BYTES = 2048;
    private static final int MOST_BYTES = 5120;

    /** The layout for so many features. */
    public static BlockLayout of(int features, Precision precision) {
        long bytes = (long) features * precision.bytes();
        boolean byRow = bytes >= LEAST_BYTES && bytes <= MOST_BYTES;
        return byRow
                ? new BlockLayout(features, (features + LANES - 1) / LANES * LANES, 1)
                : new BlockLayout(features, features, RowBlock.TILE);
    }

    /** Whether a row's features stand side by side; else neighbouring rows of one feature do. */
    public boolean isByRow() {
        return step == 1;
    }

    /** Where feature j of row i stands. */
    public int index(int i, int j) {
        int inTile = i & (step - 1); // 0 row by row; the step is a power of two
        return (i - inTile) * width + j * step + inTile;
    }

    /** The numbers of so many rows, filled up to whole tiles. */
    public int length(int rows) {
        return RowBlock.padded(rows) * width;
    }
}
