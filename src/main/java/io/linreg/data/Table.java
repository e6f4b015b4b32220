package io.linreg.data;

import io.linreg.base.LinregException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
     * @param table the rows, before its first row
     * @param wanted the columns to keep
     * @param headRows how many rows to keep as text, too
     */
    public static Table read(RowReader table, Collection<String> wanted, int headRows) {
        Map<String, Column> columns = new LinkedHashMap<>();
        for (String name : wanted) {
            columns.put(name, new Column(name, table.position(name)));
        }
        List<Column> order = List.copyOf(columns.values());
        List<List<String>> head = new ArrayList<>();
        int rows = 0;
        while (table.next()) {
            if (rows == Integer.MAX_VALUE - 8) {
                throw new LinregException(table.name() + ": more than " + rows + " rows; split the file");
            }
            for (Column column : order) {
                column.add(table.field(column.position()));
            }
            if (rows < headRows) {
                head.add(table.fields());
            }
            rows++;
        }
        return new Table(table.name(), columns, head, rows);
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
}
