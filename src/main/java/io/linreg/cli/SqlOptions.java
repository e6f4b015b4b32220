package io.linreg.cli;

import io.linreg.base.LinregException;
import io.linreg.base.Text;
import io.linreg.data.TableSource;
import io.linreg.data.sql.Drivers;
import io.linreg.data.sql.Login;
import io.linreg.data.sql.SqlSource;
import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Where tables come from that are no CSV. */
final class SqlOptions {
    private static final String USER = "LINREG_JDBC_USER";
    private static final String PASSWORD = "LINREG_JDBC_PASSWORD";

    @Option(
            names = "--sql",
            paramLabel = "SELECT",
            description = "read what a query gives: from files, as in select * from 'x.parquet', from DATA if that is a"
                    + " .duckdb file, or from --jdbc")
    private String sql;

    @Option(
            names = "--jdbc",
            paramLabel = "URL",
            description =
                    "the database that --sql is for; DuckDB by default. User and password may be in the environment"
                            + " variables " + USER + " and " + PASSWORD)
    private String jdbc;

    @Option(
            names = "--jdbc-properties",
            paramLabel = "FILE",
            description = "properties for the driver of --jdbc, such as user and password, one name=value a line")
    private Path properties;

    @Option(
            names = "--driver-path",
            paramLabel = "JARS",
            description =
                    "jars of database drivers, or folders of them; several between ':' (';' on Windows). Those in lib,"
                            + " beside this program's jar, are found without it")
    private String driverPath;

    /** Whether there is a query. */
    boolean isGiven() {
        return sql != null;
    }

    /**
     * The table that a query gives, or files that take one; null if the data is CSV.
     *
     * @param data the word of the command line for it; may be null
     * @throws ParameterException if there are both a word and a query that has nothing to do with it
     */
    TableSource table(String data, CommandSpec spec) {
        if (sql == null) {
            require(
                    jdbc == null && properties == null,
                    spec,
                    "--jdbc and --jdbc-properties are for --sql; give a query");
            return data != null && !data.equals("-") && SqlSource.isFor(data) ? SqlSource.files(data, drivers()) : null;
        }
        require(!sql.isBlank(), spec, "--sql is empty; give a SELECT");
        if (jdbc == null) {
            require(properties == null, spec, "--jdbc-properties is for --jdbc; give a URL");
            require(
                    data == null || SqlSource.isDatabase(data),
                    spec,
                    "--sql names its files itself; leave " + data + " out, or give a .duckdb file");
            return SqlSource.query(sql, data == null ? null : Path.of(data), drivers());
        }
        require(data == null, spec, "--sql and --jdbc say what to read; leave " + data + " out");
        require(
                jdbc.strip().startsWith("jdbc:"),
                spec,
                "a URL for --jdbc begins with jdbc:, as in jdbc:postgresql://host/base");
        Logger.getLogger("").setLevel(Level.OFF); // drivers log URLs, and passwords with them
        return SqlSource.query(sql, login(), drivers());
    }

    /**
     * Lets pass what others than DuckDB can read.
     *
     * @throws ParameterException if that is a file of DuckDB's own, or a driver lies where only this process looks for it
     */
    void requireElsewhere(String data, CommandSpec spec) {
        require(
                data == null || !SqlSource.isDatabase(data),
                spec,
                "a cluster does not read DuckDB's own files, such as " + data + "; write a table of it as Parquet");
        require(
                driverPath == null,
                spec,
                "--driver-path is for this process alone; hand drivers to the cluster, as by spark-submit --jars");
    }

    /** The query; null if there is none. */
    String query() {
        return sql;
    }

    /** The database that is asked; null if none is. */
    Login login() {
        return jdbc == null ? null : new Login(jdbc, properties());
    }

    private static void require(boolean good, CommandSpec spec, String message) {
        if (!good) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }

    private Drivers drivers() {
        String path = driverPath == null ? "" : driverPath;
        return new Drivers(Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(path)
                .filter(entry -> !entry.isEmpty())
                .map(DataOptions.PathConverter::path)
                .toList());
    }

    /** Those of the file, over those of the environment. */
    private Properties properties() {
        Properties login = new Properties();
        for (List<String> entry : List.of(List.of("user", USER), List.of("password", PASSWORD))) {
            String value = System.getenv(entry.get(1));
            if (value != null) {
                login.setProperty(entry.get(0), value);
            }
        }
        if (properties != null) {
            try (Reader reader = Files.newBufferedReader(properties, StandardCharsets.UTF_8)) {
                login.load(reader);
            } catch (NoSuchFileException e) {
                throw new LinregException("no such file: " + properties, e);
            } catch (IOException | IllegalArgumentException e) {
                throw new LinregException("cannot read " + properties + ": " + Text.reason(e), e);
            }
        }
        return login;
    }
}
