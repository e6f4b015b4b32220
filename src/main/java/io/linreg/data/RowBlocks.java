package io.linreg.data;

import java.util.List;

/**
 * Rows as they are stored.
 *
 * @param list in order
 * @param rowsOfEach how many rows every block but the last has
 */
record RowBlocks(List<RowBlock> list, int rowsOfEach) {
    /**
     * The rows of a block, where features are few. A tile less than a power of two: Java's default collector keeps large
     * arrays in whole regions, and with its header an array of 2^k bytes takes one more.
     */
    private static final int MOST_ROWS = (1 << 16) - RowBlock.TILE;

    /**
     * With many features it has fewer, so that a block stays below 32 MB: small enough to be what devices and threads share
     * out among them, and what is copied at a time. A tile is the least.
     */
    private static final int NUMBERS = (1 << 22) - (1 << 10);

    /** How many rows a block of so many features has. */
    static int rowsOfEach(int features) {
        int width = BlockLayout.of(features, Precision.FLOAT).width();
        width = Math.max(width, BlockLayout.of(features, Precision.DOUBLE).width());
        int fit = NUMBERS / width / RowBlock.TILE * RowBlock.TILE;
        return Math.max(RowBlock.TILE, Math.min(MOST_ROWS, fit));
    }

    RowBlock block(long row) {
        return list.get((int) (row / rowsOfEach));
    }

    /** Which row of its block a row is. */
    int within(long row) {
        return (int) (row % rowsOfEach);
    }

    double x(long row, int column) {
        return block(row).x(within(row), column);
    }

    double y(long row) {
        return block(row).y(within(row));
    }

    int rows() {
        return list.stream().mapToInt(RowBlock::rows).sum();
    }

    /** Some of the blocks. */
    RowBlocks some(int from, int to) {
        return new RowBlocks(list.subList(from, to), rowsOfEach);
    }
}
