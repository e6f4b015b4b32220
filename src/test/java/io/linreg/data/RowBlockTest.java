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
    void everyNumberHasItsOwnPlace() {
        RowBlock block = RowBlock.of(130, 5, Precision.DOUBLE);
        boolean[] taken = new boolean[RowBlock.padded(130) * 5];
        for (int i = 0; i < RowBlock.padded(130); i++) {
            for (int j = 0; j < 5; j++) {
                int at = block.index(i, j);
                assertThat(taken[at]).as("place of (%d, %d)", i, j).isFalse();
                taken[at] = true;
            }
        }
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
