package io.linreg.data;

import java.io.Serializable;

/**
 * Whether a column numbers the rows of a table, or of a part of it. Those of parts that follow one another can be put together.
 *
 * @param first what it begins with
 * @param rows how many rows there are
 * @param steady whether each number is one above the one before
 */
public record RowNumbers(double first, long rows, boolean steady) implements Serializable {
    static final RowNumbers NONE = new RowNumbers(Double.NaN, 0, true);

    /** Of the first feature of some rows. */
    static RowNumbers of(Dataset data) {
        if (data.rows() == 0) {
            return NONE;
        }
        double first = data.x(0, 0);
        boolean steady = !Double.isNaN(first);
        for (long i = 1; i < data.rows() && steady; i++) {
            steady = data.x(i, 0) == first + i;
        }
        return new RowNumbers(first, data.rows(), steady);
    }

    /** Of these rows and those that follow them. */
    RowNumbers merge(RowNumbers next) {
        if (rows == 0 || next.rows == 0) {
            return rows == 0 ? next : this;
        }
        return new RowNumbers(first, rows + next.rows, steady && next.steady && next.first == first + rows);
    }

    /** Whether it numbers them from 0, or from 1. */
    boolean isIndex() {
        return steady && (first == 0 || first == 1);
    }
}
