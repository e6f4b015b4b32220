package io.linreg.data;

import io.linreg.base.LinregException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;

/** Reads a data set from a table: from CSV, or from what a query gives. */
public final class DatasetReader {
    /** As many as an array of rows' numbers holds, as a split of them is. */
    static final int MOST_ROWS = Integer.MAX_VALUE - 8;

    /** So many blocks tell how much memory the whole takes. */
    private static final int BLOCKS_TO_JUDGE_BY = 8;

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
        try (TableRows rows = TableRows.of(table, choice, rules, training)) {
            return read(rows, table::share, training);
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
        try (CsvRows csv = new CsvRows(source, delimiter, choice, rules, training, chunkBytes)) {
            return read(csv, source::shareRead, training);
        }
    }

    private static Result read(TableRows rows, DoubleSupplier share, Precision training) {
        DatasetBuilder builder = rows.builder();
        try {
            rows.read(builder, (long) BLOCKS_TO_JUDGE_BY * builder.blockRows());
            double numbers = builder.rows() * (rows.columns() + 1.0);
            if (numbers * Double.BYTES / share.getAsDouble()
                    > Runtime.getRuntime().maxMemory()) {
                throw tooLarge(rows.name(), share, numbers, training, null); // rather now than when memory is full
            }
            rows.read(builder, MOST_ROWS);
        } catch (OutOfMemoryError e) {
            throw tooLarge(rows.name(), share, builder.rows() * (rows.columns() + 1.0), training, e);
        }
        if (!rows.ended()) {
            throw new TooLargeException(
                    rows.name() + ": more than " + MOST_ROWS + " rows; split the file, or use --stream", null);
        }
        return result(rows, builder.build());
    }

    private static Result result(TableRows rows, Dataset table) {
        if (table.rows() == 0) {
            throw rows.noRows();
        }
        rows.lookForIndex(table);
        DroppedRows dropped = rows.dropped(table);
        Dataset all = rows.finished(table, dropped, 0);
        RowTally tally = rows.tally(table.rows(), all.rows());
        tally.requireSense();
        List<LeftOut> leftOut = tally.leftOut();
        List<String> kept = new ArrayList<>(all.features());
        LeftOut.index(leftOut).ifPresent(kept::remove);
        return new Result(rows.name(), all.project(kept), rows.others(), leftOut, dropped);
    }

    /** What is read is double, and what is trained on is beside it, in the precision of the training. */
    private static TooLargeException tooLarge(
            String name, DoubleSupplier read, double numbers, Precision training, Throwable e) {
        double share = read.getAsDouble();
        boolean known = share > 0; // where it is not a number, too, it is not
        long need = megabytes(numbers * (Double.BYTES + training.bytes()) / (known ? share : 1) + SPARE);
        long heap = Runtime.getRuntime().maxMemory() >> 20;
        return new TooLargeException(
                name + ": training on it takes " + (known ? "about " : "more than ") + need
                        + " MB of memory, and Java may use " + heap + " MB; give it more with java -Xmx"
                        + (known ? need + "m" : "...") + ", leave columns out with --drop, or use --stream",
                e);
    }

    private static long megabytes(double bytes) {
        return (long) Math.ceil(bytes / (1 << 20));
    }
}
