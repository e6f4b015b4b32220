package io.linreg.data.sql;

import java.sql.SQLException;

/** What a query gives, some rows at a time, column by column. Columns are numbered from 0, and so are the rows of a batch. */
public interface Batches extends AutoCloseable {
    /**
     * Goes to the next rows.
     *
     * @return how many; 0 at the end
     * @throws SQLException if there may be more, and they cannot be had
     */
    int next() throws SQLException;

    /** Copies a column's numbers, NaN where there is none. */
    void numbers(int column, double[] into) throws SQLException;

    /** One number of a column; NaN where there is none. */
    double number(int column, int row) throws SQLException;

    /** A cell as text; empty where there is nothing. */
    String text(int column, int row) throws SQLException;

    @Override
    void close() throws SQLException;
}
