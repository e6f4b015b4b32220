package io.linreg.data;

import io.linreg.base.LinregException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads a data set from a table: from CSV, or from what a query gives. */
public final class DatasetReader {
    /** As many as an array of rows' numbers holds, as a split of them is. */
    static final int MOST_ROWS = Integer.MAX_VALUE - 8;

    /** What reading and training take beside the numbers. */
    private static final double SPARE = 1 << 26;

    private DatasetReader() {}

    /**
     * What was read.
     *
     * @param source what messages call the source
     * @param dataset the rows, with the first target
     * @param others the other targets, where there are several: features of the data set so far
     * @param leftOut the columns left out: those asked for, then the index column, if there is one
     * @param dropped the rows left out, as a cell is missing in them
     */
    public record Result(
            String source, Dataset dataset, List<String> others, List<LeftOut> leftOut, DroppedRows dropped) {
        /** The rows with each target in turn. */
        public List<Dataset> datasets() {
            List<String> features = new ArrayList<>(dataset.features());
            features.removeAll(others);
            List<Dataset> datasets = new ArrayList<>();
            datasets.add(dataset.project(features));
            others.forEach(target -> datasets.add(dataset.withTarget(target).project(features)));
            return datasets;
        }
    }

    /**
     * Reads the chosen columns, in double precision: standardised first and rounded then, numbers around a large mean keep
     * the digits in which they differ.
     *
     * @param delimiter the character between fields, or null to find it out
     * @param training the precision that the numbers are to be trained in, and have to fit
     * @throws LinregException if the source cannot be read, a column is unknown, or a cell is not a number that the precision
     *     holds: the first such cell
     */
    public static Result read(Source source, Character delimiter, ColumnChoice choice, Precision training) {
        return read(source, delimiter, choice, CellRules.NUMBERS, training);
    }

    /**
     * Reads the chosen columns, as {@link #read(Source, Character, ColumnChoice, Precision)} does, of which some may have
     * levels, and some cells may be missing.
     *
     * @throws LinregException if a cell holds what the rules do not let it hold, as well: the first such cell
     */
    public static Result read(
            Source source, Character delimiter, ColumnChoice choice, CellRules rules, Precision training) {
        return read(source, delimiter, choice, rules, training, PlainRows.CHUNK);
    }

    /**
     * Reads the chosen columns of any table, by the same rules.
     *
     * @throws LinregException as {@link #read(Source, Character, ColumnChoice, CellRules, Precision)} does
     */
    public static Result read(TableSource table, ColumnChoice choice, CellRules rules, Precision training) {
        if (table instanceof TableSource.Csv csv) {
            return read(csv.source(), csv.delimiter(), choice, rules, training);
        }
        try (RowReader reader = table.open()) {
            Rows rows = Rows.of(reader, choice, rules, training);
            try {
                if (reader instanceof BatchReader batches) {
                    rows.addBatches(batches);
                }
                rows.addRecords();
            } catch (OutOfMemoryError e) {
                throw tooLarge(table.name(), Double.NaN, rows.numbers(), training, e);
            }
            return rows.result();
        }
    }

    /** With chunks of that size for what is plain, or none of it if it is 0: the result is the same. */
    static Result read(
            Source source,
            Character delimiter,
            ColumnChoice choice,
            CellRules rules,
            Precision training,
            int chunkBytes) {
        KeptStream in = new KeptStream(source.open());
        try (CsvReader csv = new CsvReader(source.name(), in, delimiter)) {
            Rows rows = Rows.of(csv, choice, rules, training);
            try {
                if (chunkBytes > 0 && PlainRows.takes(csv.delimiter())) {
                    rows.addPlain(csv, in, chunkBytes);
                }
                rows.addRecords();
            } catch (OutOfMemoryError e) {
                throw tooLarge(source.name(), source.shareRead(), rows.numbers(), training, e);
            }
            return rows.result();
        }
    }

    /** What is read is double, and what is trained on is beside it, in the precision of the training. */
    private static LinregException tooLarge(
            String name, double share, double numbers, Precision training, OutOfMemoryError e) {
        boolean known = share > 0; // where it is not a number, too, it is not
        long need = megabytes(numbers * (Double.BYTES + training.bytes()) / (known ? share : 1) + SPARE);
        long heap = Runtime.getRuntime().maxMemory() >> 20;
        return new LinregException(
                name + ": training on it takes " + (known ? "about " : "more than ") + need
                        + " MB of memory, and Java may use " + heap + " MB; give it more with java -Xmx"
                        + (known ? need + "m" : "...") + ", or leave columns out with --drop",
                e);
    }

    private static long megabytes(double bytes) {
        return (long) Math.ceil(bytes / (1 << 20));
    }

    /** Rows on their way into a data set. */
    private static final class Rows {
        private final RowReader table;
        private final ColumnChoice choice;
        private final Cells cells;
        private final List<String> features;
        private final List<String> others;
        private final Dataset.Builder rows;
        /** For each field, which feature it is, or that it is the target or not used. */
        private final int[] positions;

        /** Whether the first column may be one that numbers the rows, for all that is known by now. */
        private boolean index;

        private LinregException badCell;

        private Rows(RowReader table, ColumnChoice choice, Cells cells, List<String> features, List<String> targets) {
            this.table = table;
            this.choice = choice;
            this.cells = cells;
            this.features = features;
            others = targets.subList(1, targets.size());
            index = choice.mayBeIndex(table);
            String target = targets.get(0);
            rows = Dataset.builder(features, target, Precision.DOUBLE);
            positions = new int[table.header().size()];
            Arrays.fill(positions, PlainRows.UNUSED);
            for (int j = 0; j < features.size(); j++) {
                positions[table.position(features.get(j))] = j;
            }
            positions[table.position(target)] = PlainRows.TARGET;
        }

        /** None yet, of a table before its first row. */
        static Rows of(RowReader table, ColumnChoice choice, CellRules rules, Precision training) {
            List<String> targets = choice.targetsIn(table);
            List<String> features = choice.featuresIn(table);
            if (table.header().size() < 2) {
                throw new LinregException(table.name() + " has one column; a target and at least one feature are needed"
                        + (table instanceof CsvReader ? " (is --delimiter right?)" : ""));
            }
            if (features.isEmpty()) {
                throw new LinregException(table.name() + ": no feature is left to learn from");
            }
            List<String> columns = new ArrayList<>(features);
            columns.addAll(targets.subList(1, targets.size()));
            if (choice.weights() != null) {
                columns.add(choice.weights());
            }
            Cells cells = new Cells(table, features, targets, columns, rules, training);
            List<String> wanted = new ArrayList<>(columns);
            wanted.add(targets.get(0));
            table.want(wanted);
            return new Rows(table, choice, cells, columns, targets);
        }

        /** How many numbers there are by now. */
        double numbers() {
            return rows.rows() * (features.size() + 1.0);
        }

        void addPlain(CsvReader csv, KeptStream in, int chunkBytes) {
            long header = csv.lastLine();
            cells.peek(csv);
            PlainRows plain =
                    new PlainRows(in.behind(header), csv.delimiter(), plainPositions(), index, cells, rows, chunkBytes);
            plain.read();
            cells.settle(rows);
            index &= !plain.fraction();
            csv.resume(plain.rest(), header + plain.lines());
        }

        private int[] plainPositions() {
            return Arrays.stream(positions)
                    .map(position -> position >= 0 && cells.column(position).isCategorical()
                            ? PlainRows.LEVELS - position
                            : position)
                    .toArray();
        }

        /** Adds whole batches, straight into the blocks of the data set; row by row what is not plain. */
        void addBatches(BatchReader batches) {
            index &= batches.cell(0) == BatchReader.Cell.WHOLE;
            BatchColumns columns = new BatchColumns(batches, cells, positions, features.size());
            double[] x = new double[features.size()];
            for (int count = batches.nextBatch(); count > 0; count = batches.nextBatch()) {
                if (rows.rows() + count > MOST_ROWS || !columns.addTo(rows, count)) {
                    for (int i = 0; i < count; i++) {
                        batches.next();
                        requireRoom();
                        add(x);
                    }
                }
            }
        }

        private void requireRoom() {
            if (rows.rows() == MOST_ROWS) {
                throw new LinregException(table.name() + ": more than " + MOST_ROWS + " rows; split the file");
            }
        }

        void addRecords() {
            double[] x = new double[features.size()];
            while (table.next()) {
                requireRoom();
                try {
                    if (badCell == null) { // beyond one, what may still be found is that this is no CSV
                        add(x);
                    }
                } catch (LinregException e) {
                    badCell = e;
                }
            }
        }

        private void add(double[] x) {
            double y = 0;
            for (int field = 0; field < positions.length; field++) {
                int position = positions[field];
                if (position != PlainRows.UNUSED) {
                    double value = cells.column(position).value(table, field);
                    if (position == PlainRows.TARGET) {
                        y = value;
                    } else {
                        x[position] = value;
                    }
                    index &= field > 0 || table.field(field).indexOf('.') < 0;
                }
            }
            rows.add(x, y);
        }

        Result result() {
            if (badCell != null) {
                throw badCell;
            }
            Dataset read = rows.build();
            if (read.rows() == 0) {
                throw table.noRows();
            }
            List<LeftOut> leftOut = new ArrayList<>();
            choice.drop().stream().distinct().forEach(name -> leftOut.add(new LeftOut(name, LeftOut.Reason.WISH)));
            boolean numbered = index && !cells.column(0).isCategorical() && countsRows(read);
            if (numbered && read.features().size() == 1 + others.size()) {
                throw new LinregException(table.name() + ": no feature is left to learn from");
            }
            DroppedRows dropped = cells.dropped(read);
            if (dropped.count() == read.rows()) {
                throw new LinregException(
                        table.name() + ": a cell is missing in every row; leave columns out with --drop");
            }
            Dataset all = cells.framed(read, dropped);
            if (choice.weights() != null) {
                all = weighted(all, choice.weights());
            }
            if (numbered) {
                leftOut.add(new LeftOut(features.get(0), LeftOut.Reason.INDEX));
                all = all.project(all.features().subList(1, all.features().size()));
            }
            return new Result(table.name(), all, others, leftOut, dropped);
        }

        private Dataset weighted(Dataset all, String weights) {
            try {
                return all.withWeights(weights);
            } catch (LinregException e) {
                throw new LinregException(table.name() + ": " + e.getMessage(), e);
            }
        }

        /** Whether the first column does nothing but number the table's rows, from 0 or from 1. */
        private static boolean countsRows(Dataset data) {
            double first = data.x(0, 0);
            boolean counts = first == 0 || first == 1;
            for (long i = 1; i < data.rows() && counts; i++) {
                counts = data.x(i, 0) == first + i;
            }
            return counts;
        }
    }
}
