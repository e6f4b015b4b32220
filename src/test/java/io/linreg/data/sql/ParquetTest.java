package io.linreg.data.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.linreg.base.LinregException;
import io.linreg.data.CellRules;
import io.linreg.data.ColumnChoice;
import io.linreg.data.Dataset;
import io.linreg.data.Missing;
import io.linreg.testing.DuckTables;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table in Parquet counts for what it does in CSV. */
class ParquetTest {
    /** Columns of many kinds, over several batches and blocks; NULLs and words where the rules let them be. */
    private static final String MIXED =
            """
            select i::int as whole, i * 1e-3 + 0.1 as real, (i * 37 % 1001 / 100.0)::decimal(9, 2) as price,
              case when i % 7 = 0 then null else sin(i) end as gaps,
              case i % 3 when 0 then 'red' when 1 then 'green' else 'blue' end as colour, i % 2 = 0 as flag,
              (i % 5)::varchar::enum('0', '1', '2', '3', '4') as grade, 1 + i % 4 as w, i * 2.5 as other,
              3 * sin(i) + i as y
            from range(70000) t(i)""";

    @TempDir
    private Path folder;

    @Test
    void givesTheSameBitsAsCsvOfTheSameTable() {
        Path parquet = DuckTables.write(folder.resolve("t.parquet"), MIXED);
        Path csv = DuckTables.write(folder.resolve("t.csv"), MIXED);
        ColumnChoice choice = new ColumnChoice(List.of("y", "other"), List.of(), List.of("real"), "w");

        String fromParquet = Tables.bits(Tables.read(Tables.file(parquet), choice, Tables.WORDS));
        assertThat(fromParquet).isEqualTo(Tables.bits(Tables.read(Tables.csv(csv), choice, Tables.WORDS)));
        assertThat(fromParquet)
                .startsWith("[whole, price, gaps, colour, flag, grade, other] -> y w ")
                .contains("colour=[blue, green, red]", "flag=[false, true]");
    }

    @Test
    void fillsRatherThanDrops() {
        Path parquet = DuckTables.write(folder.resolve("t.parquet"), MIXED);
        Path csv = DuckTables.write(folder.resolve("t.csv"), MIXED);
        CellRules mean = new CellRules(Set.of("grade", "colour", "flag"), false, Missing.MEAN);

        assertThat(Tables.bits(Tables.read(Tables.file(parquet), Tables.LAST, mean)))
                .isEqualTo(Tables.bits(Tables.read(Tables.csv(csv), Tables.LAST, mean)));
    }

    @Test
    void rowsOfManyBatchesStandInTheirOrder() {
        Path file = DuckTables.write(folder.resolve("t.parquet"), "select i as x, -i as y from range(300000) t(i)");

        Dataset data = Tables.read(Tables.file(file)).dataset();

        assertThat(data.rows()).isEqualTo(300_000);
        for (int i = 0; i < data.rows(); i++) {
            assertThat(data.x(i, 0)).isEqualTo(i);
            assertThat(data.y(i)).isEqualTo(-i);
        }
    }

    @Test
    void numbersThatNoDoubleIsAreRoundedToTheNearest() {
        String wide = "12345678901234567890123.4567";
        Path file = DuckTables.write(
                folder.resolve("t.parquet"),
                "select 9007199254740993::bigint as b, 18446744073709551615::ubigint as u, 0.1::decimal(4, 3) as d,"
                        + " " + wide + "::decimal(38, 4) as wide, 0.1::float as f,"
                        + " 170141183460469231731687303715884105727::hugeint as h, 1 as y");

        Dataset data = Tables.read(Tables.file(file)).dataset();

        double[] x = new double[6];
        data.copyRow(0, x);
        assertThat(x)
                .containsExactly(
                        9007199254740992.0,
                        0x1p64,
                        0.1,
                        new BigDecimal(wide).doubleValue(),
                        0.1f, // a REAL is the number that it is, not the one that it looks like
                        0x1p127);
    }

    @Test
    void aMissingCellIsAnErrorThatNamesItsRow() {
        Path file = DuckTables.write(
                folder.resolve("t.parquet"),
                "select case when i = 4321 then null else i end as x, i as y from range(9000) t(i)");

        assertThatThrownBy(() -> Tables.read(Tables.file(file)))
                .isInstanceOf(LinregException.class)
                .hasMessage(file + ", row 4321 (from 0), column \"x\": the cell is empty; fill it, remove the row, give"
                        + " --missing drop or mean, or leave the column out with --drop");
    }

    @Test
    void notANumberIsMissingAndInfinityIsNoNumberToLearnFrom() {
        Path file = DuckTables.write(
                folder.resolve("t.parquet"),
                "select unnest([1, 'nan'::double, 3, 'inf'::double]) as x, unnest([1, 2, 3, 4]) as y");

        assertThatThrownBy(() -> Tables.read(Tables.file(file), Tables.LAST, Tables.WORDS))
                .hasMessageContaining("row 3 (from 0), column \"x\": Infinity is not finite");
    }

    @Test
    void wordsAndDatesAreErrorsAsInCsv() {
        Path file = DuckTables.write(
                folder.resolve("t.parquet"),
                "select 'abc' as word, date '2024-01-31' as day, timestamp '2024-01-31 10:00:00' as time, 1 as x, 2 as y");

        assertThatThrownBy(() -> Tables.read(Tables.file(file)))
                .hasMessageContaining("row 0 (from 0), column \"word\": \"abc\" is not a number;");
        for (String column : List.of("day", "time")) {
            ColumnChoice one = new ColumnChoice("y", List.of(column), List.of());
            assertThatThrownBy(() -> Tables.read(Tables.file(file), one, Tables.WORDS))
                    .hasMessageContaining("column \"" + column + "\": \"2024-01-31")
                    .hasMessageContaining(" is a date; turn it into a number");
        }
        CellRules levels = new CellRules(Set.of("day"), false, Missing.ERROR);
        ColumnChoice day = new ColumnChoice("y", List.of("day"), List.of());
        assertThat(Tables.read(Tables.file(file), day, levels).dataset().frame().levels())
                .containsEntry("day", List.of("2024-01-31"));
    }

    @Test
    void aColumnOfNeitherNumbersNorWordsMattersOnlyIfItIsUsed() {
        Path file = DuckTables.write(
                folder.resolve("t.parquet"), "select [1, 2] as list, {'a': 1} as struct, 1 as x, 2 as y");

        assertThatThrownBy(() -> Tables.read(Tables.file(file)))
                .hasMessage(file + ": column \"list\" is of type INTEGER[]: neither numbers nor words; leave it out, or"
                        + " make it one of them with --sql");
        ColumnChoice x = new ColumnChoice("y", List.of("x"), List.of());
        assertThat(Tables.read(Tables.file(file), x, CellRules.NUMBERS)
                        .dataset()
                        .x(0, 0))
                .isEqualTo(1);
    }

    @Test
    void aNamelessColumnThatCountsTheRowsIsLeftOut() {
        Path counts = DuckTables.write(
                folder.resolve("t.parquet"),
                "select i as \"Unnamed: 0\", sin(i) as x, cos(i) as y from range(5000) t(i)");
        Path fractions = DuckTables.write(
                folder.resolve("f.parquet"),
                "select i::double as \"Unnamed: 0\", sin(i) as x, cos(i) as y from range(5000) t(i)");

        assertThat(Tables.read(Tables.file(counts)).dataset().features()).containsExactly("x");
        assertThat(Tables.read(Tables.file(fractions)).dataset().features()).containsExactly("Unnamed: 0", "x");
    }

    @Test
    void whatPandasWritesBesideTheColumnsIsNone() {
        Path file = DuckTables.write(folder.resolve("t.parquet"), "select 1.5 as x, 2 as y, 7 as __index_level_0__");

        assertThat(Tables.read(Tables.file(file)).dataset().target()).isEqualTo("y");
    }

    @Test
    void wordsBehindGapsAndNumbersAreErrors() {
        Path file = DuckTables.write(
                folder.resolve("t.parquet"),
                "select case when i < 3000 then null when i < 6000 then i::varchar else 'word' end as x, i as y"
                        + " from range(9000) t(i)");

        assertThatThrownBy(() -> Tables.read(Tables.file(file), Tables.LAST, Tables.WORDS))
                .hasMessageContaining("row 6000 (from 0), column \"x\": \"word\" is not a number");
    }

    @Test
    void aTableWithoutRowsIsAnError() {
        Path file = DuckTables.write(folder.resolve("t.parquet"), "select 1 as x, 2 as y where false");

        assertThatThrownBy(() -> Tables.read(Tables.file(file))).hasMessage(file + " has columns but no rows");
    }
}
