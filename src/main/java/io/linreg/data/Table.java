package io.linreg.data;

import io.linreg.base.LinregException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Columns of one length, as read from a source. */
public final class Table {
    private final String source;
    private final Map<String, Column> columns;
    private final List<List<String>> head;
    private final int rows;

    private Table(String source, Map<String, Column> columns, List<List<String>> head, int rows) {
        this.source = source;
        this.columns = columns;
        this.head = head;
        this.rows = rows;
    }

    /**
     * Reads the rows.
     *
     * @param csv the text, at its first row
     * @param wanted the columns to keep
     * @param headRows how many rows to keep as text, too
     */
    public static Table read(CsvReader csv, Collection<String> wanted, int headRows) {
        Map<String, Column> columns = new LinkedHashMap<>();
        for (String name : wanted) {
            columns.put(name, new Column(name, csv.position(name)));
        }
        List<Column> order = List.copyOf(columns.values());
        List<List<String>> head = new ArrayList<>();
        int rows = 0;
        while (csv.next()) {
            if (rows == Integer.MAX_VALUE - 8) {
                throw new LinregException(csv.name() + ": more than " + rows + " rows; split the file");
            }
            long line = csv.line();
            for (Column column : order) {
                column.add(csv.field(column.position()), line);
            }
            if (rows < headRows) {
                head.add(csv.fields());
            }
            rows++;
        }
        return new Table(csv.name(), columns, head, rows);
    }

    /** What messages call the source. */
    public String source() {
        return source;
    }

    public int rows() {
        return rows;
    }

    public Collection<Column> columns() {
        return columns.values();
    }

    public Column column(String name) {
        return columns.get(name);
    }

    /** The first rows, as text. */
    public List<List<String>> head() {
        return head;
    }

    /**
     * The design matrix of the given features, and the target, in double: standardised first and rounded then, numbers
     * around a large mean keep the digits in which they differ.
     *
     * @param training the precision that the numbers are to be trained in
     * @throws LinregException if there is no row, or a cell is not a number that the precision holds: the first such cell
     */
    public Dataset dataset(List<String> features, String target, Precision training) {
        if (rows == 0) {
            throw new LinregException(source + " has a header but no rows");
        }
        requireNumbers(
                Stream.concat(features.stream(), Stream.of(target))
                        .map(columns::get)
                        .toList(),
                target,
                training);
        Dataset.Builder dataset = Dataset.builder(features, target, Precision.DOUBLE);
        Column[] x = features.stream().map(columns::get).toArray(Column[]::new);
        Column y = columns.get(target);
        double[] row = new double[x.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < x.length; j++) {
                row[j] = x[j].value(i);
            }
            dataset.add(row, y.value(i));
        }
        return dataset.build();
    }

    private record Flawed(Column column, Column.Flaw flaw, Column.Cell cell) {}

    private void requireNumbers(List<Column> used, String target, Precision precision) {
        used.stream()
                .flatMap(column -> Stream.of(Column.Flaw.values())
                        .filter(flaw -> column.first(flaw) != null)
                        .filter(flaw -> flaw != Column.Flaw.BEYOND_FLOAT || precision == Precision.FLOAT)
                        .map(flaw -> new Flawed(column, flaw, column.first(flaw))))
                .min(Comparator.<Flawed>comparingLong(flawed -> flawed.cell().line())
                        .thenComparingInt(flawed -> flawed.column().position()))
                .ifPresent(flawed -> {
                    throw BadCell.of(
                            source,
                            flawed.cell().line(),
                            flawed.column().name(),
                            flawed.cell().text(),
                            flawed.column().name().equals(target)
                                    ? "choose another target with --target"
                                    : "leave the column out with --drop");
                });
    }
}
