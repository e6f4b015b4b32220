package io.linreg.data;

import java.util.List;

/**
 * The rows of a table from the first to the last, a block at a time: memory holds no more than one. Every block but the last has
 * {@link #rowsOfBlock} rows of the table, whatever it comes from, so that sums over blocks have the same bits.
 */
public interface RowStream extends AutoCloseable {
    /** The numbers in a block: 32 MB in double. Long enough to keep all processors busy, short against what memory may be had. */
    int NUMBERS = 1 << 22;

    /** What streaming takes, in bytes: a block that is being read, one that is computed with, and what that takes for a while. */
    long MEMORY = 5L * NUMBERS * Double.BYTES;

    /** How many rows a block has, of so many columns. */
    static int rowsOfBlock(int columns) {
        return rowsOfBlock(columns, NUMBERS);
    }

    /** The same for blocks of so many numbers. */
    static int rowsOfBlock(int columns, int numbers) {
        return Math.max(RowBlock.TILE, numbers / columns / RowBlock.TILE * RowBlock.TILE);
    }

    /**
     * Some rows that follow one another.
     *
     * @param rows the first target is their target, the others are features; what numbers the rows is still among the features
     * @param first the number in the table, from 0, of the block's first row
     * @param dropped rows of the block that are not among them, numbered from its first one
     */
    record Block(Dataset rows, long first, DroppedRows dropped) {
        /** The numbers in the table of the rows. */
        public long[] numbers() {
            long[] numbers = new long[(int) rows.rows()];
            int gap = 0;
            for (int i = 0; i < numbers.length; i++) {
                while (gap < dropped.count() && dropped.rows()[gap] == i + gap) {
                    gap++;
                }
                numbers[i] = first + i + gap;
            }
            return numbers;
        }
    }

    /**
     * The next rows; null behind the last.
     *
     * @throws io.linreg.base.LinregException if the table cannot be read, a cell does not hold what it has to, or there are no rows
     */
    Block next();

    /** The targets but for the first: features of the blocks. */
    List<String> others();

    /** What the rows have shown: known behind the last one. A column that numbers them is one of the blocks'. */
    RowTally tally();

    /** Which share of the table has been read; NaN where its size is not known. */
    double share();

    @Override
    void close();
}
