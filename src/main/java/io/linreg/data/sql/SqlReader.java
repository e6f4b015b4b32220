package io.linreg.data.sql;

import io.linreg.base.LinregException;
import io.linreg.base.Text;
import io.linreg.data.BatchReader;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Reads what a query gives. It runs when the first row is asked for, and reads the columns that are wanted by then. */
final class SqlReader implements BatchReader {
    private static final int MOST_COLUMNS = 1 << 20;

    private final String name;
    private final Query query;
    private final SqlFailure failure;
    private final List<String> header;
    private final Map<String, Integer> positions = new HashMap<>();
    /** For each column where it stands in a batch; -1 where it is not read. */
    private final int[] places;

    private Batches batches;
    private long before;
    private int count;
    private int at = -1;
    private boolean ended;

    SqlReader(String name, Query query, SqlFailure failure) {
        this.name = name;
        this.query = query;
        this.failure = failure;
        header = query.columns().stream().map(SqlColumn::name).toList();
        if (header.size() > MOST_COLUMNS) {
            throw new LinregException(
                    name + ": " + header.size() + " columns; more than " + MOST_COLUMNS + " are not supported");
        }
        for (int c = 0; c < header.size(); c++) {
            Integer first = positions.putIfAbsent(header.get(c), c);
            if (first != null) {
                throw new LinregException(name + ": columns " + (first + 1) + " and " + (c + 1) + " are both called "
                        + Text.quote(header.get(c)) + "; rename one, with AS");
            }
        }
        places = IntStream.range(0, header.size()).toArray();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> header() {
        return header;
    }

    @Override
    public Integer position(String column) {
        return positions.get(column);
    }

    @Override
    public void want(Collection<String> columns) {
        Arrays.fill(places, -1);
        columns.forEach(column -> places[positions.get(column)] = 0);
        int next = 0;
        for (int c = 0; c < places.length; c++) {
            if (places[c] == 0) {
                SqlColumn column = query.columns().get(c);
                if (!column.isUsable()) {
                    throw new LinregException(name + ": column " + Text.quote(column.name()) + " is of type "
                            + Text.brief(column.typeName())
                            + ": neither numbers nor words; leave it out, or make it one of"
                            + " them with --sql");
                }
                places[c] = next++;
            }
        }
    }

    @Override
    public int nextBatch() {
        before += count;
        count = 0;
        at = -1;
        try {
            if (batches == null) {
                int[] wanted = IntStream.range(0, places.length)
                        .filter(c -> places[c] >= 0)
                        .toArray();
                batches = query.run(wanted);
            }
            count = ended ? 0 : batches.next();
            ended = count == 0;
            return count;
        } catch (SQLException e) {
            throw batches == null ? failure.of(e) : failure.after(before, e);
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
        return query.columns().get(column).cell();
    }

    @Override
    public void numbers(int column, double[] into) {
        try {
            batches.numbers(places[column], into);
        } catch (SQLException e) {
            throw failure.after(before, e);
        }
    }

    @Override
    public String text(int column, int row) {
        try {
            String text = batches.text(places[column], row);
            return text.strip(); // as CSV's cells are
        } catch (SQLException e) {
            throw failure.after(before, e);
        }
    }

    @Override
    public String field(int column) {
        return text(column, at);
    }

    @Override
    public List<String> fields() {
        return IntStream.range(0, header.size()).mapToObj(this::field).toList();
    }

    @Override
    public double number(int column) {
        if (cell(column) == Cell.TEXT) {
            return BatchReader.super.number(column);
        }
        try {
            return batches.number(places[column], at);
        } catch (SQLException e) {
            throw failure.after(before, e);
        }
    }

    @Override
    public LinregException noRows() {
        return new LinregException(name + " has columns but no rows");
    }

    @Override
    public String place() {
        return "row " + (before + at) + " (from 0)";
    }

    @Override
    public void close() {
        try {
            if (batches != null) {
                batches.close();
            }
        } catch (SQLException e) {
            // Nothing that was read is lost by it.
        } finally {
            closeQuery();
        }
    }

    private void closeQuery() {
        try {
            query.close();
        } catch (SQLException e) {
            // Nor by this.
            return;
        }
    }
}
