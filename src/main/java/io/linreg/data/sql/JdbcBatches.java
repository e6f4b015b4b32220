package io.linreg.data.sql;

import io.linreg.data.BatchReader;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.BitSet;
import java.util.List;

/** The rows of any driver, gathered into columns. */
final class JdbcBatches implements Batches {
    private final Statement statement;
    private final ResultSet result;
    private final Buffer[] buffers;

    /**
     * Prepares for reading.
     *
     * @param statement what gave the result; closed with it
     * @param columns what the columns hold
     * @param places where they stand in the result, from 1
     */
    JdbcBatches(Statement statement, ResultSet result, List<SqlColumn> columns, int[] places) {
        this.statement = statement;
        this.result = result;
        buffers = new Buffer[places.length];
        for (int c = 0; c < buffers.length; c++) {
            buffers[c] = new Buffer(columns.get(c), places[c]);
        }
    }

    @Override
    public int next() throws SQLException {
        int count = 0;
        for (Buffer buffer : buffers) {
            buffer.missing.clear();
        }
        while (count < BatchReader.MOST && result.next()) {
            for (Buffer buffer : buffers) {
                buffer.take(result, count);
            }
            count++;
        }
        return count;
    }

    @Override
    public void numbers(int column, double[] into) {
        System.arraycopy(buffers[column].numbers, 0, into, 0, BatchReader.MOST);
    }

    @Override
    public double number(int column, int row) {
        return buffers[column].numbers[row];
    }

    @Override
    public String text(int column, int row) {
        return buffers[column].text(row);
    }

    @Override
    public void close() throws SQLException {
        result.close();
        statement.close();
    }

    /** One column of a batch. */
    private static final class Buffer {
        final SqlColumn column;
        final int place;
        final BitSet missing = new BitSet();
        final double[] numbers;
        final long[] wholes;
        final String[] texts;

        Buffer(SqlColumn column, int place) {
            this.column = column;
            this.place = place;
            boolean text = column.cell() == BatchReader.Cell.TEXT;
            numbers = text ? null : new double[BatchReader.MOST];
            wholes = column.cell() == BatchReader.Cell.WHOLE ? new long[BatchReader.MOST] : null;
            texts = text ? new String[BatchReader.MOST] : null;
        }

        void take(ResultSet from, int row) throws SQLException {
            switch (column.cell()) {
                case WHOLE -> {
                    wholes[row] = from.getLong(place);
                    numbers[row] = (double) wholes[row];
                }
                case REAL ->
                    numbers[row] = column.type() == Types.REAL ? (double) from.getFloat(place) : from.getDouble(place);
                case TEXT -> texts[row] = column.isFlag() ? flag(from) : from.getString(place);
            }
            if (from.wasNull()) {
                missing.set(row);
                if (numbers != null) {
                    numbers[row] = Double.NaN;
                }
            }
        }

        private String flag(ResultSet from) throws SQLException {
            return Boolean.toString(from.getBoolean(place));
        }

        String text(int row) {
            if (missing.get(row)) {
                return "";
            }
            return switch (column.cell()) {
                case WHOLE -> Long.toString(wholes[row]);
                case REAL -> Double.toString(numbers[row]);
                case TEXT -> texts[row];
            };
        }
    }
}
