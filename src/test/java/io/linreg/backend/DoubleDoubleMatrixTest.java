package io.linreg.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DoubleDoubleMatrixTest {
    private static DoubleDoubleMatrix random(int rows, int columns, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        DoubleDoubleMatrix matrix = new DoubleDoubleMatrix(rows, columns);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                double high = random.nextGaussian();
                matrix.set(row, column, DoubleDouble.sum(high, high * 1e-17 * random.nextGaussian()));
            }
        }
        return matrix;
    }

    /** The loop over a row is the same arithmetic, number by number. */
    @Property(tries = 50, seed = "1")
    void rowsAreSubtracted(@ForAll @IntRange(min = 1, max = 70) int columns, @ForAll long seed) {
        int from = columns / 3;
        DoubleDoubleMatrix matrix = random(2, columns, seed);
        DoubleDoubleMatrix before = random(2, columns, seed);
        DoubleDouble factor = random(1, 1, seed + 1).get(0, 0);
        matrix.subtract(1, factor, 0, from);
        for (int column = 0; column < columns; column++) {
            DoubleDouble changed =
                    before.get(1, column).minus(before.get(0, column).times(factor));
            DoubleDouble expected = column < from ? before.get(1, column) : changed;
            assertThat(matrix.get(1, column).minus(expected).value())
                    .as("column %d of %d", column, columns)
                    .isCloseTo(0, org.assertj.core.api.Assertions.within(0x1p-104));
            assertThat(matrix.get(0, column)).isEqualTo(before.get(0, column));
        }
    }

    @Test
    void theUpperHalfIsThatOfTheLower() {
        DoubleDoubleMatrix matrix = random(3, 3, 5);
        matrix.add(2, 0, DoubleDouble.ONE);
        DoubleDouble corner = matrix.get(2, 0);
        matrix.symmetrize();
        assertThat(matrix.get(0, 2)).isEqualTo(corner).isEqualTo(matrix.get(2, 0));
        assertThat(matrix.values()).hasSize(9).startsWith(matrix.value(0, 0)).endsWith(matrix.value(2, 2));
        assertThat(matrix.values()[2]).isEqualTo(corner.value());
    }
}
