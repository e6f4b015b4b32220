package io.linreg.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.linreg.testing.Problems;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PanelTest {
    @ParameterizedTest
    @EnumSource(Precision.class)
    void panelsHaveEveryChosenRowOnce(Precision precision) {
        // 2,000 features make blocks of 2,048 rows: several of them.
        Dataset narrow = Problems.random(2000, 3, precision, 1);
        Dataset wide = Dataset.computed(Problems.names(2000), "y", precision, 5000, (index, block) -> {
            for (int i = 0; i < block.rows(); i++) {
                block.set(i, 7, 10_000 * index + i);
                block.setTarget(i, -i);
            }
        });
        for (Dataset all : List.of(narrow, wide)) {
            int[] shuffled =
                    new SplittableRandom(2).ints(700, 0, (int) all.rows()).toArray(); // some of them twice
            assertSameRows(all);
            assertSameRows(all.select(shuffled));
            List<String> two = List.of(all.features().get(2), all.features().get(1));
            assertSameRows(all.project(two));
            assertSameRows(all.select(shuffled).project(two));
            assertSameRows(all.select(new int[] {(int) all.rows() - 1}));
        }
        assertThat(wide.blocks()).hasSizeGreaterThan(2);
    }

    /** Their rows stand by themselves; blocks have 13,952 and 8,128 of them, and panels 512. */
    @ParameterizedTest
    @CsvSource({"300, DOUBLE, 14500", "513, FLOAT, 9000"})
    void columnsOfWideRowsAreReadInAnyOrder(int features, Precision precision, int rows) {
        Dataset all = Dataset.computed(Problems.names(features), "y", precision, rows, (index, block) -> {
            for (int i = 0; i < block.rows(); i++) {
                for (int j = 0; j < features; j++) {
                    block.set(i, j, (100 * index + i) % 997 + 1000 * j);
                }
                block.setTarget(i, -i);
            }
        });
        assertThat(all.blocks()).hasSize(2);
        assertThat(all.blocks().get(0).layout().isByRow()).isTrue();
        int[] shuffled = new SplittableRandom(3).ints(3000, 0, rows).toArray();
        List<String> few = List.of("x2", "x0", "x" + (features - 1), "x1", "x17");
        ColumnReader reader = new ColumnReader();
        double[] column = new double[Panel.ROWS];
        for (Dataset data : List.of(all.project(few), all.select(shuffled).project(few), all.select(shuffled), all)) {
            int d = data.features().size();
            for (Panel panel : data.panels()) {
                for (int j : new int[] {1, 0, d, 1, 2, d - 1, 3}) {
                    reader.copy(panel, j, column);
                    for (int i = 0; i < panel.rows(); i += 37) {
                        long row = panel.position(i);
                        assertThat(column[i]).isEqualTo(j < d ? data.x(row, j) : data.y(row));
                    }
                }
            }
        }
    }

    private static void assertSameRows(Dataset data) {
        int d = data.features().size();
        List<Panel> panels = data.panels();
        for (int j : new int[] {0, Math.min(7, d - 1), d}) {
            double[] found = new double[(int) data.rows()];
            Arrays.fill(found, Double.NaN);
            for (Panel panel : panels) {
                assertThat(panel.rows()).isBetween(1, Panel.ROWS);
                double[] column = new double[Panel.ROWS];
                panel.copyColumn(j, column);
                for (int i = 0; i < panel.rows(); i++) {
                    found[(int) panel.position(i)] = column[i];
                }
            }
            double[] expected = new double[found.length];
            for (int i = 0; i < expected.length; i++) {
                expected[i] = j < d ? data.x(i, j) : data.y(i);
            }
            assertThat(found).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void columnsOfAPanelBelongTogether(Precision precision) {
        Dataset data = Problems.of(
                new double[][] {{1, 10}, {2, 20}, {3, 30}, {4, 40}}, new double[] {100, 200, 300, 400}, precision);
        Panel panel = data.select(new int[] {3, 0, 2}).panels().get(0);
        double[] columns = new double[9];
        for (int j = 0; j < 3; j++) {
            double[] column = new double[3];
            panel.copyColumn(j, column);
            System.arraycopy(column, 0, columns, 3 * j, 3);
        }
        assertThat(columns).containsExactly(1, 3, 4, 10, 30, 40, 100, 300, 400);
        assertThat(panel.firstOfTiles()).isEqualTo(-1);
        assertThat(data.panels().get(0).firstOfTiles()).isZero();
    }
}
