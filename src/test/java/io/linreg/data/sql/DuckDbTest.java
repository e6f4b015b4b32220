package io.linreg.data.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.linreg.base.LinregException;
import io.linreg.data.CellRules;
import io.linreg.data.ColumnChoice;
import io.linreg.data.Dataset;
import io.linreg.testing.DuckTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DuckDbTest {
    @TempDir
    private Path folder;

    @Test
    void joinsFilesInTheOrderAsked() {
        Path orders = DuckTables.write(
                folder.resolve("orders.parquet"), "select i as id, i % 3 as shop, i * 1.5 as y from range(6) t(i)");
        Path shops =
                DuckTables.write(folder.resolve("shops.csv"), "select i as shop, 10 * i as area from range(3) t(i)");

        Dataset data = Tables.read(Tables.query("select area, y from '" + orders + "' join '" + shops
                        + "' using (shop) order by id desc -- the newest first"))
                .dataset();

        assertThat(data.rows()).isEqualTo(6);
        for (int i = 0; i < 6; i++) {
            assertThat(data.x(i, 0)).isEqualTo(10 * ((5 - i) % 3));
            assertThat(data.y(i)).isEqualTo((5 - i) * 1.5);
        }
    }

    @Test
    void theOrderStaysWhereAColumnThatMakesItIsNotRead() {
        ColumnChoice x = new ColumnChoice("y", List.of("x"), List.of());

        Dataset data = Tables.read(
                        Tables.query("select hash(i) as h, i as x, -i as y from range(50000) t(i) order by h"),
                        x,
                        CellRules.NUMBERS)
                .dataset();
        Dataset all = Tables.read(Tables.query(
                        "select hash(i)::double as h, i as x, -i as y from range(50000) t(i) order by hash(i)"))
                .dataset();

        for (int i = 0; i < data.rows(); i++) {
            assertThat(data.x(i, 0)).isEqualTo(all.x(i, 1));
        }
    }

    @Test
    void groupsComeInTheSameOrderEachTime() {
        String sql = "select hash(i) % 20011 as g, count(*) as x, sum(i) as y from range(400000) t(i) group by g";

        assertThat(Tables.bits(Tables.read(Tables.query(sql)))).isEqualTo(Tables.bits(Tables.read(Tables.query(sql))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "selct 1 | query, line 1, column 1 of the SQL: syntax error at or near \"selct\"",
                "select 1 as x,; nosuch as y | query, line 2, column 2 of the SQL: Binder Error: Referenced column \"nosuch\"*",
                "select * from nosuch | query, line 1, column 15 of the SQL: Catalog Error: Table with name nosuch does not"
                        + " exist!",
                "select 1 as a, 2 as a | query: columns 1 and 2 are both called \"a\"; rename one, with AS",
                "select 1 as a | query has one column; a target and at least one feature are needed",
                "select 1 as x, 2 as y where false | query has columns but no rows",
                "from 'https://example.com/x.csv' | *requires the extension httpfs to be loaded; none is downloaded here",
            })
    void aBadQueryIsAnErrorOfOneLineWithItsPlace(String sql, String message) {
        assertThatThrownBy(() -> Tables.read(Tables.query(sql.replace(";", "\n"))))
                .isInstanceOf(LinregException.class)
                .message()
                .matches(java.util.regex.Pattern.quote(message).replace("*", "\\E.*\\Q"));
    }

    @Test
    void anErrorAmidTheRowsIsNotTakenForTheirEnd() {
        String sql = "select case when i = 2500000 then error('boom') else i end as x, i as y from range(3000000) t(i)";

        assertThatThrownBy(() -> Tables.read(Tables.query(sql)))
                .isInstanceOf(LinregException.class)
                .hasMessageMatching("query failed after \\d+ rows: .*boom.*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "copy (select 1) to 'FILE'",
                "copy (select 1 as x) to 'FILE'; select 1 as x, 2 as y",
                "select 1 as x, 2 as y; copy (select 1) to 'FILE'",
                "select 1 as x) ; copy (select 1) to 'FILE'; select * from (select 1 as x",
                "attach 'FILE' as f",
                "export database 'FILE'",
                "install httpfs",
                "load httpfs",
                "set threads = 4",
                "create table t as select 1",
                "",
                "--",
            })
    void anythingButOneSelectIsRefusedAndNothingIsWritten(String sql) throws IOException {
        Path file = folder.resolve("written");

        assertThatThrownBy(() -> Tables.read(Tables.query(sql.replace("FILE", file.toString()))))
                .isInstanceOf(LinregException.class)
                .message()
                .matches("query, line 1, column \\d+ of the SQL: "
                        + "(one SELECT is wanted, and no other statement|syntax error at or near .*)");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void whatDoesNotFitInMemoryIsNotWrittenToADisk() {
        assertThat(Tables.read(
                                Tables.query("select current_setting('temp_directory') = '' as x,"
                                        + " current_setting('autoinstall_known_extensions') as a,"
                                        + " current_setting('autoload_known_extensions') as b, 1 as y"),
                                new ColumnChoice(null, List.of(), List.of()),
                                Tables.WORDS)
                        .dataset()
                        .frame()
                        .levels())
                .containsEntry("x", List.of("true"))
                .containsEntry("a", List.of("false"))
                .containsEntry("b", List.of("false"));
    }

    @Test
    void aDatabaseFileIsNotChanged() throws IOException {
        Path file = folder.resolve("shop.duckdb");
        DuckTables.inFile(file, "create table t as select i as x, i as y from range(10) t(i)");
        byte[] before = Files.readAllBytes(file);

        Tables.read(SqlSource.query("select * from t", file, Tables.DRIVERS));
        Login url = new Login("jdbc:duckdb:" + file, new java.util.Properties());
        assertThat(Tables.read(SqlSource.query("select x, y from t", url, Tables.DRIVERS))
                        .dataset()
                        .rows())
                .isEqualTo(10);

        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        assertThat(folder.toFile().list()).containsExactly("shop.duckdb");
    }

    @Test
    void onlyTheColumnsWantedAreRead() {
        String sql = "select case when i >= 0 then error('read') else 1 end as bad, i as x, i as y from range(10) t(i)";
        ColumnChoice x = new ColumnChoice("y", List.of(), List.of("bad"));

        assertThat(Tables.read(Tables.query(sql), x, CellRules.NUMBERS)
                        .dataset()
                        .features())
                .containsExactly("x");
        assertThatThrownBy(() -> Tables.read(Tables.query(sql))).hasMessageContaining("read");
    }
}
