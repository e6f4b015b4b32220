package io.linreg.data;

import io.linreg.base.LinregException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads a data set from a source of CSV. */
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
            List<String> targets = choice.targetsIn(csv);
            List<String> features = choice.featuresIn(csv);
            if (csv.header().size() < 2) {
                throw new LinregException(csv.name()
                        + " has one column; a target and at least one feature are needed (is --delimiter right?)");
            }
            if (features.isEmpty()) {
                throw new LinregException(csv.name() + ": no feature is left to learn from");
            }
            List<String> columns = new ArrayList<>(features);
            columns.addAll(targets.subList(1, targets.size()));
            if (choice.weights() != null) {
                columns.add(choice.weights());
            }
            Cells cells = new Cells(csv, features, targets, columns, rules, training);
            Rows rows = new Rows(csv, cells, columns, targets.get(0), choice.mayBeIndex(csv));
            try {
                if (chunkBytes > 0 && PlainRows.takes(csv.delimiter())) {
                    rows.addPlain(in, chunkBytes);
                }
                rows.addRecords();
            } catch (OutOfMemoryError e) {
                throw tooLarge(source, rows.rows.rows() * (columns.size() + 1.0), training, e);
            }
            return rows.result(choice, targets.subList(1, targets.size()));
        }
    }

    /** What is read is double, and what is trained on is beside it, in the precision of the training. */
    private static LinregException tooLarge(Source source, double numbers, Precision training, OutOfMemoryError e) {
        double share = source.shareRead();
        boolean known = share > 0; // where it is not a number, too, it is not
        long need = megabytes(numbers * (Double.BYTES + training.bytes()) / (known ? share : 1) + SPARE);
        long heap = Runtime.getRuntime().maxMemory() >> 20;
        return new LinregException(
                source.name() + ": training on it takes " + (known ? "about " : "more than ") + need
                        + " MB of memory, and Java may use " + heap + " MB; give it more with java -Xmx"
                        + (known ? need + "m" : "...") + ", or leave columns out with --drop",
                e);
    }

    private static long megabytes(double bytes) {
        return (long) Math.ceil(bytes / (1 << 20));
    }

    /** Rows on their way into a data set. */
    private static final class Rows {
        private final CsvReader csv;
        private final Cells cells;
        private final List<String> features;
        private final Dataset.Builder rows;
        /** For each field, which feature it is, or that it is the target or not used. */
        private final int[] positions;

        /** Whether the first column may be one that numbers the rows, for all that is known by now. */
        private boolean index;

        private LinregException badCell;

        Rows(CsvReader csv, Cells cells, List<String> features, String target, boolean index) {
            this.csv = csv;
            this.cells = cells;
            this.features = features;
            this.index = index;
            rows = Dataset.builder(features, target, Precision.DOUBLE);
            positions = new int[csv.header().size()];
            Arrays.fill(positions, PlainRows.UNUSED);
            for (int j = 0; j < features.size(); j++) {
                positions[csv.position(features.get(j))] = j;
            }
            positions[csv.position(target)] = PlainRows.TARGET;
        }

        void addPlain(KeptStream in, int chunkBytes) {
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

        void addRecords() {
            double[] x = new double[features.size()];
            while (csv.next()) {
                if (rows.rows() == MOST_ROWS) {
                    throw new LinregException(csv.name() + ": more than " + MOST_ROWS + " rows; split the file");
                }
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

        Result result(ColumnChoice choice, List<String> others) {
            if (badCell != null) {
                throw badCell;
            }
            Dataset table = rows.build();
            if (table.rows() == 0) {
                throw new LinregException(csv.name() + " has a header but no rows");
            }
            List<LeftOut> leftOut = new ArrayList<>();
            choice.drop().stream().distinct().forEach(name -> leftOut.add(new LeftOut(name, LeftOut.Reason.WISH)));
            boolean numbered = index && !cells.column(0).isCategorical() && countsRows(table);
            if (numbered && table.features().size() == 1 + others.size()) {
                throw new LinregException(csv.name() + ": no feature is left to learn from");
            }
            DroppedRows dropped = cells.dropped(table);
            if (dropped.count() == table.rows()) {
                throw new LinregException(
                        csv.name() + ": a cell is missing in every row; leave columns out with --drop");
            }
            Dataset all = cells.framed(table, dropped);
            if (choice.weights() != null) {
                all = weighted(all, choice.weights());
            }
            if (numbered) {
                leftOut.add(new LeftOut(features.get(0), LeftOut.Reason.INDEX));
                all = all.project(all.features().subList(1, all.features().size()));
            }
            return new Result(csv.name(), all, others, leftOut, dropped);
        }

        private Dataset weighted(Dataset all, String weights) {
            try {
                return all.withWeights(weights);
            } catch (LinregException e) {
                throw new LinregException(csv.name() + ": " + e.getMessage(), e);
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
