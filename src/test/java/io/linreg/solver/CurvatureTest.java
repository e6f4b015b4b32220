package io.linreg.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.linreg.base.LinregException;
import io.linreg.testing.Problems;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The curvature against the eigenvalues of the Hessian, computed entry by entry. */
class CurvatureTest {
    /** A step of 1/L must not be longer than the true one by more than this. */
    private static final double SHORT = 1e-6;

    /** Nor shorter than this: each epoch would be worth less. */
    private static final double LONG = 1e-3;

    private static void assertCurvature(Quadratic objective) {
        for (boolean intercept : new boolean[] {true, false}) {
            double expected = Eigenvalues.largest(objective.hessian(intercept));
            assertThat(Curvature.largest(objective, intercept) / expected)
                    .as(
                            "L as a share of the true %s, %d x %d, intercept %s",
                            expected, objective.rows(), objective.features(), intercept)
                    .isBetween(1 - SHORT, 1 + LONG);
        }
    }

    private static double[] targets(SplittableRandom random, int rows, double size) {
        return Arrays.stream(Problems.normal(random, rows)).map(y -> y * size).toArray();
    }

    @Property(tries = 150, seed = "6")
    void ofRandomShapes(
            @ForAll @IntRange(min = 1, max = 40) int rows,
            @ForAll @IntRange(min = 1, max = 30) int features,
            @ForAll @IntRange(min = -14, max = 12) int exponent,
            @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] x = Problems.normal(random, rows, features);
        assertCurvature(new Quadratic(x, targets(random, rows, Math.pow(10, exponent))));
    }

    @Property(tries = 150, seed = "7")
    void ofScalesFarApart(
            @ForAll @IntRange(min = 2, max = 40) int rows,
            @ForAll @IntRange(min = 1, max = 12) int features,
            @ForAll @IntRange(min = -12, max = 12) int exponent,
            @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] x = Problems.normal(random, rows, features);
        for (int j = 0; j < features; j++) {
            double scale = Math.pow(10, random.nextInt(-8, 9));
            double mean = random.nextInt(3) == 0 ? random.nextGaussian() : 0;
            for (double[] row : x) {
                row[j] = scale * (row[j] + 10 * mean);
            }
        }
        assertCurvature(new Quadratic(x, targets(random, rows, Math.pow(10, exponent))));
    }

    @Property(tries = 60, seed = "8")
    void ofCollinearFeatures(@ForAll @IntRange(min = 2, max = 15) int features, @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] x = Problems.normal(random, 20, features);
        double[] factors = Problems.normal(random, features);
        for (double[] row : x) {
            for (int j = 1; j < features; j++) {
                row[j] = factors[j] * row[0];
            }
        }
        assertCurvature(new Quadratic(x, targets(random, 20, 1)));
    }

    /** Pairs that a start vector with a simple ratio between its components may be blind to. */
    @ParameterizedTest
    @ValueSource(doubles = {-3, -2, -1.618033988749895, -1.5, -1, -0.75, -0.6180339887498949, -0.5, -0.25, 1, 2})
    void ofTwoFeaturesInASimpleRatio(double ratio) {
        double[][] x = {{1, ratio}, {2, 2 * ratio}, {-4, -4 * ratio}};
        assertCurvature(new Quadratic(x, new double[] {1, 2, 3}));
    }

    /** A nearly constant feature beside the intercept is such a pair. */
    @ParameterizedTest
    @ValueSource(doubles = {-2, -1, -0.5, 0.5, 1, 2, 1e6, -1e6})
    void ofAFeatureThatHardlyVaries(double mean) {
        double[][] x = {{mean + 1e-7}, {mean}, {mean - 1e-7}};
        assertCurvature(new Quadratic(x, new double[] {1, 2, 3}));
    }

    /** Targets at right angles to the features leave no gradient at zero, only its rounding noise. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 1e-12, 1, 1e6, 1e12})
    void ofTargetsThatTheFeaturesDoNotExplain(double size) {
        double[][] x = {{1, 1, 0.1}, {1, -1, 0.3}, {-1, 1, -0.3}, {-1, -1, -0.1}};
        double[] y = {size, -size, -size, size};
        assertCurvature(new Quadratic(x, y));
        double[] tilted = {0.1 * size, -0.3 * size, 0.1 * size / 3, 0.1 * size}; // sums that do not round to 0
        assertCurvature(new Quadratic(x, tilted));
    }

    @ParameterizedTest
    @CsvSource({
        "1e-60, 1",
        "1e-90, 1",
        "1e-120, 1",
        "1e-150, 1",
        "1e-150, 1e100",
        "1e-100, 1e-100",
        "1e60, 1",
        "1e90, 1",
        "1e120, 1",
        "1e150, 1",
        "1e100, 1e100",
        "1e100, 1e-100",
        "1, 1e150",
        "1, 1e-150",
        "1e-20, 1e140"
    })
    void ofFeaturesInExtremeUnits(double unit, double targetUnit) {
        SplittableRandom random = new SplittableRandom(9);
        double[][] x = Problems.normal(random, 10, 3);
        for (double[] row : x) {
            for (int j = 0; j < row.length; j++) {
                row[j] *= unit;
            }
        }
        Quadratic objective = new Quadratic(x, targets(random, 10, targetUnit));
        // Jacobi's method is given numbers of about 1.
        double[][] hessian = objective.hessian(false);
        double size = hessian[0][0];
        for (double[] row : hessian) {
            for (int j = 0; j < row.length; j++) {
                row[j] /= size;
            }
        }
        double expected = Eigenvalues.largest(hessian);
        assertThat(Curvature.largest(objective, false) / size / expected).isBetween(1 - SHORT, 1 + LONG);
    }

    /** Lanczos' method is not run to the end here: its bound has to do. */
    @Test
    void ofManyFeatures() {
        SplittableRandom random = new SplittableRandom(10);
        for (int rows : new int[] {30, 400}) {
            double[][] x = Problems.normal(random, rows, 200);
            Quadratic objective = new Quadratic(x, targets(random, rows, 3));
            double expected = byPowers(objective.hessian(true));
            assertThat(Curvature.largest(objective, true) / expected).isBetween(1 - SHORT, 1 + LONG);
        }
    }

    /** The power method, run until it stands still. */
    private static double byPowers(double[][] matrix) {
        double[] v = Problems.normal(new SplittableRandom(11), matrix.length);
        double value = 0;
        for (int step = 0; step < 5000; step++) {
            double[] product = new double[v.length];
            double squares = 0;
            for (int i = 0; i < v.length; i++) {
                for (int j = 0; j < v.length; j++) {
                    product[i] += matrix[i][j] * v[j];
                }
                squares += product[i] * product[i];
            }
            value = Math.sqrt(squares);
            for (int i = 0; i < v.length; i++) {
                v[i] = product[i] / value;
            }
        }
        return value;
    }

    @Test
    void isTheSameEveryTime() {
        Quadratic objective = new Quadratic(
                Problems.normal(new SplittableRandom(12), 30, 8), Problems.normal(new SplittableRandom(13), 30));
        assertThat(Curvature.largest(objective, true)).isEqualTo(Curvature.largest(objective, true));
    }

    @Test
    void ofNothingHasACure() {
        Quadratic zeros = new Quadratic(new double[][] {{0, 0}, {0, 0}}, new double[] {1, 2});
        assertThatThrownBy(() -> Curvature.largest(zeros, false))
                .isInstanceOf(LinregException.class)
                .hasMessageContaining("--standardize");
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-170, 1e160})
    void beyondTheRangeOfDoubleHasACure(double unit) {
        Quadratic objective = new Quadratic(new double[][] {{unit}, {2 * unit}}, new double[] {1, 2});
        assertThatThrownBy(() -> Curvature.largest(objective, false))
                .isInstanceOf(LinregException.class)
                .hasMessageContaining("--standardize");
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e200, Double.NaN, Double.POSITIVE_INFINITY})
    void ofTargetsWhoseSquaresAreNotFiniteHasACure(double target) {
        Quadratic objective = new Quadratic(new double[][] {{1}, {2}}, new double[] {1, target});
        assertThatThrownBy(() -> Curvature.largest(objective, true))
                .isInstanceOf(LinregException.class)
                .hasMessageContaining("loss is not finite")
                .hasMessageContaining("larger units");
    }
}
