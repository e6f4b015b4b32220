package io.linreg.data.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.linreg.base.LinregException;
import io.linreg.data.CellRules;
import io.linreg.data.ColumnChoice;
import io.linreg.data.Dataset;
import io.linreg.data.Precision;
import io.linreg.data.RowReader;
import io.linreg.data.RowStream;
import io.linreg.data.TableRowSource;
import io.linreg.data.TableSource;
import io.linreg.testing.DuckTables;
import io.linreg.testing.PostgresServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a server of its own; skipped where PostgreSQL is not installed. */
@EnabledIf("isInstalled")
class PostgresTest {
    private static PostgresServer server;

    @TempDir
    private Path folder;

    static boolean isInstalled() {
        return PostgresServer.isInstalled();
    }

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        server = PostgresServer.start();
        server.run(
                "create sequence s",
                "create type mood as enum ('bad', 'good')",
                "create table t as select i as id, (i * 37 % 1001 / 100.0)::numeric(9, 2) as price, 0.1::float4 as single,"
                        + " case when i % 7 = 0 then null else i / 8.0::float8 end as gaps, (array['bad', 'good'])[1 + i % 2]::mood as mood,"
                        + " i % 2 = 0 as flag, (case i % 3 when 0 then 'red' else 'blue' end)::char(6) as colour, 1 + i % 4 as w,"
                        + " i * 2.5::float8 as y from generate_series(0, 19999) i",
                "create table kinds as select 9007199254740993 as b, 12345678901234567890123.4567 as wide, 'NaN'::numeric as nan,"
                        + " date '2024-01-31' as day, array[1, 2] as list, '{}'::jsonb as json,"
                        + " '00000000-0000-0000-0000-000000000001'::uuid as uuid, 1 as x, 2 as y");
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    private static Properties login(String password) {
        Properties login = new Properties();
        login.setProperty("user", PostgresServer.USER);
        login.setProperty("password", password);
        return login;
    }

    private static TableSource query(String sql) {
        return SqlSource.query(sql, new Login(server.url(), login(PostgresServer.PASSWORD)), Tables.DRIVERS);
    }

    @Test
    void givesTheSameBitsAsParquetOfTheSameTable() {
        Path file = DuckTables.write(
                folder.resolve("t.parquet"),
                "select i as id, (i * 37 % 1001 / 100.0)::decimal(9, 2) as price, 0.1::float as single,"
                        + " case when i % 7 = 0 then null else i / 8.0 end as gaps,"
                        + " case i % 2 when 0 then 'bad' else 'good' end as mood, i % 2 = 0 as flag,"
                        + " case i % 3 when 0 then 'red' else 'blue' end as colour, 1 + i % 4 as w, i * 2.5 as y"
                        + " from range(20000) t(i)");
        ColumnChoice choice = new ColumnChoice(List.of("y"), List.of(), List.of("gaps"), "w");
        ColumnChoice gaps = new ColumnChoice("id", List.of("price", "flag", "gaps"), List.of());

        for (ColumnChoice each : List.of(choice, gaps)) {
            assertThat(Tables.bits(Tables.read(query("select * from t order by id;"), each, Tables.WORDS)))
                    .isEqualTo(Tables.bits(Tables.read(Tables.file(file), each, Tables.WORDS)));
        }
    }

    @Test
    void everyTypeCountsForWhatItDoesInCsv() {
        ColumnChoice numbers = new ColumnChoice("y", List.of("b", "wide", "x"), List.of());
        Dataset data = Tables.read(query("select * from kinds"), numbers, CellRules.NUMBERS)
                .dataset();
        double[] x = new double[3];
        data.copyRow(0, x);
        assertThat(x).containsExactly(9007199254740992.0, Double.parseDouble("12345678901234567890123.4567"), 1);

        refuses("nan", "row 0 (from 0), column \"nan\": \"NaN\" is a missing value");
        refuses("day", "column \"day\": \"2024-01-31\" is a date");
        refuses("uuid", "column \"uuid\": \"00000000-0000-0000-0000-000000000001\" is not a number");
        refuses("list", "column \"list\" is of type _int4: neither numbers nor words");
        refuses("json", "column \"json\" is of type jsonb: neither numbers nor words");
    }

    private static void refuses(String column, String message) {
        ColumnChoice one = new ColumnChoice("y", List.of("x", column), List.of());
        assertThatThrownBy(() -> Tables.read(query("select * from kinds"), one, CellRules.NUMBERS))
                .isInstanceOf(LinregException.class)
                .hasMessageStartingWith("query on " + server.url())
                .hasMessageContaining(message);
    }

    @Test
    void onlyTheColumnsWantedAreRead() {
        server.run(
                "create or replace function refuse() returns int as $$ begin raise exception 'read'; end $$ language plpgsql stable");
        String sql = "select refuse() as bad, id, y from t where id < 10 order by id";
        ColumnChoice id = new ColumnChoice("y", List.of("id"), List.of());

        assertThat(Tables.read(query(sql), id, CellRules.NUMBERS).dataset().rows())
                .isEqualTo(10);
        assertThatThrownBy(() -> Tables.read(query(sql))).hasMessageContaining("ERROR: read");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "selct 1 | , line 1, column 1 of the SQL: ERROR: syntax error at or near \"selct\"",
                "select y,; nosuch from t | , line 2, column 2 of the SQL: ERROR: column \"nosuch\" does not exist",
                "select 1 as a, 2 as a | : columns 1 and 2 are both called \"a\"; rename one, with AS",
                "select id, y from t where false | has columns but no rows",
            })
    void aBadQueryIsAnErrorOfOneLineWithItsPlace(String sql, String message) {
        assertThatThrownBy(() -> Tables.read(query(sql.replace(";", "\n"))))
                .isInstanceOf(LinregException.class)
                .hasMessageStartingWith("query on " + server.url())
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"delete from t", "drop table t; select 1 as x, 2 as y", "select nextval('s') as x, 1 as y"})
    void nothingIsWritten(String sql) {
        assertThatThrownBy(() -> Tables.read(query(sql))).isInstanceOf(LinregException.class);

        assertThat(Tables.read(query("select id, y from t")).dataset().rows()).isEqualTo(20_000);
    }

    @Test
    void aServerThatEndsTheSessionAmidTheRowsIsAnError() {
        String sql = "select i as x, i as y from generate_series(1, 1000000) i";
        try (RowReader rows = query(sql).open()) {
            for (int i = 0; i < 9000; i++) {
                assertThat(rows.next()).isTrue();
            }
            server.run("select pg_terminate_backend(pid) from pg_stat_activity where query like '%generate_series%'"
                    + " and pid <> pg_backend_pid()");

            assertThatThrownBy(() -> {
                        while (rows.next()) {
                            assertThat(rows.number(0)).isPositive();
                        }
                    })
                    .isInstanceOf(LinregException.class)
                    .hasMessageMatching(
                            "query on \\Q" + server.url() + "\\E failed after \\d+ rows: the database went away: .*"
                                    + "; start again when it is there")
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void aServerThatDiesAmidTheRowsIsAnError() throws Exception {
        try (PostgresServer other = PostgresServer.start()) {
            Login login = new Login(other.url(), login(PostgresServer.PASSWORD));
            String sql = "select i as x, i as y from generate_series(1, 1000000) i";
            try (RowReader rows = SqlSource.query(sql, login, Tables.DRIVERS).open()) {
                assertThat(rows.next()).isTrue();
                other.stop();

                assertThatThrownBy(() -> {
                            while (rows.next()) {
                                assertThat(rows.number(0)).isPositive();
                            }
                        })
                        .isInstanceOf(LinregException.class)
                        .hasMessageContaining(": the database went away: ");
            }
        }
    }

    @Test
    void aServerThatIsNotThereIsAnError() throws IOException {
        String url = "jdbc:postgresql://127.0.0.1:" + PostgresServer.freePort() + "/postgres";
        Login login = new Login(url, login(PostgresServer.PASSWORD));

        assertThatThrownBy(
                        () -> SqlSource.query("select 1", login, Tables.DRIVERS).open())
                .isInstanceOf(LinregException.class)
                .hasMessageStartingWith("query on " + url + ": Connection to 127.0.0.1")
                .hasMessageEndingWith("; start again when it is there");
    }

    /** As parameters of the URL, and as properties. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void wrongCredentialsAreAnErrorThatGivesNoneAway(boolean inUrl) {
        String secret = "s3cr3t+horse";
        Login login = inUrl
                ? new Login(server.url() + "?user=tester&password=s3cr3t%2Bhorse&ApplicationName=x", new Properties())
                : new Login(server.url(), login(secret));

        Throwable failure = catchThrowable(
                () -> SqlSource.query("select 1", login, Tables.DRIVERS).open());

        assertThat(failure)
                .isInstanceOf(LinregException.class)
                .hasMessage(
                        "query on " + server.url() + ": FATAL: password authentication failed for user \"tester\"; give"
                                + " user and password as LINREG_JDBC_USER and LINREG_JDBC_PASSWORD in the environment, or in a file"
                                + " with --jdbc-properties");
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).doesNotContain(secret, "s3cr3t");
    }

    @Test
    void memoryHoldsAFewRowsOfALargeResult() {
        String sql = "select i as x, repeat('x', 1000) as wide, i as y from generate_series(1, 2000000) i"; // 2 GB
        long used = 0;
        try (RowReader rows = query(sql).open()) {
            for (int i = 0; i < 50_000; i++) {
                assertThat(rows.next()).isTrue();
            }
            System.gc();
            used = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        }
        assertThat(used).isLessThan(400L << 20);
    }

    @Test
    void streamsBlocks() {
        String sql = "select i as x, i * 2.5 as y from generate_series(1, 3000000) i";
        long rows = 0;
        double sum = 0;
        int blocks = 0;
        TableRowSource source = new TableRowSource(query(sql), Tables.LAST, CellRules.NUMBERS, Precision.DOUBLE);
        try (RowStream stream = source.open()) {
            for (RowStream.Block block = stream.next(); block != null; block = stream.next()) {
                assertThat(block.first()).isEqualTo(rows);
                for (long i = 0; i < block.rows().rows(); i++) {
                    sum += block.rows().x(i, 0);
                }
                rows += block.rows().rows();
                blocks++;
            }
        }
        assertThat(rows).isEqualTo(3_000_000);
        assertThat(sum).isEqualTo(3e6 * (3e6 + 1) / 2);
        assertThat(blocks).isEqualTo(2);
    }

    @Test
    void theProgramFindsTheDriverAndTheEnvironmentsPassword() throws Exception {
        Path model = folder.resolve("model.json");
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.linreg.Main",
                "--sql",
                "select price, y from t order by id",
                "--jdbc",
                server.url(),
                "--gradient",
                "gram",
                "--device",
                "cpu",
                "--json",
                "--model",
                model.toString(),
                "--report",
                folder.resolve("r.html").toString());
        builder.environment().put("LINREG_JDBC_USER", PostgresServer.USER);
        builder.environment().put("LINREG_JDBC_PASSWORD", PostgresServer.PASSWORD);
        Process run = builder.redirectErrorStream(true).start();
        String out = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(run.waitFor()).as(out).isZero();
        assertThat(out).contains("\"source\" : \"query on " + server.url() + "\"", "\"rows\" : 20000");
        for (String text : List.of(out, Files.readString(model), Files.readString(folder.resolve("r.html")))) {
            assertThat(text).doesNotContain(PostgresServer.PASSWORD);
        }
    }
}
