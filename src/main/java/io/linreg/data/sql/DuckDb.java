package io.linreg.data.sql;

import io.linreg.base.LinregException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * DuckDB, in this process, as a reader: it writes nothing, downloads nothing and installs nothing, and gives rows in the same order
 * each time.
 */
final class DuckDb implements AutoCloseable {
    static final String URL = "jdbc:duckdb:";

    private final Connection connection;
    private final Class<?> driver;

    /**
     * Opens a database.
     *
     * @param url one of DuckDB's; {@link #URL} alone for an empty database in memory
     * @param what what is to be read, for messages
     */
    DuckDb(Drivers drivers, String url, String what) throws SQLException {
        Driver found = drivers.find(url, what);
        driver = found.getClass();
        Properties settings = new Properties();
        settings.setProperty("autoinstall_known_extensions", "false");
        settings.setProperty("autoload_known_extensions", "false");
        settings.setProperty("allow_persistent_secrets", "false");
        settings.setProperty(
                "temp_directory", ""); // what does not fit in memory is an error, and not written to a disk
        settings.setProperty("threads", "1"); // several give the rows of a join or a group in any order
        if (isFile(url)) {
            settings.setProperty("duckdb.read_only", "true");
        }
        connection = found.connect(url, settings);
        boolean ready = false;
        try {
            execute("set TimeZone = 'UTC'"); // or a time would be another text elsewhere
            ready = true;
        } finally {
            if (!ready) {
                connection.close();
            }
        }
    }

    private static boolean isFile(String url) {
        String path = url.substring(URL.length()).split("[?;]", 2)[0];
        return !path.isEmpty() && !path.startsWith(":memory:");
    }

    /** Opens a file of DuckDB's own, for its tables to be read by their names alone. */
    DuckDb attach(Path database) throws SQLException {
        execute("attach " + text(database.toString()) + " as file (type duckdb, read_only)");
        execute("use file");
        return this;
    }

    /** One of this program's own statements. */
    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of what a query of this program's own gives. */
    List<String> list(String sql) throws SQLException {
        List<String> list = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                list.add(result.getString(1));
            }
        }
        return list;
    }

    /** The columns of what a query of this program's own would give. */
    List<SqlColumn> columns(String sql) throws SQLException {
        try (PreparedStatement prepared = connection.prepareStatement(sql)) {
            return SqlColumn.ofDuckDb(prepared.getMetaData());
        }
    }

    /**
     * Looks at a query of the user's.
     *
     * @throws LinregException if it is not one SELECT: DuckDB runs all but the last of several statements when it is to look at them
     */
    Query query(String sql, SqlFailure failure) throws SQLException {
        String parse = "select j->>'error', j->>'error_type', j->>'error_message', j->>'position',"
                + " json_array_length(j->'statements') from (select json_serialize_sql(cast(? as varchar)) as j)";
        try (PreparedStatement statement = connection.prepareStatement(parse)) {
            statement.setString(1, sql);
            try (ResultSet parsed = statement.executeQuery()) {
                parsed.next();
                boolean wrong = parsed.getBoolean(1);
                if (wrong && parsed.getString(4) != null) {
                    throw failure.at(parsed.getInt(4), parsed.getString(3));
                }
                if (wrong || parsed.getInt(5) != 1) {
                    throw failure.at(0, "one SELECT is wanted, and no other statement");
                }
            }
        }
        return query(sql);
    }

    /** Looks at a query of this program's own. */
    Query query(String sql) throws SQLException {
        execute("set lock_configuration = true");
        return new DuckDbQuery(connection, driver, sql);
    }

    /** A text in SQL. */
    static String text(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
