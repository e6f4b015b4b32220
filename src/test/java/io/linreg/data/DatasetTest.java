package io.linreg.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetTest {

    /** Feature j of row i is 10 i + j, the target -i: whole numbers, exact in float up to 2^24. */
    private static Dataset numbered(int rows, int features, Precision precision) {
        List<String> names = IntStream.range(0, features).mapToObj(j -> "x" + j).toList();
        DatasetBuilder builder = Dataset.builder(names, "y", precision);
        double[] row = new double[features];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < features; j++) {
                row[j] = 10.0 * i + j;
            }
            builder.add(row, -i);
        }
        return builder.build();
    }

    private static void assertNumbered(Dataset data, int[] rows, int[] columns) {
        assertThat(data.rows()).isEqualTo(rows.length);
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < columns.length; j++) {
                if (data.x(i, j) != 10.0 * rows[i] + columns[j]) {
                    assertThat(data.x(i, j)).as("x(%d, %d)", i, j).isEqualTo(10.0 * rows[i] + columns[j]);
                }
            }
            if (data.y(i) != -rows[i]) {
                assertThat(data.y(i)).as("y(%d)", i).isEqualTo(-rows[i]);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 63, 64, 65, 127, 128, 129, 4098, 65471, 65472, 65473, 130945})
    void rowsRoundTheEdgesOfTilesAndBlocks(int rows) {
        for (Precision precision : Precision.values()) {
            Dataset data = numbered(rows, 3, precision);
            assertNumbered(data, IntStream.range(0, rows).toArray(), new int[] {0, 1, 2});
            assertThat(data.precision()).isEqualTo(precision);
            assertThat(data.blocks()).hasSize((rows + 65471) / 65472);
            for (int b = 0; b < data.blocks().size(); b++) {
                assertThat(data.blocks().get(b).rows()).isEqualTo(Math.min(65472, rows - 65472 * b));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 64, 65472, 65473, 130945})
    void computedRowsStandInTheBlocksThatReadOnesDo(int rows) {
        Dataset data = Dataset.computed(List.of("a", "b"), "y", Precision.FLOAT, rows, (index, block) -> {
            for (int i = 0; i < block.rows(); i++) {
                block.set(i, 1, index);
                block.setTarget(i, i);
            }
        });

        assertThat(data.rows()).isEqualTo(rows);
        assertThat(data.features()).containsExactly("a", "b");
        assertThat(data.blocks()).hasSize((rows + 65471) / 65472);
        for (int i = 0; i < rows; i++) {
            assertThat(data.x(i, 0)).isZero();
            int index = i / 65472;
            assertThat(data.x(i, 1)).isEqualTo(index);
            assertThat(data.y(i)).isEqualTo(i % 65472);
        }
    }

    @Test
    void ofABlockItHasItsRowsWhereTheyStand() {
        RowBlock block = RowBlock.of(70, 2, Precision.FLOAT);
        block.setRow(69, new double[] {1.5, 2.5}, 3);
        Dataset data = Dataset.of(List.of("a", "b"), "y", block);

        assertThat(data.rows()).isEqualTo(70);
        assertThat(data.precision()).isEqualTo(Precision.FLOAT);
        assertThat(data.x(69, 1)).isEqualTo(2.5);
        assertThat(data.y(69)).isEqualTo(3);
        assertThat(data.blocks()).containsExactly(block);
    }

    @Test
    void blocksOfManyFeaturesHoldFewerRows() {
        Dataset data = Dataset.builder(
                        IntStream.range(0, 1_000).mapToObj(j -> "x" + j).toList(), "y", Precision.FLOAT)
                .build();
        assertThat(data.blockRows()).isEqualTo(4160);
        assertThat(data.blockRows() % RowBlock.TILE).isZero();
        assertThat(data.rows()).isZero();
        assertThat(data.blocks()).isEmpty();
    }

    @Test
    void passedArraysAreCopied() {
        double[] row = {1, 2};
        List<String> names = new ArrayList<>(List.of("a", "b"));
        DatasetBuilder builder = Dataset.builder(names, "y", Precision.DOUBLE).add(row, 3);
        Arrays.fill(row, 99);
        names.set(0, "z");
        Dataset data = builder.build();
        assertThat(data.x(0, 0)).isEqualTo(1);
        assertThat(data.x(0, 1)).isEqualTo(2);
        assertThat(data.features()).containsExactly("a", "b");
        double[] copy = new double[2];
        data.copyRow(0, copy);
        copy[0] = 99;
        assertThat(data.x(0, 0)).isEqualTo(1);
        assertThatThrownBy(() -> data.features().add("c")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> data.blocks().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 63, 64, 65, 128})
    void rowsAddedAfterBuildingDoNotReachTheDataset(int rows) {
        DatasetBuilder builder = Dataset.builder(List.of("a"), "y", Precision.DOUBLE);
        for (int i = 0; i < rows; i++) {
            builder.add(new double[] {i}, i);
        }
        Dataset data = builder.build();
        builder.add(new double[] {-1}, -1);
        assertThat(data.rows()).isEqualTo(rows);
        assertThat(data.blocks().get(0).rows()).isEqualTo(rows);
        assertThat(data.x(rows - 1, 0)).isEqualTo(rows - 1);
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void selectTakesRowsInTheGivenOrder(Precision precision) {
        Dataset data = numbered(65_600, 2, precision);
        int[] chosen = {65_599, 0, 64, 63, 65_472, 65_471, 64, 0};
        Dataset selection = data.select(chosen);
        assertNumbered(selection, chosen, new int[] {0, 1});
        assertThat(selection.precision()).isEqualTo(precision);
        assertThat(selection.target()).isEqualTo("y");
        assertThat(data.select(new int[0]).rows()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void choicesOfChoicesLeaveTheNumbersWhereTheyAre(Precision precision) {
        Dataset all = numbered(70_000, 5, precision);
        Dataset some = all.select(new int[] {69_999, 3, 65_472, 7, 3})
                .project(List.of("x4", "x0", "x2"))
                .select(new int[] {0, 2, 4})
                .project(List.of("x2", "x4"));
        int[] rows = {69_999, 65_472, 3};
        assertNumbered(some, rows, new int[] {2, 4});
        double[] row = new double[2];
        some.copyRow(1, row);
        assertThat(row).containsExactly(654_722, 654_724);
        assertThat(some.features()).containsExactly("x2", "x4");
        assertThat(all.project(all.features())).isSameAs(all);

        assertThat(some.blockRows()).isEqualTo(65_472);
        RowBlock block = some.blocks().get(0);
        assertThat(some.blocks()).containsExactly(block);
        assertThat(block.rows()).isEqualTo(3);
        for (int i = 0; i < 3; i++) {
            assertThat(block.x(i, 1)).isEqualTo(10.0 * rows[i] + 4);
            assertThat(block.y(i)).isEqualTo(-rows[i]);
        }
        assertThat(some.partition(3)).hasSize(3);
        assertThat(some.partition(3).get(1).x(0, 0)).isEqualTo(654_722);
        assertThat(some.constantFeatures()).isEmpty();
        assertThat(all.select(new int[] {3, 3}).constantFeatures()).hasSize(5);
    }

    @Test
    void choicesDoNotChangeWithTheArrayTheyWereGivenAs() {
        int[] chosen = {1, 2};
        Dataset some = numbered(5, 1, Precision.DOUBLE).select(chosen);
        chosen[0] = 4;
        assertThat(some.x(0, 0)).isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 3, 63, 64, 70_000})
    void selectRefusesWhatIsNoRow(int row) {
        Dataset data = numbered(3, 2, Precision.DOUBLE);
        assertThatThrownBy(() -> data.select(new int[] {0, row})).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void projectTakesFeaturesInTheGivenOrder() {
        Dataset data = numbered(200, 5, Precision.FLOAT).project(List.of("x3", "x0"));
        assertThat(data.features()).containsExactly("x3", "x0");
        assertNumbered(data, IntStream.range(0, 200).toArray(), new int[] {3, 0});
    }

    @Test
    void projectRefusesWhatIsNoFeature() {
        Dataset data = numbered(2, 2, Precision.FLOAT);
        assertThatThrownBy(() -> data.project(List.of("x0", "y")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("y");
        Csv.assertRefused(() -> data.project(List.of()), "no feature");
    }

    @Test
    void constantFeatures() {
        DatasetBuilder builder = Dataset.builder(List.of("a", "b", "c", "d"), "y", Precision.DOUBLE);
        for (int i = 0; i < 65_473; i++) {
            builder.add(new double[] {0.1, i == 65_472 ? 1 : 0, i % 2 == 0 ? 0.0 : -0.0, i}, 1);
        }
        assertThat(builder.build().constantFeatures()).containsExactly("a", "c");
        assertThat(numbered(1, 2, Precision.DOUBLE).constantFeatures()).containsExactly("x0", "x1");
    }

    @Test
    void namesMustDiffer() {
        Csv.assertRefused(() -> Dataset.builder(List.of("a", "a"), "y", Precision.DOUBLE), "stands twice");
        Csv.assertRefused(() -> Dataset.builder(List.of("a", "y"), "y", Precision.DOUBLE), "stands twice");
        Csv.assertRefused(() -> Dataset.builder(List.of(), "y", Precision.DOUBLE), "no feature");
    }

    @Test
    void rowsMustBeAsLongAsTheFeatures() {
        DatasetBuilder builder = Dataset.builder(List.of("a", "b"), "y", Precision.DOUBLE);
        assertThatThrownBy(() -> builder.add(new double[1], 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.add(new double[3], 0)).isInstanceOf(IllegalArgumentException.class);
        assertThat(builder.build().rows()).isZero();
    }

    @Test
    void floatsAreRoundedToTheNearest() {
        Dataset data = Dataset.builder(List.of("a"), "y", Precision.FLOAT)
                .add(new double[] {0.1}, 16_777_217)
                .build();
        assertThat(data.x(0, 0)).isEqualTo((double) 0.1f);
        assertThat(data.y(0)).isEqualTo(16_777_216);
    }

    @ParameterizedTest
    @CsvSource({"10, 3, 3", "2, 5, 2", "65473, 2, 2", "1, 1, 1", "600000, 1, 1", "1100000, 2, 2"})
    void partsHoldTheRowsInOrder(int rows, int wanted, int parts) {
        DatasetBuilder builder = Dataset.builder(List.of("x"), "y", Precision.FLOAT);
        for (int i = 0; i < rows; i++) {
            builder.add(new double[] {i}, -i);
        }

        List<Dataset> partition = builder.build().partition(wanted);

        assertThat(partition).hasSize(parts);
        int next = 0;
        for (Dataset part : partition) {
            assertThat(part.rows()).isBetween(rows / parts * 4L / 5, rows / parts * 6L / 5 + 1);
            for (long i = 0; i < part.rows(); i++, next++) {
                if (part.x(i, 0) != next || part.y(i) != -next) {
                    assertThat(part.x(i, 0)).as("x of row " + i).isEqualTo(next);
                    assertThat(part.y(i)).as("y of row " + i).isEqualTo(-next);
                }
            }
        }
        assertThat(next).isEqualTo(rows);
    }

    @Test
    void partsOfManyBlocksShareThem() {
        DatasetBuilder builder = Dataset.builder(List.of("x"), "y", Precision.FLOAT);
        for (int i = 0; i < 17 * 65_472; i++) {
            builder.add(new double[] {i}, 1);
        }
        Dataset data = builder.build();

        List<Dataset> parts = data.partition(2);

        assertThat(parts.get(0).blocks().get(0)).isSameAs(data.blocks().get(0));
        assertThat(parts.get(1).blocks().get(0)).isSameAs(data.blocks().get(8));
        assertThat(parts.get(1).rows()).isEqualTo(9 * 65_472);
    }

    @Test
    void noRowsMakeNoParts() {
        assertThat(Dataset.builder(List.of("x"), "y", Precision.FLOAT).build().partition(2))
                .isEmpty();
    }
}
