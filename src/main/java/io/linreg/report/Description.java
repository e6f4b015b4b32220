package io.linreg.report;

import io.linreg.base.Json;
import io.linreg.base.Text;
import io.linreg.data.Column;
import io.linreg.data.Table;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What is in a table: what a data frame's info, head and describe tell together.
 *
 * @param source where the table comes from
 * @param rows how many rows it has
 * @param columns its columns
 * @param head its first rows, as text
 */
public record Description(String source, int rows, List<ColumnSummary> columns, List<List<String>> head) {
    private static final int SCREEN = 110;
    private static final int WIDEST = 24;

    /**
     * One column.
     *
     * @param name its name
     * @param type what it holds
     * @param missing how many cells hold no value
     * @param statistics those of its numbers, by name; null for text and for nothing
     */
    public record ColumnSummary(String name, Column.Type type, int missing, Map<String, Double> statistics) {}

    /** Describes a table. */
    public static Description of(Table table) {
        List<ColumnSummary> columns = new ArrayList<>();
        for (Column column : table.columns()) {
            columns.add(new ColumnSummary(
                    column.name(),
                    column.type(),
                    column.missing(),
                    column.isNumeric() ? statistics(column.sorted()) : null));
        }
        return new Description(table.source(), table.rows(), columns, table.head());
    }

    private static Map<String, Double> statistics(double[] sorted) {
        int n = sorted.length;
        // From the median, in units of the farthest number: large means and tiny or huge numbers keep their digits.
        double median = sorted[n / 2];
        double unit = Math.max(sorted[n - 1] - median, median - sorted[0]);
        double shift = 0;
        for (double number : sorted) {
            shift += unit > 0 ? (number - median) / unit / n : 0;
        }
        double squares = 0;
        for (double number : sorted) {
            double deviation = unit > 0 ? (number - median) / unit - shift : 0;
            squares += deviation * deviation;
        }
        double mean = median + unit * shift;
        Map<String, Double> statistics = new LinkedHashMap<>();
        statistics.put("count", (double) n);
        statistics.put("mean", mean);
        statistics.put("std", n > 1 ? unit * Math.sqrt(squares / (n - 1)) : Double.NaN);
        statistics.put("min", sorted[0]);
        statistics.put("25%", quantile(sorted, 0.25));
        statistics.put("50%", quantile(sorted, 0.5));
        statistics.put("75%", quantile(sorted, 0.75));
        statistics.put("max", sorted[n - 1]);
        return statistics;
    }

    /** Interpolated linearly between the two nearest ranks: type 7 of Hyndman and Fan, NumPy's and R's default. */
    static double quantile(double[] sorted, double share) {
        double rank = share * (sorted.length - 1);
        int below = (int) rank;
        int above = Math.min(below + 1, sorted.length - 1);
        double weight = rank - below;
        return weight == 0 ? sorted[below] : sorted[below] * (1 - weight) + sorted[above] * weight;
    }

    /** As one JSON object. */
    public Map<String, Object> toJson() {
        List<Map<String, Object>> described = new ArrayList<>();
        for (ColumnSummary column : columns) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("name", column.name());
            json.put("type", column.type().toString());
            json.put("missing", column.missing());
            if (column.statistics() != null) {
                column.statistics().forEach((name, value) -> json.put(name, json(name, value)));
            }
            described.add(json);
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("source", source);
        json.put("rows", rows);
        json.put("columns", described);
        json.put("head", head);
        return json;
    }

    private static Object json(String name, double value) {
        return name.equals("count") ? (Object) (long) value : Json.number(value);
    }

    /** As text: a line for each column, then the first rows. */
    public String toText() {
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of("column", "type", "missing", "count", "mean", "std", "min", "25%", "50%", "75%", "max"));
        for (ColumnSummary column : columns) {
            List<String> line = new ArrayList<>(
                    List.of(column.name(), column.type().toString(), Integer.toString(column.missing())));
            if (column.statistics() == null) {
                line.add(Integer.toString(rows - column.missing()));
            } else {
                column.statistics().forEach((name, value) -> line.add(text(name, value)));
            }
            lines.add(line);
        }
        String title = source + ": " + Text.count(rows, "row") + ", " + Text.count(columns.size(), "column");
        return title + "\n\n" + aligned(lines, 2) + "\n" + headText();
    }

    private static String text(String name, double value) {
        return name.equals("count") ? String.format(Locale.ROOT, "%.0f", value) : TextReport.number(value);
    }

    private String headText() {
        if (head.isEmpty()) {
            return "no rows\n";
        }
        List<List<String>> lines = new ArrayList<>();
        int shown = columnsThatFit();
        lines.add(new ArrayList<>(
                columns.subList(0, shown).stream().map(ColumnSummary::name).toList()));
        head.forEach(row -> lines.add(new ArrayList<>(row.subList(0, shown))));
        int number = 0;
        for (List<String> line : lines) {
            line.add(0, number == 0 ? "row" : Integer.toString(number - 1));
            number++;
        }
        int more = columns.size() - shown;
        return aligned(lines, 0) + (more > 0 ? "... and " + Text.count(more, "more column") + "\n" : "");
    }

    private int columnsThatFit() {
        int width = 0;
        int shown = 0;
        while (shown < columns.size()) {
            int column = cell(columns.get(shown).name()).length();
            for (List<String> row : head) {
                column = Math.max(column, cell(row.get(shown)).length());
            }
            width += column + 2;
            if (width > SCREEN && shown > 0) {
                break;
            }
            shown++;
        }
        return shown;
    }

    private static String cell(String text) {
        String line = Text.oneLine(text);
        return line.length() > WIDEST ? line.substring(0, WIDEST - 3) + "..." : line;
    }

    /** Columns side by side; the first ones to the left, numbers to the right. */
    private static String aligned(List<List<String>> lines, int left) {
        int columns = lines.stream().mapToInt(List::size).max().orElse(0);
        List<Integer> widths = new ArrayList<>(Collections.nCopies(columns, 0));
        for (List<String> line : lines) {
            for (int c = 0; c < line.size(); c++) {
                widths.set(c, Math.max(widths.get(c), cell(line.get(c)).length()));
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> line : lines) {
            StringBuilder row = new StringBuilder();
            for (int c = 0; c < line.size(); c++) {
                String side = c < left ? "-" : "";
                row.append(String.format("%" + side + widths.get(c) + "s  ", cell(line.get(c))));
            }
            text.append(row.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
