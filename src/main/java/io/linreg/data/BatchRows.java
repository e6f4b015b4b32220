package io.linreg.data;

/** The chosen columns of a table that comes in batches: whole columns at a time, and row by row where something is to be said. */
final class BatchRows extends TableRows {
    private final BatchReader batches;
    private final BatchColumns plain;
    private int at;
    private int count;
    private boolean begun;

    BatchRows(BatchReader batches, ColumnChoice choice, CellRules rules, Precision training) {
        super(batches, choice, rules, training);
        this.batches = batches;
        index &= batches.cell(0) != BatchReader.Cell.REAL;
        plain = new BatchColumns(batches, cells, positions, columns.size());
    }

    @Override
    void read(DatasetBuilder rows, long most) {
        while (rows.rows() < most && !ended()) {
            int to = (int) Math.min(count, at + most - rows.rows());
            lookForFractions(to);
            if (!plain.addTo(rows, at, to)) {
                for (int i = at; i < to; i++) {
                    batches.row(i);
                    add(rows);
                }
            }
            at = to;
        }
    }

    /** What numbers the rows is whole: in text, too. */
    private void lookForFractions(int to) {
        boolean text = index && batches.cell(0) == BatchReader.Cell.TEXT;
        for (int i = at; i < to && text && index; i++) {
            index = batches.text(0, i).indexOf('.') < 0;
        }
    }

    @Override
    boolean ended() {
        if (at == count && !(begun && count == 0)) {
            count = batches.nextBatch();
            at = 0;
            begun = true;
        }
        return count == 0;
    }
}
