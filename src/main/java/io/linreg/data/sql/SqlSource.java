package io.linreg.data.sql;

import io.linreg.base.LinregException;
import io.linreg.base.Text;
import io.linreg.data.RowReader;
import io.linreg.data.TableSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.List;
import java.util.function.UnaryOperator;

/** A table that a query gives: of files that DuckDB reads, of DuckDB itself, or of any database that there is a driver for. */
public final class SqlSource implements TableSource {
    private final String name;
    private final SqlFailure failure;
    private final Opener opener;

    @FunctionalInterface
    private interface Opener {
        Query open() throws SQLException;
    }

    private SqlSource(String name, String sql, UnaryOperator<String> hide, Opener opener) {
        this.name = Text.oneLine(name);
        failure = new SqlFailure(this.name, sql, hide);
        this.opener = opener;
    }

    /** Whether a word for data is for {@link #files}; if not, it is CSV's. */
    public static boolean isFor(String word) {
        return DataFiles.names(word);
    }

    /** Whether a word for data is no file's name, but stands for several. */
    public static boolean isPattern(String word) {
        return DataFiles.isPattern(word);
    }

    /** Whether a word for data names a file of DuckDB's own. */
    public static boolean isDatabase(String word) {
        return DataFiles.isDatabase(word);
    }

    /** Parquet or JSON: a file, or those of a pattern such as sales/*.parquet; or DuckDB's own file that has one table. */
    public static SqlSource files(String word, Drivers drivers) {
        return new SqlSource(word, null, UnaryOperator.identity(), () -> {
            if (DataFiles.isDatabase(word)) {
                DuckDb db = opened(drivers, Path.of(word), word);
                return closing(db, () -> db.query("select * from " + onlyTable(db, word)));
            }
            DuckDb db = new DuckDb(drivers, DuckDb.URL, word);
            return closing(db, () -> db.query(DataFiles.query(db, word)));
        });
    }

    /**
     * A query that DuckDB answers.
     *
     * @param sql one SELECT, maybe from files
     * @param database a file of DuckDB's whose tables it may name; null for none
     */
    public static SqlSource query(String sql, Path database, Drivers drivers) {
        String name = database == null ? "query" : "query on " + database;
        SqlFailure failure = new SqlFailure(name, sql, UnaryOperator.identity());
        return new SqlSource(name, sql, UnaryOperator.identity(), () -> {
            DuckDb db = database == null ? new DuckDb(drivers, DuckDb.URL, name) : opened(drivers, database, name);
            return closing(db, () -> db.query(statement(sql), failure));
        });
    }

    /** A query that a database answers, which is asked to read only. */
    public static SqlSource query(String sql, Login login, Drivers drivers) {
        String name = "query on " + login.shown();
        SqlFailure failure = new SqlFailure(name, sql, login::hide);
        return new SqlSource(name, sql, login::hide, () -> {
            if (login.url().startsWith(DuckDb.URL)) {
                DuckDb db = new DuckDb(drivers, login.url(), name);
                return closing(db, () -> db.query(statement(sql), failure));
            }
            Driver driver = drivers.find(login.url(), name);
            Connection connection = connected(driver, login);
            return closing(connection, () -> new JdbcQuery(connection, statement(sql)));
        });
    }

    private static Connection connected(Driver driver, Login login) throws SQLException {
        Connection connection;
        try {
            connection = driver.connect(login.url(), login.properties());
        } catch (RuntimeException e) { // some drivers so complain about URLs, and quote them
            throw new SQLException("the driver cannot connect: " + Text.reason(e), e);
        }
        if (connection == null) {
            throw new SQLException("the driver does not take this URL");
        }
        return connection;
    }

    /** What may end a statement in a console has no place in a subquery. */
    private static String statement(String sql) {
        return sql.strip().replaceFirst("(\\s*;)+$", "");
    }

    private static DuckDb opened(Drivers drivers, Path database, String what) throws SQLException {
        if (!Files.exists(database)) {
            throw new LinregException("no such file: " + Text.oneLine(database.toString()));
        }
        DuckDb db = new DuckDb(drivers, DuckDb.URL, what);
        return closing(db, () -> db.attach(database));
    }

    private static String onlyTable(DuckDb db, String word) throws SQLException {
        List<String> tables = db.list("select table_name from information_schema.tables where table_catalog = 'file'"
                + " order by table_name");
        if (tables.size() != 1) {
            throw new LinregException(Text.oneLine(word) + " has " + Text.count(tables.size(), "table")
                    + (tables.isEmpty() ? "" : " (" + Text.names(tables) + ")") + "; say what to read with --sql");
        }
        return '"' + tables.get(0).replace("\"", "\"\"") + '"';
    }

    @FunctionalInterface
    private interface Step<T> {
        T take() throws SQLException;
    }

    /** Takes a step, and closes what it begins with if it fails. */
    private static <T> T closing(AutoCloseable begun, Step<T> step) throws SQLException {
        boolean done = false;
        try {
            T result = step.take();
            done = true;
            return result;
        } finally {
            if (!done) {
                try {
                    begun.close();
                } catch (Exception e) {
                    // What went wrong before is what counts.
                }
            }
        }
    }

    @Override
    public String name() {
        return name;
    }

    /** As a query can be asked again. */
    @Override
    public boolean repeatable() {
        return true;
    }

    @Override
    public RowReader open() {
        try {
            Query query = opener.open();
            return closing(query, () -> new SqlReader(name, query, failure));
        } catch (SQLException e) {
            throw failure.of(e);
        } catch (UnsatisfiedLinkError | NoClassDefFoundError | ExceptionInInitializerError e) {
            throw new LinregException(name + ": the database's driver cannot be loaded: " + Text.reason(e), e);
        }
    }
}
