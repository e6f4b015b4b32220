package io.linreg.data;

/**
 * Rows that come some at a time, column by column, as columnar formats hold them. Those of a batch can also be had one by
 * one: {@link #next} goes through them, and on to the next batch behind them.
 */
public interface BatchReader extends RowReader {
    /** Rows that a batch may have. */
    int MOST = 1 << 11;

    /**
     * Goes before the first row of the next batch.
     *
     * @return how many rows it has; 0 at the end
     */
    int nextBatch();

    /** Goes to a row of this batch. */
    void row(int row);

    /** What a column's cells are, all of them. */
    Cell cell(int column);

    /** Copies the numbers of a column in this batch, NaN where there is none; not for text. */
    void numbers(int column, double[] into);

    /** A cell of this batch, its rows counted from 0, as text; empty if it is missing. */
    String text(int column, int row);

    /** What the cells of a column are. */
    enum Cell {
        /** Whole numbers. */
        WHOLE,
        /** Numbers with a fraction. */
        REAL,
        /** Text, which may hold numbers. */
        TEXT
    }
}
