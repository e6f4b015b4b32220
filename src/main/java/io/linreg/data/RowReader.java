package io.linreg.data;

import io.linreg.base.LinregException;
import java.io.Closeable;
import java.util.Collection;
import java.util.List;

/** The rows of a table, one after another: of CSV, or of what a query gives. A cell counts for what it would in CSV. */
public interface RowReader extends Closeable {
    /** What messages call the table. */
    String name();

    /** The column names, each once. */
    List<String> header();

    /** Where a column stands in a row, from 0; null if there is no such column. */
    default Integer position(String column) {
        int position = header().indexOf(column);
        return position < 0 ? null : position;
    }

    /**
     * Says before the first row which columns will be asked for, so that no others need to be read. Without it all may be.
     *
     * @throws LinregException if one of them can be nothing that is learnt from
     */
    default void want(Collection<String> columns) {}

    /**
     * Goes to the next row.
     *
     * @return false at the end
     * @throws LinregException if there is one, and it cannot be read
     */
    boolean next();

    /** A cell of the current row, as text; empty if it is missing. */
    String field(int column);

    /** The cells of the current row, as text. */
    List<String> fields();

    /** The number in a cell of the current row; NaN if there is none. */
    default double number(int column) {
        return BadCell.number(field(column));
    }

    /** What is wrong if there was no row. */
    default LinregException noRows() {
        return new LinregException(name() + " has a header but no rows");
    }

    /** Where the current row stands, such as "line 7". */
    String place();

    /** Where a row stands that has gone by, by its number, from 0. */
    default String place(long row) {
        return "row " + row + " (from 0)";
    }

    @Override
    void close();
}
