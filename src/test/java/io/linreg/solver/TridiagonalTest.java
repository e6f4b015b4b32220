package io.linreg.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TridiagonalTest {
    @Test
    void aSingleNumberIsItsOwnEigenvalue() {
        Tridiagonal.Top top = Tridiagonal.top(List.of(3.5), List.of());
        assertThat(top.value()).isEqualTo(3.5);
        assertThat(top.last()).isEqualTo(1);
    }

    @Test
    void twoByTwoByHand() {
        // [2 1; 1 2] has 3 with (1, 1) / sqrt 2.
        Tridiagonal.Top top = Tridiagonal.top(List.of(2.0, 2.0), List.of(1.0));
        assertThat(top.value()).isEqualTo(3, within(1e-15));
        assertThat(top.last()).isEqualTo(Math.sqrt(0.5), within(1e-15));
    }

    @Test
    void theSecondDifferenceHasKnownEigenvalues() {
        // 2 - 2 cos(k pi / (n + 1)), with eigenvectors sqrt(2 / (n + 1)) sin(i k pi / (n + 1)).
        int n = 50;
        List<Double> diagonal = new ArrayList<>();
        List<Double> beside = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            diagonal.add(2.0);
            if (i > 0) {
                beside.add(1.0);
            }
        }
        Tridiagonal.Top top = Tridiagonal.top(diagonal, beside);
        double angle = Math.PI / (n + 1);
        assertThat(top.value()).isEqualTo(2 + 2 * Math.cos(angle), within(1e-14));
        assertThat(top.last()).isEqualTo(Math.sqrt(2.0 / (n + 1)) * Math.sin(n * angle), within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-280, 1e-160, 1e-8, 1e8, 1e160, 1e280})
    void theUnitDoesNotMatter(double unit) {
        Tridiagonal.Top top = Tridiagonal.top(List.of(2 * unit, 3 * unit, unit), List.of(unit, unit / 2));
        Tridiagonal.Top one = Tridiagonal.top(List.of(2.0, 3.0, 1.0), List.of(1.0, 0.5));
        assertThat(top.value() / unit).isEqualTo(one.value(), within(1e-14));
        assertThat(top.last()).isEqualTo(one.last(), within(1e-12));
    }

    @Property(tries = 200, seed = "5")
    void theLargestOfRandomMatrices(@ForAll @IntRange(min = 1, max = 12) int n, @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Double> diagonal = new ArrayList<>();
        List<Double> beside = new ArrayList<>();
        double[][] full = new double[n][n];
        for (int i = 0; i < n; i++) {
            full[i][i] = random.nextGaussian();
            diagonal.add(full[i][i]);
            if (i > 0) {
                full[i][i - 1] = Math.abs(random.nextGaussian()) + 0.01;
                full[i - 1][i] = full[i][i - 1];
                beside.add(full[i][i - 1]);
            }
        }
        assertThat(Tridiagonal.top(diagonal, beside).value()).isEqualTo(Eigenvalues.largest(full), within(1e-13));
    }
}
