package io.linreg.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.linreg.data.Dataset;
import io.linreg.data.Precision;
import io.linreg.testing.Closeness;
import io.linreg.testing.Problems;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ScalarLeastSquaresTest {
    /** Rows (1, 2), (3, 4), (5, 7) with targets 10, 20, 30. */
    private static final Dataset BY_HAND =
            Problems.of(new double[][] {{1, 2}, {3, 4}, {5, 7}}, new double[] {10, 20, 30});

    @Test
    void atZeroTheResidualsAreTheTargets() {
        double[] gradient = new double[3];
        double loss = new ScalarLeastSquares(BY_HAND).lossAndGradient(new double[3], gradient);
        // Residuals -10, -20, -30: squares 1400, X'r = (-220, -310), sum -60.
        assertThat(loss).isEqualTo(1400.0 / 3);
        assertThat(gradient).containsExactly(new double[] {-440.0 / 3, -620.0 / 3, -40}, within(1e-13));
    }

    @Test
    void lossAndGradientByHand() {
        double[] gradient = {7, 7, 7};
        double loss = new ScalarLeastSquares(BY_HAND).lossAndGradient(new double[] {2, 1, 3}, gradient);
        // Predictions 7, 13, 20: residuals -3, -7, -10; squares 158, X'r = (-74, -104), sum -20.
        assertThat(loss).isEqualTo(158.0 / 3);
        assertThat(gradient).containsExactly(new double[] {-148.0 / 3, -208.0 / 3, -40.0 / 3}, within(1e-13));
    }

    @Test
    void oneStepOfDescentByHand() {
        double[] parameters = {2, 1, 3};
        double[] losses = new double[1];
        new ScalarLeastSquares(BY_HAND).descend(new Descent(parameters, 0.03, true, losses));
        assertThat(losses).containsExactly(158.0 / 3);
        assertThat(parameters).containsExactly(new double[] {3.48, 3.08, 3.4}, within(1e-14));
    }

    @Test
    void gradientIsTheSlopeOfTheLoss() {
        int d = 9;
        LeastSquares objective = new ScalarLeastSquares(Problems.random(40, d, Precision.DOUBLE, 7));
        double[] parameters = Problems.normal(new SplittableRandom(8), d + 1);
        double[] gradient = new double[d + 1];
        double loss = objective.lossAndGradient(parameters, gradient);
        double h = 1e-3; // the loss is quadratic: a central difference has no error but rounding, about eps loss / h
        double[] slopes = new double[d + 1];
        double[] tolerances = new double[d + 1];
        for (int j = 0; j <= d; j++) {
            slopes[j] = (lossAt(objective, parameters, j, h) - lossAt(objective, parameters, j, -h)) / (2 * h);
            tolerances[j] = 100 * 0x1p-53 * loss / h;
        }
        Closeness.assertClose("gradient", gradient, slopes, tolerances);
    }

    private static double lossAt(LeastSquares objective, double[] parameters, int j, double step) {
        double[] moved = parameters.clone();
        moved[j] += step;
        return objective.lossAndGradient(moved, new double[moved.length]);
    }

    private static org.assertj.core.data.Offset<Double> within(double offset) {
        return org.assertj.core.data.Offset.offset(offset);
    }
}
