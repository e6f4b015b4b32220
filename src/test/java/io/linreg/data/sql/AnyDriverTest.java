package io.linreg.data.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.linreg.base.LinregException;
import io.linreg.data.CellRules;
import io.linreg.data.ColumnChoice;
import io.linreg.data.TableSource;
import io.linreg.testing.DuckTables;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that nothing is known of but its driver: H2. */
class AnyDriverTest {
    private static final String URL = "jdbc:h2:mem:any";

    @TempDir
    private Path folder;

    private Connection kept;

    @BeforeEach
    void fill() throws SQLException {
        kept = DriverManager.getConnection(URL, "sa", "geheim");
        try (Statement statement = kept.createStatement()) {
            statement.execute(
                    "create table t as select x - 1 as id, cast(mod((x - 1) * 37, 1001) as decimal(9, 2)) / 100 as price,"
                            + " case when mod(x, 7) = 0 then null else (x - 1) / cast(8 as double precision) end as gaps,"
                            + " mod(x, 2) = 1 as flag, cast(case mod(x, 3) when 0 then 'red' else 'blue' end as char(6)) as colour,"
                            + " cast(0.1 as real) as single, (x - 1) * cast(2.5 as double precision) as y from system_range(1, 9000)");
        }
    }

    @AfterEach
    void drop() throws SQLException {
        kept.close();
    }

    private static TableSource query(String sql) {
        Properties login = new Properties();
        login.setProperty("user", "sa");
        login.setProperty("password", "geheim");
        return SqlSource.query(sql, new Login(URL + ";IFEXISTS=TRUE", login), Tables.DRIVERS);
    }

    @Test
    void givesTheSameBitsAsParquetOfTheSameTable() {
        Path file = DuckTables.write(
                folder.resolve("t.parquet"),
                "select i as ID, ((i * 37) % 1001 / 100.0)::decimal(9, 2) as PRICE,"
                        + " case when (i + 1) % 7 = 0 then null else i / 8.0 end as GAPS, (i + 1) % 2 = 1 as FLAG,"
                        + " case (i + 1) % 3 when 0 then 'red' else 'blue' end as COLOUR, 0.1::float as SINGLE, i * 2.5 as Y"
                        + " from range(9000) t(i)");

        assertThat(Tables.bits(Tables.read(query("select * from t order by id"), Tables.LAST, Tables.WORDS)))
                .isEqualTo(Tables.bits(Tables.read(Tables.file(file), Tables.LAST, Tables.WORDS)));
        ColumnChoice some = new ColumnChoice("Y", List.of("PRICE", "ID"), List.of());
        assertThat(Tables.bits(Tables.read(query("select * from t order by id;"), some, CellRules.NUMBERS)))
                .isEqualTo(Tables.bits(Tables.read(Tables.file(file), some, CellRules.NUMBERS)));
    }

    @Test
    void badQueriesAreErrorsOfOneLine() {
        for (String sql : List.of("selct 1", "select nosuch from t", "update t set y = 1", "select 1 as a, 2 as a")) {
            assertThatThrownBy(() -> Tables.read(query(sql)))
                    .isInstanceOf(LinregException.class)
                    .hasMessageStartingWith("query on jdbc:h2:mem:any")
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void wrongCredentialsAreAnErrorThatGivesNoneAway() {
        Login login = new Login(URL + ";USER=sa;PASSWORD=n0t1t", new Properties());

        assertThatThrownBy(
                        () -> SqlSource.query("select 1", login, Tables.DRIVERS).open())
                .isInstanceOf(LinregException.class)
                .hasMessageContaining("Wrong user name or password")
                .hasMessageContaining("LINREG_JDBC_PASSWORD")
                .hasMessageNotContaining("n0t1t");
    }
}
