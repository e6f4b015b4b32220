package io.linreg.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowBlockTest {

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 64", "63, 64", "64, 64", "65, 128", "65535, 65536", "65536, 65536", "65537, 65600"})
    void paddedToWholeTiles(int rows, int padded) {
        assertThat(RowBlock.padded(rows)).isEqualTo(padded);
    }

    @Test
    void neighbouringRowsOfOneFeatureStandSideBySide() {
        RowBlock block = RowBlock.of(200, 3, Precision.FLOAT);
        assertThat(block.index(0, 0)).isZero();
        assertThat(block.index(1, 0)).isEqualTo(1);
        assertThat(block.index(63, 0)).isEqualTo(63);
        assertThat(block.index(0, 1)).isEqualTo(64);
        assertThat(block.index(63, 2)).isEqualTo(3 * 64 - 1);
        assertThat(block.index(64, 0)).isEqualTo(3 * 64);
        assertThat(block.index(199, 2)).isEqualTo(3 * 3 * 64 + 2 * 64 + 7);
    }

    @Test
    void ofWideRowsTheFeaturesStandSideBySide() {
        RowBlock block = RowBlock.of(200, 517, Precision.FLOAT);
        assertThat(block.index(0, 0)).isZero();
        assertThat(block.index(0, 516)).isEqualTo(516);
        assertThat(block.index(1, 0)).isEqualTo(528);
        assertThat(block.index(199, 3)).isEqualTo(199 * 528 + 3);
    }

    @ParameterizedTest
    @CsvSource({"5", "517"})
    void everyNumberHasItsOwnPlace(int features) {
        RowBlock block = RowBlock.of(130, features, Precision.DOUBLE);
        boolean[] taken = new boolean[block.layout().length(130)];
        for (int i = 0; i < RowBlock.padded(130); i++) {
            for (int j = 0; j < features; j++) {
                int at = block.index(i, j);
                assertThat(taken[at]).as("place of (%d, %d)", i, j).isFalse();
                taken[at] = true;
            }
        }
    }

    /** However they are written, they are read, row by row, column by column and one by one. */
    @ParameterizedTest
    @CsvSource({"3, FLOAT", "3, DOUBLE", "517, FLOAT", "517, DOUBLE"})
    void numbersAreFoundWhereTheyWerePut(int features, Precision precision) {
        int rows = 150;
        RowBlock oneByOne = RowBlock.of(rows, features, precision);
        RowBlock byRows = RowBlock.of(rows, features, precision);
        RowBlock byColumns = RowBlock.of(rows, features, precision);
        double[][] columns = new double[features][rows];
        double[] targets = new double[rows];
        for (int i = 0; i < rows; i++) {
            double[] row = new double[features];
            for (int j = 0; j < features; j++) {
                row[j] = 1000 * i + j;
                columns[j][i] = row[j];
                oneByOne.set(i, j, row[j]);
            }
            targets[i] = -i;
            oneByOne.setTarget(i, -i);
            byRows.setRow(i, row, -i);
        }
        byColumns.setRows(0, columns, targets, 0, 40);
        byColumns.setRows(40, columns, targets, 40, rows);

        int[] chosen = {3, 65, 66, 149};
        for (RowBlock block : List.of(oneByOne, byRows, byColumns, byColumns.resized(rows), byColumns.resized(300))) {
            for (int i = 0; i < rows; i++) {
                double[] row = new double[features];
                block.copyRow(i, null, row);
                for (int j = 0; j < features; j++) {
                    assertThat(row[j]).isEqualTo(columns[j][i]);
                    assertThat(block.x(i, j)).isEqualTo(columns[j][i]);
                }
                assertThat(block.y(i)).isEqualTo(-(double) i);
                double[] two = new double[2];
                block.copyRow(i, new int[] {2, 0}, two);
                assertThat(two).containsExactly(columns[2][i], columns[0][i]);
            }
            double[] gathered = new double[3];
            block.gather(features - 1, chosen, 1, 4, -1, gathered);
            double[] last = columns[features - 1];
            assertThat(gathered).containsExactly(last[64], last[65], last[148]);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, FLOAT, false, 1",
        "511, FLOAT, false, 511",
        "512, FLOAT, true, 512",
        "513, FLOAT, true, 528",
        "1280, FLOAT, true, 1280",
        "1281, FLOAT, false, 1281",
        "255, DOUBLE, false, 255",
        "256, DOUBLE, true, 256",
        "633, DOUBLE, true, 640",
        "641, DOUBLE, false, 641",
        "536870913, DOUBLE, false, 536870913"
    })
    void rowsOfSomeKilobytesStandByThemselves(int features, Precision precision, boolean byRow, int width) {
        BlockLayout layout = BlockLayout.of(features, precision);
        assertThat(layout.isByRow()).isEqualTo(byRow);
        assertThat(layout.width()).isEqualTo(width);
    }

    @Test
    void kernelsFindNumbersWhereTheIndexSays() {
        RowBlock.Floats floats = (RowBlock.Floats) RowBlock.of(70, 2, Precision.FLOAT);
        RowBlock.Doubles doubles = (RowBlock.Doubles) RowBlock.of(70, 2, Precision.DOUBLE);
        floats.set(65, 1, 0.5);
        floats.setTarget(65, -2);
        doubles.set(65, 1, 0.1);
        doubles.setTarget(65, -2);
        assertThat(floats.xs()[128 + 64 + 1]).isEqualTo(0.5f);
        assertThat(floats.ys()[65]).isEqualTo(-2);
        assertThat(doubles.xs()[128 + 64 + 1]).isEqualTo(0.1);
        assertThat(doubles.ys()[65]).isEqualTo(-2);
    }

    @ParameterizedTest
    @CsvSource({"1, 64", "64, 65", "70, 200", "200, 130", "65, 64", "70, 1"})
    void resizingKeepsRowsAndAddsZeros(int from, int to) {
        for (Precision precision : Precision.values()) {
            RowBlock block = RowBlock.of(from, 2, precision);
            for (int i = 0; i < from; i++) {
                block.set(i, 0, i + 1);
                block.set(i, 1, -i);
                block.setTarget(i, 7);
            }
            RowBlock resized = block.resized(to);
            assertThat(resized.rows()).isEqualTo(to);
            assertThat(resized.features()).isEqualTo(2);
            for (int i = 0; i < to; i++) {
                assertThat(resized.x(i, 0)).isEqualTo(i < from ? i + 1 : 0);
                assertThat(resized.x(i, 1)).isEqualTo(i < from ? -(double) i : 0);
                assertThat(resized.y(i)).isEqualTo(i < from ? 7 : 0);
            }
        }
    }

    @Test
    void theLastTileOfADatasetIsFilledWithZeros() {
        DatasetBuilder builder = Dataset.builder(List.of("a", "b"), "y", Precision.DOUBLE);
        for (int i = 0; i < 200; i++) {
            builder.add(new double[] {1, 2}, 3);
        }
        RowBlock.Doubles block = (RowBlock.Doubles) builder.build().blocks().get(0);
        assertThat(block.xs()).hasSize(256 * 2);
        assertThat(block.ys()).hasSize(256);
        for (int i = 200; i < 256; i++) {
            assertThat(block.x(i, 0)).isZero();
            assertThat(block.x(i, 1)).isZero();
            assertThat(block.y(i)).isZero();
        }
    }
}
