package io.linreg.data.sql;

import java.lang.reflect.InvocationTargetException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A query to DuckDB, which reads no more columns of a file than are asked for. */
final class DuckDbQuery implements Query {
    private static final String BATCHES = "io.linreg.data.sql.DuckDbBatches";

    private final Connection connection;
    private final Class<?> driver;
    private final String sql;
    private final List<SqlColumn> columns;

    /**
     * Looks at the query.
     *
     * @param driver the driver of the connection
     * @param sql one SELECT; it may go over several lines
     */
    DuckDbQuery(Connection connection, Class<?> driver, String sql) throws SQLException {
        this.connection = connection;
        this.driver = driver;
        this.sql = " from (\n" + sql + "\n) as q";
        try (PreparedStatement prepared = connection.prepareStatement("select *" + this.sql)) {
            columns = SqlColumn.ofDuckDb(prepared.getMetaData());
        }
    }

    @Override
    public List<SqlColumn> columns() {
        return columns;
    }

    @Override
    public Batches run(int[] wanted) throws SQLException {
        List<SqlColumn> read = Arrays.stream(wanted).mapToObj(columns::get).toList();
        String expressions = read.stream().map(SqlColumn::expression).collect(Collectors.joining(", "));
        try {
            return (Batches) DriverLoader.linked(BATCHES, driver)
                    .getConstructor(Connection.class, String.class, List.class)
                    .newInstance(
                            connection,
                            "select " + expressions + sql,
                            read.stream().map(SqlColumn::cell).toList());
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof SQLException failure) {
                throw failure;
            }
            throw new SQLException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
