package io.linreg.data;

import java.util.BitSet;
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

    /** A table's other rows. */
    Dataset from(Dataset table) {
        return rows.length == 0 ? table : table.select(others(Math.toIntExact(table.rows())));
    }

    /** Where rows of the data set stand in the table, both numbered from 0. */
    public int[] tableRows(int[] kept) {
        if (rows.length == 0 || kept.length == 0) {
            return kept;
        }
        int[] others = others(IntStream.of(kept).max().getAsInt() + 1 + rows.length);
        return IntStream.of(kept).map(row -> others[row]).toArray();
    }

    private int[] others(int tableRows) {
        BitSet dropped = new BitSet();
        IntStream.of(rows).forEach(dropped::set);
        return IntStream.range(0, tableRows).filter(row -> !dropped.get(row)).toArray();
    }
}
