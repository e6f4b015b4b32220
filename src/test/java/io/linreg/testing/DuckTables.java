package io.linreg.testing;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Files for tests, made by DuckDB. */
public final class DuckTables {
    private DuckTables() {}

    /** Runs statements in a database in memory. */
    public static void run(String... statements) {
        execute("jdbc:duckdb:", statements);
    }

    /** Makes or changes a file of DuckDB's own. */
    public static void inFile(Path database, String... statements) {
        execute("jdbc:duckdb:" + database, statements);
    }

    /** Writes what a query gives, in the format that the file's name tells. */
    public static Path write(Path file, String query) {
        run("copy (" + query + ") to '" + file + "'");
        return file;
    }

    private static void execute(String url, String... statements) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
