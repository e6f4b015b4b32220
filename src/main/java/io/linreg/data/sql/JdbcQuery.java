package io.linreg.data.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A query to any database. Nothing is written: the connection is read-only, as far as the driver knows how. */
final class JdbcQuery implements Query {
    /** Rows that come over the network together: memory holds no more of a large result. */
    private static final int FETCHED = 1 << 13;

    private final Connection connection;
    private final String sql;
    private final List<SqlColumn> columns;
    /** What the query gave already, where a driver cannot tell beforehand what it will give. */
    private final ResultSet ran;

    private final Statement statement;

    /** Looks at the query. PostgreSQL tells what it will give; of others none is asked to read other columns than the query's. */
    JdbcQuery(Connection connection, String sql) throws SQLException {
        this.connection = connection;
        this.sql = sql;
        try {
            connection.setReadOnly(true);
        } catch (SQLFeatureNotSupportedException e) {
            // Then nobody but the query itself keeps it from writing.
        }
        connection.setAutoCommit(false); // PostgreSQL keeps a whole result in memory otherwise
        ResultSetMetaData described = null;
        if (connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")) {
            try (PreparedStatement prepared = connection.prepareStatement(sql)) {
                described = prepared.getMetaData();
                requireResult(described);
                columns = SqlColumn.of(described);
            }
            statement = null;
            ran = null;
        } else {
            statement = connection.createStatement();
            statement.setFetchSize(FETCHED);
            ran = statement.execute(sql) ? statement.getResultSet() : null;
            requireResult(ran);
            columns = SqlColumn.of(ran.getMetaData());
        }
    }

    private static void requireResult(Object result) throws SQLException {
        if (result == null) {
            throw new SQLException("it gives no rows, as a SELECT does");
        }
    }

    @Override
    public List<SqlColumn> columns() {
        return columns;
    }

    @Override
    public Batches run(int[] wanted) throws SQLException {
        List<SqlColumn> read = Arrays.stream(wanted).mapToObj(columns::get).toList();
        if (ran != null) {
            return new JdbcBatches(
                    statement, ran, read, Arrays.stream(wanted).map(c -> c + 1).toArray());
        }
        Statement select = connection.createStatement();
        select.setFetchSize(FETCHED);
        String names = read.stream().map(SqlColumn::quoted).collect(Collectors.joining(", "));
        // A subquery in FROM is as good as its rows: PostgreSQL keeps their order.
        ResultSet result = select.executeQuery("select " + names + " from (\n" + sql + "\n) as q");
        return new JdbcBatches(
                select, result, read, IntStream.rangeClosed(1, read.size()).toArray());
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
