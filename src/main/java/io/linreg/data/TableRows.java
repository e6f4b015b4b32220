package io.linreg.data;

import io.linreg.base.LinregException;
import io.linreg.base.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The chosen columns of a table, some rows at a time. The blocks are the same by whatever way they come. */
class TableRows implements AutoCloseable {
    /** Features, then targets but for the first, then weights. */
    final List<String> columns;

    final Cells cells;
    /** For each field, which of the columns it is, or that it is the target or not used. */
    final int[] positions;

    /** Whether the first column may be one that numbers the rows, for all that is known by now. */
    boolean index;

    private final RowReader table;
    private final List<String> targets;
    private final ColumnChoice choice;
    private final double[] x;

    private RowNumbers numbers = RowNumbers.NONE;

    /** Whether the reader stands on a row that has not been taken. */
    private boolean ahead;

    private boolean weighty;

    /** Of a reader before its first row, which is this one's to close. */
    TableRows(RowReader table, ColumnChoice choice, CellRules rules, Precision training) {
        this.table = table;
        this.choice = choice;
        boolean ready = false;
        try {
            targets = choice.targetsIn(table);
            List<String> features = choice.featuresIn(table);
            requireFeatures(features);
            columns = new ArrayList<>(features);
            columns.addAll(others());
            if (choice.weights() != null) {
                columns.add(choice.weights());
            }
            x = new double[columns.size()];
            cells = new Cells(table, features, targets, columns, rules, training);
            positions = new int[table.header().size()];
            Arrays.fill(positions, Position.UNUSED);
            for (int j = 0; j < columns.size(); j++) {
                positions[table.position(columns.get(j))] = j;
            }
            positions[table.position(targets.get(0))] = Position.TARGET;
            index = choice.mayBeIndex(table);
            List<String> wanted = new ArrayList<>(columns);
            wanted.add(targets.get(0));
            table.want(wanted);
            ready = true;
        } finally {
            if (!ready) {
                table.close();
            }
        }
    }

    /** Of a table of any kind. */
    static TableRows of(TableSource source, ColumnChoice choice, CellRules rules, Precision training) {
        if (source instanceof TableSource.Csv csv) {
            return new CsvRows(csv.source(), csv.delimiter(), choice, rules, training, PlainRows.CHUNK);
        }
        return of(source.open(), choice, rules, training);
    }

    /** Of a reader before its first row, which is theirs to close. */
    static TableRows of(RowReader table, ColumnChoice choice, CellRules rules, Precision training) {
        return table instanceof BatchReader batches
                ? new BatchRows(batches, choice, rules, training)
                : new TableRows(table, choice, rules, training);
    }

    private void requireFeatures(List<String> features) {
        if (table.header().size() < 2) {
            throw new LinregException(table.name() + " has one column; a target and at least one feature are needed"
                    + (table instanceof CsvReader ? " (is --delimiter right?)" : ""));
        }
        if (features.isEmpty()) {
            throw new LinregException(table.name() + ": no feature is left to learn from");
        }
    }

    /** What messages call the source. */
    String name() {
        return table.name();
    }

    /** The targets but for the first: features of what is read. */
    List<String> others() {
        return targets.subList(1, targets.size());
    }

    /** How many columns are read beside the target. */
    int columns() {
        return columns.size();
    }

    /** For rows to come. */
    DatasetBuilder builder() {
        return Dataset.builder(columns, targets.get(0), Precision.DOUBLE);
    }

    /**
     * Reads the next rows.
     *
     * @param rows what takes them; empty
     * @param most how many there may be
     * @throws LinregException for the first cell that may not hold what it holds; if the text is no CSV, for that, as far as the
     *     rows go
     */
    void read(DatasetBuilder rows, long most) {
        addRecords(rows, most);
    }

    /** Whether there are no rows left. */
    boolean ended() {
        ahead = ahead || table.next();
        return !ahead;
    }

    /** What is wrong if there was no row. */
    LinregException noRows() {
        return table.noRows();
    }

    /** Adds rows one by one. */
    final void addRecords(DatasetBuilder rows, long most) {
        LinregException badCell = null;
        while (rows.rows() < most && !ended()) {
            ahead = false;
            try {
                if (badCell == null) { // beyond one, what may still be found is that this is no CSV
                    add(rows);
                }
            } catch (LinregException e) {
                badCell = e;
            }
        }
        if (badCell != null) {
            throw badCell;
        }
    }

    /** Adds the current row. */
    final void add(DatasetBuilder rows) {
        double y = 0;
        for (int field = 0; field < positions.length; field++) {
            int position = positions[field];
            if (position != Position.UNUSED) {
                double value = cells.column(position).value(table, field);
                if (position == Position.TARGET) {
                    y = value;
                } else {
                    x[position] = value;
                }
                index &= field > 0 || table.field(field).indexOf('.') < 0;
            }
        }
        rows.add(x, y);
    }

    /**
     * Finds out whether the first column still does nothing but number the rows, from 0 or from 1.
     */
    void lookForIndex(Dataset rows) {
        index &= !cells.column(0).isCategorical();
        if (index) {
            numbers = numbers.merge(RowNumbers.of(rows));
            index = numbers.steady();
        }
    }

    /** The rows of a table that are to go, as a cell is missing in them. */
    DroppedRows dropped(Dataset rows) {
        return cells.dropped(rows);
    }

    /**
     * A table's other rows, with levels and weights.
     *
     * @param first the number of the table's first row among all, from 0
     */
    Dataset finished(Dataset rows, DroppedRows dropped, long first) {
        Dataset all = cells.framed(rows, dropped);
        if (choice.weights() == null) {
            return all;
        }
        int column = all.features().indexOf(choice.weights());
        for (long i = 0; i < all.rows(); i++) {
            double weight = all.x(i, column);
            weighty |= weight > 0;
            if (weight < 0) {
                long row = first + dropped.tableRows(new int[] {(int) i})[0];
                throw new LinregException(table.name() + ": the weight in " + table.place(row) + " is " + weight
                        + ": weights, column " + Text.quote(choice.weights()) + ", must not be negative");
            }
        }
        return all.weighing(choice.weights());
    }

    /**
     * What the rows have shown so far.
     *
     * @param rows how many there were
     * @param kept how many were not dropped
     */
    RowTally tally(long rows, long kept) {
        return new RowTally(
                table.name(),
                targets,
                columns.size() - others().size() - (choice.weights() == null ? 0 : 1),
                choice.weights(),
                weighty,
                choice.drop().stream().distinct().toList(),
                index ? columns.get(0) : null,
                numbers,
                rows,
                kept);
    }

    @Override
    public void close() {
        table.close();
    }
}
