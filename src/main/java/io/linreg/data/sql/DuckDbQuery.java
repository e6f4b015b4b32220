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
        this.sql = sql;
        try (PreparedStatement prepared = connection.prepareStatement(sql)) {
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
        String cells = read.stream().map(SqlColumn::expression).collect(Collectors.joining(", "));
        String nulls = read.stream().map(column -> "null").collect(Collectors.joining(", "));
        String rows = " from (\n" + sql + "\n) as q";
        try {
            return Class.forName(DriverLoader.BATCHES, true, driver.getClassLoader())
                    .asSubclass(Batches.class)
                    .getConstructor(Connection.class, String.class, String.class, List.class)
                    .newInstance(
                            connection,
                            "select " + cells + ", 0::bigint" + rows + " union all select " + nulls + ", 1",
                            "select bit_xor(hash(" + cells + "))" + rows,
                            read.stream().map(SqlColumn::cell).toList());
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof SQLException failure) {
                throw failure;
            }
            throw new SQLException(e.getCause());
        } catch (ReflectiveOperationException | NoClassDefFoundError e) {
            throw new SQLException("this version of DuckDB's driver gives no chunks; put a later one in its place", e);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
