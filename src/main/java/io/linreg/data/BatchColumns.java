package io.linreg.data;

/** Puts batches of columns straight into the blocks of a data set, as long as nothing needs to be said about a cell. */
final class BatchColumns {
    private final BatchReader batches;
    private final Cells cells;
    private final int[] positions;
    private final double[][] columns;
    private final double[] target = new double[BatchReader.MOST];

    /**
     * Prepares for batches.
     *
     * @param positions for each column of the table which feature it is, or that it is the target or not used
     */
    BatchColumns(BatchReader batches, Cells cells, int[] positions, int features) {
        this.batches = batches;
        this.cells = cells;
        this.positions = positions;
        columns = new double[features][BatchReader.MOST];
    }

    /** Adds rows of the current batch; none of them, and false, if one holds what its column has not held so far. */
    boolean addTo(DatasetBuilder rows, int from, int to) {
        for (int field = 0; field < positions.length; field++) {
            int position = positions[field];
            if (position != Position.UNUSED) {
                double[] into = position == Position.TARGET ? target : columns[position];
                if (!isPlain(field, cells.column(position), into, from, to)) {
                    return false;
                }
            }
        }
        for (int position : positions) {
            if (position != Position.UNUSED) {
                cells.column(position).sawNumbers(position == Position.TARGET ? target : columns[position], from, to);
            }
        }
        rows.add(columns, target, from, to);
        return true;
    }

    private boolean isPlain(int field, CellColumn column, double[] into, int from, int to) {
        boolean text = batches.cell(field) == BatchReader.Cell.TEXT;
        boolean levels = column.isCategorical();
        if (!text && !levels) {
            batches.numbers(field, into);
        }
        for (int i = from; i < to; i++) {
            double value = text && !levels ? BadCell.number(batches.text(field, i)) : into[i];
            if (levels || !cells.training().holds(value)) { // as NaN is not
                value = column.plain(batches.text(field, i));
                if (value == CellColumn.NOT_PLAIN || (!levels && !Double.isNaN(value))) {
                    return false;
                }
            }
            into[i] = value;
        }
        return true;
    }
}
