package io.linreg.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.linreg.testing.Problems;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of columns that hold more than numbers. */
class CellRulesTest {
    private static final double NONE = Double.NaN;

    private static DatasetReader.Result read(String csv, CellRules rules) {
        return read(csv, new ColumnChoice(null, List.of(), List.of()), rules);
    }

    private static DatasetReader.Result read(String csv, ColumnChoice choice, CellRules rules) {
        return DatasetReader.read(Csv.of(csv), null, choice, rules, Precision.DOUBLE);
    }

    private static CellRules categorical(String... columns) {
        return new CellRules(Set.of(columns), false, Missing.ERROR);
    }

    private static CellRules auto() {
        return new CellRules(Set.of(), true, Missing.ERROR);
    }

    private static CellRules missing(Missing missing) {
        return new CellRules(Set.of(), true, missing);
    }

    @Test
    void levelsAreSortedByCodePoint() {
        Dataset data = read("c,y\nb,1\nB,2\né,3\na,4\nb,5\n😀,6\n\uFF5E,7\n", categorical("c"))
                .dataset();

        assertThat(data.frame()).isEqualTo(new Frame(java.util.Map.of("c", levels(data)), false));
        assertThat(levels(data)).containsExactly("B", "a", "b", "é", "\uFF5E", "😀");
        assertThat(column(data, 0)).containsExactly(2, 0, 3, 1, 2, 5, 4);
    }

    @Test
    void levelsThatAreAllNumbersAreSortedBySize() {
        assertThat(levels(read("c,y\n10,1\n9,2\n-1e1,3\n9.0,4\n", categorical("c"))
                        .dataset()))
                .containsExactly("-1e1", "9", "9.0", "10");
        assertThat(levels(read("c,y\n10,1\n9,2\nx,3\n", categorical("c")).dataset()))
                .containsExactly("10", "9", "x");
    }

    @Test
    void levelsAreWhatStandsInTheCells() {
        Dataset data = read("c,y\n a ,1\n\" a \",2\n\"a,b\",3\n\"a\nb\",4\n1/2/2024,5\ninf,6\n", categorical("c"))
                .dataset();
        assertThat(levels(data)).containsExactlyInAnyOrder("a", " a ", "a,b", "a\nb", "1/2/2024", "inf");
    }

    @Test
    void autoTakesColumnsOfWordsAlone() {
        Dataset data = read("a,b,c,y\nx,1,r,1\ny,2,s,2\nx,3,t,3\n", auto()).dataset();

        assertThat(data.frame().levels().keySet()).containsExactly("a", "c");
        assertThat(column(data, 1)).containsExactly(1, 2, 3);
        assertThat(read("b,y\n1,2\n2,3\n", auto()).dataset().frame()).isEqualTo(Frame.NUMBERS);
    }

    @Test
    void wordsAmongNumbersHaveToBeNamed() {
        Csv.assertRefused(
                () -> read("a,y\nx,1\ny,2\n7,3\n", auto()),
                "data.csv, line 4, column \"a\": \"7\" is a number, where the rows above have words; correct it, or name the"
                        + " column with --categorical");
        Csv.assertRefused(
                () -> read("a,y\n7,1\nx,2\n", auto()),
                "data.csv, line 3, column \"a\": \"x\" is not a number; correct it, name the column with --categorical, or");
        Dataset named = read("a,y\n7,1\nx,2\n", new CellRules(Set.of("a"), true, Missing.ERROR))
                .dataset();
        assertThat(levels(named)).containsExactly("7", "x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"2024-01-31", "2024-1-31T12:00:00Z", "2024/01/31", "31.1.2024", "1/31/24", "1-2-2024 10:15"})
    void datesAreNeitherNumbersNorWords(String date) {
        for (CellRules rules : List.of(CellRules.NUMBERS, auto())) {
            Csv.assertRefused(
                    () -> read("day,y\n" + date + ",1\n", rules),
                    "data.csv, line 2, column \"day\": \"" + date
                            + "\" is a date; turn it into a number, such as a year or a"
                            + " count of days, or leave the column out with --drop");
            Csv.assertRefused(() -> read("word,y\nx,1\n" + date + ",1\n", rules), "column \"word\": \"");
        }
        Csv.assertRefused(() -> read("x,day\n1," + date + "\n", auto()), "is a date", "--target");
        assertThat(levels(read("day,y\n" + date + ",1\n", categorical("day")).dataset()))
                .containsExactly(date);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2.3", "192.168.0.1", "2024-01/31", "12:30", "555-1234"})
    void whatIsNoDateIsNotCalledOne(String text) {
        Csv.assertRefused(() -> read("a,y\n" + text + ",1\n", CellRules.NUMBERS), "is not a number");
    }

    @Test
    void onlyFeaturesAreCategorical() {
        ColumnChoice choice = new ColumnChoice(List.of("y"), List.of("a"), List.of(), "w");
        for (String column : List.of("y", "b", "w", "none")) {
            Csv.assertRefused(
                    () -> read("a,b,w,y\n1,2,3,4\n", choice, categorical(column)),
                    "column \"" + column + "\" is said to be categorical, but is no feature; the features are \"a\"");
        }
    }

    @Test
    void aThousandLevelsAreTheMost() {
        String levels = IntStream.range(0, 1000).mapToObj(k -> "l" + k + ",1\n").collect(Collectors.joining());
        assertThat(levels(read("c,y\n" + levels, auto()).dataset())).hasSize(1000);
        Csv.assertRefused(
                () -> read("c,y\n" + levels + "l7,1\nl1000,1\n", auto()),
                "data.csv, line 1003, column \"c\": \"l1000\" is level 1001 of the column, and more than 1000 are not");
    }

    @Test
    void missingCellsAreErrorsByDefault() {
        Csv.assertRefused(
                () -> read("c,y\nx,1\n,2\n", auto()),
                "data.csv, line 3, column \"c\": the cell is empty; fill it, remove the row, give --missing drop or mean, or"
                        + " leave the column out with --drop");
        Csv.assertRefused(() -> read("c,y\n1,1\nNA,2\n", auto()), "line 3, column \"c\": \"NA\" is a missing value");
    }

    @Test
    void rowsWithMissingCellsAreDropped() {
        DatasetReader.Result read = read("c,x,y\n,1,1\nq,2,2\nq,NA,3\nr,4,\ns,5,5\nNULL,6,6\n", missing(Missing.DROP));

        assertThat(read.dropped().rows()).containsExactly(0, 2, 3, 5);
        assertThat(read.dropped().tableRows(new int[] {1, 0})).containsExactly(4, 1);
        assertThat(read.dataset().rows()).isEqualTo(2);
        assertThat(column(read.dataset(), 1)).containsExactly(2, 5);
        assertThat(read.dataset().frame().gaps()).isFalse();
        Csv.assertRefused(
                () -> read("x,y\n,1\n2,\n", missing(Missing.DROP)), "a cell is missing in every row", "--drop");
    }

    @Test
    void aColumnThatIsNotUsedMayMissCells() {
        ColumnChoice choice = new ColumnChoice("y", List.of("x"), List.of());
        assertThat(read("x,z,y\n1,,1\n2,NA,2\n", choice, missing(Missing.DROP))
                        .dropped()
                        .count())
                .isZero();
    }

    @Test
    void cellsToBeFilledAreReadAsGaps() {
        Dataset data = read("c,x,y\n,1,1\nq,NA,2\n", missing(Missing.MEAN)).dataset();

        assertThat(data.frame().gaps()).isTrue();
        assertThat(column(data, 0)).containsExactly(NONE, 0);
        assertThat(column(data, 1)).containsExactly(1, NONE);
    }

    @Test
    void targetsAndWeightsAreNeverFilled() {
        for (String cell : List.of("", "NA")) {
            Csv.assertRefused(
                    () -> read("x,y\n1,1\n2," + cell + "\n", missing(Missing.MEAN)),
                    "line 3, column \"y\"",
                    "fill it, remove the row, give --missing drop, or choose another target with --target");
            ColumnChoice weighted = new ColumnChoice(List.of("y"), List.of(), List.of(), "w");
            String csv = "x,w,y\n1,1,1\n2," + cell + ",3\n";
            Csv.assertRefused(() -> read(csv, weighted, missing(Missing.MEAN)), "column \"w\"", "--weights");
            assertThat(read(csv, weighted, missing(Missing.DROP)).dropped().rows())
                    .containsExactly(1);
            ColumnChoice two = new ColumnChoice(List.of("y", "w"), List.of(), List.of(), null);
            Csv.assertRefused(() -> read(csv, two, missing(Missing.MEAN)), "column \"w\"", "--target");
            assertThat(read(csv, two, missing(Missing.DROP)).dropped().rows()).containsExactly(1);
        }
    }

    @Test
    void anIndexColumnCountsTheTablesRowsAlsoWhereSomeAreDropped() {
        DatasetReader.Result read = read(",x,y\n0,,1\n1,2,2\n2,NA,3\n3,4,4\n", missing(Missing.DROP));
        assertThat(read.dataset().features()).containsExactly("x");
        assertThat(read.leftOut()).hasSize(1);

        assertThat(read(",x,y\na,1,1\nb,2,2\n", auto()).dataset().features()).containsExactly("Unnamed: 0", "x");
        assertThat(read(",x,y\n0,1,1\n1,2,2\n", categorical("Unnamed: 0"))
                        .dataset()
                        .features())
                .containsExactly("Unnamed: 0", "x");
    }

    @Test
    void droppedRowsAreCountedRight() {
        int[] dropped = {0, 1, 5, 9};
        int[] kept = {2, 3, 4, 6, 7, 8, 10, 11};
        DroppedRows rows = new DroppedRows(dropped);
        assertThat(rows.tableRows(IntStream.range(0, 8).toArray())).containsExactly(kept);
        assertThat(rows.tableRows(new int[0])).isEmpty();
        Dataset table = Problems.random(12, 2, Precision.DOUBLE, 1);
        assertThat(Problems.x(rows.from(table))).isDeepEqualTo(Problems.x(table.select(kept)));
    }

    private static List<String> levels(Dataset data) {
        return data.frame().levels().get(data.features().get(0));
    }

    private static double[] column(Dataset data, int j) {
        return Arrays.stream(Problems.x(data)).mapToDouble(row -> row[j]).toArray();
    }
}
