package io.linreg.data.sql;

import io.linreg.data.BatchReader;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.duckdb.DuckDBChunkedResult;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBPreparedStatement;
import org.duckdb.DuckDBReadableVector;

/**
 * The chunks of DuckDB's own vectors, half as fast again as its rows. Whole numbers come as BIGINT, others as DOUBLE, and text as
 * VARCHAR. An error amid the rows looks like their end to whoever reads chunks, and so a last row is added to them: only when it
 * comes, they were all. The only class that links to the driver: it is loaded where the driver is, and so is public.
 */
public final class DuckDbBatches implements Batches {
    private final DuckDBPreparedStatement statement;
    private final DuckDBChunkedResult result;
    private final List<BatchReader.Cell> cells;
    private final DuckDBReadableVector[] vectors;
    private final Connection connection;
    private final String again;
    private int count;
    private boolean complete;

    /**
     * Runs a query.
     *
     * @param sql what gives the columns, and behind them 0, but 1 in a last row that is none
     * @param again what takes the same cells in, and fails as they do
     * @param cells what the columns hold
     */
    public DuckDbBatches(Connection connection, String sql, String again, List<BatchReader.Cell> cells)
            throws SQLException {
        this.connection = connection;
        this.again = again;
        this.cells = List.copyOf(cells);
        vectors = new DuckDBReadableVector[cells.size()];
        statement = connection.unwrap(DuckDBConnection.class).prepare(sql);
        result = statement.query();
    }

    @Override
    public int next() throws SQLException {
        count = 0;
        while (count == 0 && !complete) {
            if (!result.nextChunk()) {
                throw failure();
            }
            DuckDBDataChunkReader chunk = result.chunk();
            count = (int) chunk.rowCount();
            for (int c = 0; c < vectors.length; c++) {
                vectors[c] = chunk.vector(c);
            }
            complete = count > 0 && chunk.vector(vectors.length).getLong(count - 1) == 1;
            count -= complete ? 1 : 0;
        }
        return count;
    }

    /** What went wrong: whoever asks for one number is told. */
    private SQLException failure() throws SQLException {
        try (Statement whole = connection.createStatement();
                ResultSet ignored = whole.executeQuery(again)) {
            ignored.next();
            return new SQLException("the rows end before their end");
        }
    }

    @Override
    public void numbers(int column, double[] into) {
        DuckDBReadableVector vector = vectors[column];
        if (cells.get(column) == BatchReader.Cell.REAL) {
            for (int i = 0; i < count; i++) {
                into[i] = vector.getDouble(i, Double.NaN);
            }
        } else {
            for (int i = 0; i < count; i++) {
                into[i] = vector.isNull(i) ? Double.NaN : (double) vector.getLong(i);
            }
        }
    }

    @Override
    public double number(int column, int row) {
        DuckDBReadableVector vector = vectors[column];
        if (cells.get(column) == BatchReader.Cell.REAL) {
            return vector.getDouble(row, Double.NaN);
        }
        return vector.isNull(row) ? Double.NaN : (double) vector.getLong(row);
    }

    @Override
    public String text(int column, int row) {
        DuckDBReadableVector vector = vectors[column];
        if (vector.isNull(row)) {
            return "";
        }
        return switch (cells.get(column)) {
            case WHOLE -> Long.toString(vector.getLong(row));
            case REAL -> Double.toString(vector.getDouble(row));
            case TEXT -> vector.getString(row);
        };
    }

    @Override
    public void close() throws SQLException {
        result.close();
        statement.close();
    }
}
