package io.linreg.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.linreg.testing.Problems;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PlainCholeskyTest {
    @Test
    void byHand() {
        // [4 2; 2 5] = [2 0; 1 2] [2 1; 0 2].
        double[][] a = {{4}, {2, 5}};
        assertThat(PlainCholesky.factor(a)).isEqualTo(2);
        assertThat(a).isDeepEqualTo(new double[][] {{2}, {1, 2}});
        assertThat(PlainCholesky.solve(a, new double[] {8, 12})).containsExactly(1, 2);
        assertThat(PlainCholesky.solve(a, new double[] {4})).containsExactly(1); // of the first row alone
    }

    @Test
    void aDependentRowIsFound() {
        // x, y, 2x + y, of products of x = (1, 0, 1) and y = (0, 1, 1).
        double[][] a = {{2}, {1, 2}, {5, 4, 14}, {0, 0, 0, 1}};
        assertThat(PlainCholesky.factor(a)).isEqualTo(2);
        assertThat(PlainCholesky.dependence(a, 2)).containsExactly(new double[] {2, 1}, within(1e-15));
    }

    @Test
    void neitherZerosNorNumbersThatAreNoneAreIndependent() {
        assertThat(PlainCholesky.factor(new double[][] {{0}})).isZero();
        assertThat(PlainCholesky.factor(new double[][] {{1}, {Double.NaN, 1}})).isEqualTo(1);
    }

    @Property(tries = 200, seed = "1")
    void residualsAreRounding(
            @ForAll @IntRange(min = 1, max = 30) int n,
            @ForAll long seed,
            @ForAll @DoubleRange(min = -8, max = 8) double exponent) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] x = Problems.normal(random, 2 * n, n);
        double unit = Math.pow(10, exponent);
        double[][] a = new double[n][];
        for (int j = 0; j < n; j++) {
            a[j] = new double[j + 1];
            for (int k = 0; k <= j; k++) {
                for (double[] row : x) {
                    a[j][k] += unit * row[j] * row[k];
                }
            }
        }
        double[][] factor = new double[n][];
        for (int j = 0; j < n; j++) {
            factor[j] = a[j].clone();
        }
        assertThat(PlainCholesky.factor(factor)).isEqualTo(n);
        double[] b = Problems.normal(random, n);
        double[] solution = PlainCholesky.solve(factor, b);
        for (int j = 0; j < n; j++) {
            double left = 0;
            double parts = 0;
            for (int k = 0; k < n; k++) {
                double element = j >= k ? a[j][k] : a[k][j];
                left += element * solution[k];
                parts += Math.abs(element * solution[k]);
            }
            assertThat(left).isEqualTo(b[j], within(1e-13 * n * parts));
        }
    }
}
