package io.linreg.data.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.linreg.base.LinregException;
import io.linreg.data.Dataset;
import io.linreg.testing.DuckTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataFilesTest {
    @TempDir
    private Path folder;

    private void failsWith(String word, String message) {
        assertThatThrownBy(
                        () -> Tables.read(SqlSource.files(folder.resolve(word).toString(), Tables.DRIVERS)))
                .isInstanceOf(LinregException.class)
                .hasMessage(message.replace("DIR", folder.toString()));
    }

    @Test
    void readsThoseOfAPatternInTheOrderOfTheirNames() {
        for (int part : new int[] {2, 0, 1}) {
            DuckTables.write(folder.resolve("part-" + part + ".parquet"), "select " + part + " as x, 1 as y");
        }
        DuckTables.write(folder.resolve("other.parquet"), "select 'not of them' as z");

        Dataset data =
                Tables.read(Tables.file(folder.resolve("part-*.parquet"))).dataset();

        assertThat(data.rows()).isEqualTo(3);
        assertThat(new double[] {data.x(0, 0), data.x(1, 0), data.x(2, 0)}).containsExactly(0, 1, 2);
    }

    @Test
    void aFileMayBeCalledAsAPatternIs() {
        DuckTables.write(folder.resolve("a1.parquet"), "select 7 as x, 1 as y");
        Path file = DuckTables.write(folder.resolve("b.parquet"), "select 8 as x, 1 as y");
        assertThat(file.toFile().renameTo(folder.resolve("a[1].parquet").toFile()))
                .isTrue();

        assertThat(Tables.read(Tables.file(folder.resolve("a[1].parquet")))
                        .dataset()
                        .x(0, 0))
                .isEqualTo(8);
    }

    @Test
    void aFolderWithKeysInItsNamesGivesNoColumns() throws IOException {
        Path year = Files.createDirectories(folder.resolve("year=2024"));
        DuckTables.write(year.resolve("a.parquet"), "select 7 as x, 1 as y");

        assertThat(Tables.read(Tables.file(folder.resolve("year=*/*.parquet")))
                        .dataset()
                        .target())
                .isEqualTo("y");
    }

    @Test
    void numbersOfDifferentTypesAreNotRoundedToTheFirstFiles() {
        DuckTables.write(folder.resolve("a.parquet"), "select 1 as x, 1 as y");
        DuckTables.write(folder.resolve("b.parquet"), "select 2::double as y, 1.5::double as x");

        Dataset data = Tables.read(Tables.file(folder.resolve("*.parquet"))).dataset();

        assertThat(data.x(1, 0)).isEqualTo(1.5);
        assertThat(data.y(1)).isEqualTo(2);
    }

    @Test
    void aColumnOfAnotherTypeInOneOfManyFilesIsAnErrorThatNamesTheFile() {
        for (int part = 0; part < 5; part++) {
            String x = part == 3 ? "'1.5'" : "1.5::double";
            DuckTables.write(folder.resolve("part-" + part + ".parquet"), "select " + x + " as x, 1 as y");
        }

        failsWith(
                "*.parquet",
                "DIR/part-3.parquet: column \"x\" is of type VARCHAR, and of type DOUBLE in DIR/part-0.parquet; make them"
                        + " one with --sql");
    }

    @Test
    void aColumnThatOneOfManyFilesLacksIsAnErrorThatNamesTheFile() {
        DuckTables.write(folder.resolve("a.parquet"), "select 1 as x, 1 as y");
        DuckTables.write(folder.resolve("b.parquet"), "select 1 as x, 1 as z");

        failsWith("*.parquet", "DIR/b.parquet: no column \"y\", which DIR/a.parquet has; make them alike with --sql");
    }

    /** At the end, where the footer is, and in the middle, which the footer says nothing about. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.001, 0.5, 0.999})
    void aFileCutShortIsAnError(double share) throws IOException {
        Path file = DuckTables.write(folder.resolve("t.parquet"), "select i as x, sin(i) as y from range(9000) t(i)");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, (int) (share * bytes.length)));

        assertThatThrownBy(() -> Tables.read(Tables.file(file)))
                .isInstanceOf(LinregException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageEndingWith("it is no Parquet file, or is cut short or damaged: fetch it again");
    }

    @Test
    void aHoleInTheMiddleOfAFileIsNotTakenForItsEnd() throws IOException {
        Path file = DuckTables.write(
                folder.resolve("t.parquet"), "select hash(i) % 1000003 as x, sin(i) as y from range(900000) t(i)");
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, bytes.length / 2, bytes.length / 2 + bytes.length / 10, (byte) 0xA5);
        Files.write(file, bytes);

        assertThatThrownBy(() -> Tables.read(Tables.file(file)))
                .isInstanceOf(LinregException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageEndingWith("it is no Parquet file, or is cut short or damaged: fetch it again")
                .hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "none.parquet     | no such file: DIR/none.parquet",
                "no-*.parquet     | no file matches DIR/no-*.parquet",
                "made.xlsx        | DIR/made.xlsx: this format takes an extension of DuckDB that would have to be downloaded;"
                        + " save the table as CSV or Parquet",
                "*.csv            | DIR/*.csv: a pattern has to end with .parquet or .json, so that the format is known; for"
                        + " others write --sql \"select * from 'DIR/*.csv'\"",
                "folder.parquet   | DIR/folder.parquet is a directory; give a pattern, such as"
                        + " 'DIR/folder.parquet/*.parquet'",
                "none.duckdb      | no such file: DIR/none.duckdb",
            })
    void whatCannotBeReadIsNamed(String word, String message) throws IOException {
        Files.createFile(folder.resolve("made.xlsx"));
        Files.createDirectory(folder.resolve("folder.parquet"));

        failsWith(word, message);
    }

    @Test
    void nothingIsFetchedFromElsewhere() {
        assertThat(SqlSource.isFor("https://example.com/data.parquet")).isTrue();
        assertThatThrownBy(() -> Tables.read(SqlSource.files("https://example.com/data.parquet", Tables.DRIVERS)))
                .hasMessage(
                        "https://example.com/data.parquet is not on this machine, and nothing is downloaded here; fetch"
                                + " it first");
    }

    @ParameterizedTest
    @ValueSource(strings = {"t.json", "t.ndjson", "t.jsonl"})
    void readsJson(String name) throws IOException {
        String rows = "{\"x\": 1.5, \"y\": 2}\n{\"x\": null, \"y\": 3}\n{\"y\": 5, \"x\": 2.5}\n";
        Path file = Files.writeString(folder.resolve(name), rows);

        Dataset data = Tables.read(Tables.file(file), Tables.LAST, Tables.WORDS).dataset();

        assertThat(data.features()).containsExactly("x");
        assertThat(new double[] {data.x(0, 0), data.y(0), data.x(1, 0), data.y(1)})
                .containsExactly(1.5, 2, 2.5, 5);
    }

    @Test
    void jsonThatIsNoneIsAnErrorThatNamesTheFile() throws IOException {
        Path file = Files.writeString(folder.resolve("t.json"), "{\"x\": 1.5, \"y\": 2}\n{\"x\": 1.5, \"y\": \n");

        assertThatThrownBy(() -> Tables.read(Tables.file(file)))
                .isInstanceOf(LinregException.class)
                .hasMessageContaining(file + ": ");
    }

    @Test
    void readsTheOnlyTableOfADatabaseFile() {
        Path file = folder.resolve("shop.duckdb");
        DuckTables.inFile(file, "create table \"a \"\"b\" as select 1 as x, 2 as y");

        assertThat(Tables.read(Tables.file(file)).dataset().y(0)).isEqualTo(2);

        DuckTables.inFile(file, "create table orders as select 3 as x, 4 as y");
        failsWith("shop.duckdb", "DIR/shop.duckdb has 2 tables (\"a \"b\", \"orders\"); say what to read with --sql");
        assertThat(Tables.read(SqlSource.query("select * from orders;", file, Tables.DRIVERS))
                        .dataset()
                        .y(0))
                .isEqualTo(4);
    }
}
