package io.linreg.spark;

import io.linreg.base.LinregException;
import io.linreg.base.Text;
import io.linreg.data.BatchReader;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;

/** The rows of a partition as Spark's engine hands them out, some at a time. */
final class SparkRows implements BatchReader {
    /** A row's number is its place in its partition, and that in the bits above, as Spark's monotonically_increasing_id has it. */
    private static final int PLACE_BITS = 33;

    private final SparkTable table;
    private final Iterator<InternalRow> rows;
    private final int partition;
    private final Map<String, Integer> positions = new HashMap<>();
    /** The columns that rows have, in their order. */
    private int[] wanted;
    /** Of each column a batch of its cells: the numbers, and what is beside them exact, or the texts. */
    private final double[][] numbers;

    private final long[][] wholes;
    private final String[][] texts;

    private long before;
    private int count;
    private int at = -1;

    /**
     * Of a partition.
     *
     * @param rows with the columns that will be wanted
     */
    SparkRows(SparkTable table, Iterator<InternalRow> rows, int partition) {
        this.table = table;
        this.rows = rows;
        this.partition = partition;
        int columns = table.columns().size();
        for (int c = 0; c < columns; c++) {
            Integer first = positions.putIfAbsent(table.columns().get(c).name(), c);
            if (first != null) {
                throw new LinregException(
                        table.name() + ": columns " + (first + 1) + " and " + (c + 1) + " are both called "
                                + Text.quote(table.columns().get(c).name()) + "; rename one, with AS");
            }
        }
        numbers = new double[columns][];
        wholes = new long[columns][];
        texts = new String[columns][];
        want(header());
    }

    /** The number of a partition's first row. */
    static long first(int partition) {
        return (long) partition << PLACE_BITS;
    }

    @Override
    public String name() {
        return table.name();
    }

    @Override
    public List<String> header() {
        return table.columns().stream().map(SparkColumn::name).toList();
    }

    @Override
    public Integer position(String column) {
        return positions.get(column);
    }

    @Override
    public void want(Collection<String> columns) {
        wanted = columns.stream().mapToInt(positions::get).sorted().toArray();
    }

    /** The columns that are wanted, once they were named: rows have to have them in this order. */
    List<SparkColumn> wanted() {
        List<SparkColumn> columns =
                IntStream.of(wanted).mapToObj(table.columns()::get).toList();
        for (SparkColumn column : columns) {
            if (!column.isUsable()) {
                throw new LinregException(name() + ": column " + Text.quote(column.name()) + " is of type "
                        + Text.brief(column.typeName())
                        + ": neither numbers nor words; leave it out, or make it one of them with --sql");
            }
        }
        return columns;
    }

    @Override
    public int nextBatch() {
        before += count;
        count = 0;
        at = -1;
        while (count < MOST && rows.hasNext()) {
            InternalRow row = rows.next();
            if (table.isText() && !row.isNullAt(wanted.length)) {
                throw new LinregException(name() + ", " + place(first(partition) + before + count) + ": "
                        + Text.quote(Text.brief(row.getUTF8String(wanted.length).toString()))
                        + " has not as many fields as the header; quote fields that contain delimiters");
            }
            for (int k = 0; k < wanted.length; k++) {
                take(row, k, wanted[k]);
            }
            count++;
        }
        return count;
    }

    private void take(InternalRow row, int k, int c) {
        boolean missing = row.isNullAt(k);
        Cell cell = cell(c);
        if (cell == Cell.TEXT) {
            texts[c] = texts[c] == null ? new String[MOST] : texts[c];
            texts[c][count] = missing ? "" : row.getUTF8String(k).toString().strip(); // as CSV's cells are
            return;
        }
        numbers[c] = numbers[c] == null ? new double[MOST] : numbers[c];
        if (cell == Cell.WHOLE && !missing) {
            wholes[c] = wholes[c] == null ? new long[MOST] : wholes[c];
            wholes[c][count] = row.getLong(k);
            numbers[c][count] = wholes[c][count];
        } else {
            numbers[c][count] = missing ? Double.NaN : row.getDouble(k);
        }
    }

    @Override
    public void row(int row) {
        at = row;
    }

    @Override
    public boolean next() {
        at++;
        if (at >= count) {
            nextBatch();
            at = 0;
        }
        return at < count;
    }

    @Override
    public Cell cell(int column) {
        return table.columns().get(column).cell();
    }

    @Override
    public void numbers(int column, double[] into) {
        System.arraycopy(numbers[column], 0, into, 0, count);
    }

    @Override
    public double number(int column) {
        return cell(column) == Cell.TEXT ? BatchReader.super.number(column) : numbers[column][at];
    }

    @Override
    public String text(int column, int row) {
        if (cell(column) == Cell.TEXT) {
            return texts[column][row];
        }
        double number = numbers[column][row];
        if (Double.isNaN(number)) {
            return "";
        }
        return cell(column) == Cell.WHOLE ? Long.toString(wholes[column][row]) : Double.toString(number);
    }

    @Override
    public String field(int column) {
        return text(column, at);
    }

    @Override
    public List<String> fields() {
        return Arrays.stream(wanted).mapToObj(this::field).toList();
    }

    @Override
    public LinregException noRows() {
        return new LinregException(name() + " has columns but no rows");
    }

    @Override
    public String place() {
        return place(first(partition) + before + at);
    }

    @Override
    public String place(long row) {
        return PartitionFolding.place(row - first(partition), partition);
    }

    @Override
    public void close() {
        // The rows are Spark's.
    }
}
