package io.linreg.data;

import java.util.stream.IntStream;

/**
 * Rows of a table that are not in the data set, as a cell is missing in them.
 *
 * @param rows their numbers in the table, from 0, ascending
 */
public record DroppedRows(int[] rows) {
    public int count() {
        return rows.length;
    }

    /** Where rows of the data set stand in the table, both numbered from 0. */
    public int[] tableRows(int[] kept) {
        return rows.length == 0 ? kept : IntStream.of(kept).map(this::tableRow).toArray();
    }

    /** Where a row of the data set stands in the table. */
    int tableRow(int kept) {
        int above = 0; // how many dropped rows stand above it
        int most = rows.length;
        while (above < most) {
            int middle = (above + most) >>> 1;
            if (rows[middle] - middle <= kept) { // as many kept rows stand above this dropped one
                above = middle + 1;
            } else {
                most = middle;
            }
        }
        return kept + above;
    }
}
