package io.linreg.data;

import io.linreg.base.LinregException;
import io.linreg.base.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The chosen columns of a source of CSV, some rows at a time: what is plain on all processors, the rest by the parser of record.
 * The blocks are the same whatever came by which way.
 */
final class CsvRows implements AutoCloseable {
    private final CsvReader csv;
    private final Cells cells;
    private final List<String> targets;
    /** Features, then targets but for the first, then weights. */
    private final List<String> columns;

    private final ColumnChoice choice;
    /** For each field, which of the columns it is, or that it is the target or not used. */
    private final int[] positions;

    /** Whether the first column may be one that numbers the rows, for all that is known by now. */
    private boolean index;

    /** What it begins with. */
    private double indexBase;

    /** Null where nothing is read that way, or all of it was. */
    private PlainRows plain;

    /** The line on which the header ends. */
    private final long header;

    /** Whether the parser of record stands on a row that has not been taken. */
    private boolean ahead;

    private boolean weighty;

    /** Reads the header, and looks at the first row. */
    CsvRows(
            Source source,
            Character delimiter,
            ColumnChoice choice,
            CellRules rules,
            Precision training,
            int chunkBytes) {
        this.choice = choice;
        KeptStream in = new KeptStream(source.open());
        csv = new CsvReader(source.name(), in, delimiter);
        boolean ready = false;
        try {
            targets = choice.targetsIn(csv);
            List<String> features = choice.featuresIn(csv);
            requireFeatures(features);
            columns = new ArrayList<>(features);
            columns.addAll(others());
            if (choice.weights() != null) {
                columns.add(choice.weights());
            }
            cells = new Cells(csv, features, targets, columns, rules, training);
            positions = new int[csv.header().size()];
            Arrays.fill(positions, PlainRows.UNUSED);
            for (int j = 0; j < columns.size(); j++) {
                positions[csv.position(columns.get(j))] = j;
            }
            positions[csv.position(targets.get(0))] = PlainRows.TARGET;
            index = choice.mayBeIndex(csv);
            header = csv.lastLine();
            if (chunkBytes > 0 && PlainRows.takes(csv.delimiter())) {
                cells.peek(csv);
                plain = new PlainRows(in.behind(header), csv.delimiter(), plainPositions(), index, cells, chunkBytes);
            }
            ready = true;
        } finally {
            if (!ready) {
                csv.close();
            }
        }
    }

    private void requireFeatures(List<String> features) {
        if (csv.header().size() < 2) {
            throw new LinregException(csv.name()
                    + " has one column; a target and at least one feature are needed (is --delimiter right?)");
        }
        if (features.isEmpty()) {
            throw new LinregException(csv.name() + ": no feature is left to learn from");
        }
    }

    private int[] plainPositions() {
        return Arrays.stream(positions)
                .map(position -> position >= 0 && cells.column(position).isCategorical()
                        ? PlainRows.LEVELS - position
                        : position)
                .toArray();
    }

    /** What messages call the source. */
    String name() {
        return csv.name();
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
    Dataset.Builder builder() {
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
    void read(Dataset.Builder rows, long most) {
        if (plain != null) {
            plain.read(rows, most);
            cells.settle(rows);
            if (plain.goesOn()) {
                return;
            }
            index &= !plain.fraction();
            csv.resume(plain.rest(), header + plain.lines());
            plain = null;
        }
        addRecords(rows, most);
    }

    /** Whether there are no rows left. */
    boolean ended() {
        if (plain != null) {
            return false;
        }
        ahead = ahead || csv.next();
        return !ahead;
    }

    private void addRecords(Dataset.Builder rows, long most) {
        LinregException badCell = null;
        double[] x = new double[columns.size()];
        while (rows.rows() < most && !ended()) {
            ahead = false;
            try {
                if (badCell == null) { // beyond one, what may still be found is that this is no CSV
                    add(rows, x);
                }
            } catch (LinregException e) {
                badCell = e;
            }
        }
        if (badCell != null) {
            throw badCell;
        }
    }

    private void add(Dataset.Builder rows, double[] x) {
        double y = 0;
        for (int field = 0; field < positions.length; field++) {
            int position = positions[field];
            if (position != PlainRows.UNUSED) {
                double value = cells.column(position).value(csv, field);
                if (position == PlainRows.TARGET) {
                    y = value;
                } else {
                    x[position] = value;
                }
                index &= field > 0 || csv.field(field).indexOf('.') < 0;
            }
        }
        rows.add(x, y);
    }

    /**
     * Finds out whether the first column still does nothing but number the rows, from 0 or from 1.
     *
     * @param first the number of the table's first row among all, from 0
     */
    void lookForIndex(Dataset table, long first) {
        double base = table.x(0, 0) - first;
        index &= !cells.column(0).isCategorical() && (first == 0 ? base == 0 || base == 1 : base == indexBase);
        indexBase = base;
        for (long i = 1; i < table.rows() && index; i++) {
            index = table.x(i, 0) == table.x(0, 0) + i;
        }
    }

    /** The rows of a table that are to go, as a cell is missing in them. */
    DroppedRows dropped(Dataset table) {
        return cells.dropped(table);
    }

    /**
     * A table's other rows, with levels and weights.
     *
     * @param first the number of the table's first row among all, from 0
     */
    Dataset finished(Dataset table, DroppedRows dropped, long first) {
        Dataset all = cells.framed(table, dropped);
        if (choice.weights() == null) {
            return all;
        }
        int column = all.features().indexOf(choice.weights());
        for (long i = 0; i < all.rows(); i++) {
            double weight = all.x(i, column);
            weighty |= weight > 0;
            if (weight < 0) {
                long row = first + dropped.tableRows(new int[] {(int) i})[0];
                throw new LinregException(csv.name() + ": the weight in row " + row + " (from 0) is " + weight
                        + ": weights, column " + Text.quote(choice.weights()) + ", must not be negative");
            }
        }
        return all.weighing(choice.weights());
    }

    /** Checks, behind the last row, that one had a weight. */
    void requireWeight() {
        if (choice.weights() != null && !weighty) {
            throw new LinregException(
                    csv.name() + ": all weights, column " + Text.quote(choice.weights()) + ", are 0: no row counts");
        }
    }

    /** The columns left out: those asked for, then the index column, if the rows so far have one. */
    List<LeftOut> leftOut() {
        List<LeftOut> leftOut = new ArrayList<>();
        choice.drop().stream().distinct().forEach(name -> leftOut.add(new LeftOut(name, LeftOut.Reason.WISH)));
        if (index) {
            int features = columns.size() - others().size() - (choice.weights() == null ? 0 : 1);
            if (features == 1) {
                throw new LinregException(csv.name() + ": no feature is left to learn from");
            }
            leftOut.add(new LeftOut(columns.get(0), LeftOut.Reason.INDEX));
        }
        return leftOut;
    }

    @Override
    public void close() {
        csv.close();
    }
}
