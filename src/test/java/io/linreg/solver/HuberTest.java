package io.linreg.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.linreg.backend.LeastSquares;
import io.linreg.backend.MomentsLeastSquares;
import io.linreg.testing.Closeness;
import io.linreg.testing.Problems;
import io.linreg.testing.Reference;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HuberTest {
    private static Lbfgs lbfgs(double epsilon) {
        return new Lbfgs(2000, 0, 1e-10, 10, epsilon);
    }

    private static Solution solve(Solver solver, LeastSquares rows) {
        return solver.solve(rows, new double[rows.features() + 1], true, EpochListener.NONE);
    }

    @ParameterizedTest
    @CsvSource({"huber, 1.35", "huber_of_many_outliers, 1.1"})
    void isThatOfScikitLearn(String section, double epsilon) {
        Reference expected = Reference.of("iterative.json").at(section);
        LeastSquares rows =
                AdvertisingRows.load(section.endsWith("raw") ? AdvertisingRows.raw() : AdvertisingRows.standardized());
        Solution found = solve(lbfgs(epsilon), rows);
        double[] coefficients = expected.numbers("coefficients");
        double[] parameters = Arrays.copyOf(coefficients, 4);
        parameters[3] = expected.number("intercept");
        Closeness.assertRelativelyClose("parameters", found.parameters(), parameters, 1e-8);
        assertThat((Double) found.details().get("scale")).isCloseTo(expected.number("scale"), within(1e-8));
        assertThat(found.details()).containsEntry("outliers", (long) expected.number("outliers"));
        assertThat(found.finalLoss()).isCloseTo(expected.number("loss"), within(1e-12 * expected.number("loss")));
    }

    @Test
    void gradientDescentFindsTheSame() {
        LeastSquares rows = AdvertisingRows.load(AdvertisingRows.standardized());
        Solution expected = solve(lbfgs(1.35), rows);
        Solution found = solve(new HuberDescent(2000, null, 0, 1.35), rows);
        Closeness.assertRelativelyClose("parameters", found.parameters(), expected.parameters(), 1e-6);
        assertThat((Double) found.details().get("scale"))
                .isCloseTo((Double) expected.details().get("scale"), within(1e-6));
        assertThat(found.details().get("outliers")).isEqualTo(expected.details().get("outliers"));
        assertThat(found.learningRate()).isPositive();
    }

    /** Both its step and the scale's lower the loss each for itself; together, too. */
    @Property(tries = 100)
    void anEpochOfGradientDescentNeverRaisesTheLoss(
            @ForAll @IntRange(min = 5, max = 100) int rows,
            @ForAll @IntRange(min = 1, max = 6) int features,
            @ForAll @DoubleRange(min = 1.01, max = 5) double epsilon,
            @ForAll @IntRange(max = 1000) int seed) {
        Solution found = solve(new HuberDescent(200, null, 0, epsilon), contaminated(rows, features, seed));
        double[] losses = found.losses();
        for (int e = 1; e < losses.length; e++) {
            assertThat(losses[e]).isLessThanOrEqualTo(losses[e - 1] * (1 + 1e-12));
        }
    }

    /** The answer's gradient in all variables, the scale among them, is 0. */
    @Property(tries = 100)
    void nothingIsLeftToGainAtTheEnd(
            @ForAll @IntRange(min = 70, max = 150) int rows, // so many that not all others can be outliers of a few
            @ForAll @IntRange(min = 1, max = 6) int features,
            @ForAll @DoubleRange(min = 1.2, max = 5) double epsilon,
            @ForAll @IntRange(min = -8, max = 8) int exponent,
            @ForAll @IntRange(max = 1000) int seed) {
        double unit = Math.pow(10, exponent);
        LeastSquares data = contaminated(rows, features, seed, unit);
        Solution found = solve(lbfgs(epsilon), data);
        double scale = (Double) found.details().get("scale");
        double[] gradient = new double[features + 1];
        double square = data.clippedGradient(found.parameters(), epsilon * scale, gradient)
                .square();
        assertThat(Vectors.length(gradient)).isLessThan(1e-6 * scale);
        assertThat(square).isCloseTo(scale * scale, within(1e-6 * scale * scale));
    }

    private static LeastSquares contaminated(int rows, int features, int seed) {
        return contaminated(rows, features, seed, 1);
    }

    private static LeastSquares contaminated(int rows, int features, int seed, double unit) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] x = Problems.normal(random, rows, features);
        double[] y = Problems.targets(x, Problems.normal(random, features), 1);
        for (int i = 0; i < rows; i++) {
            y[i] = unit * (y[i] + random.nextGaussian() * (i % 7 == 0 ? 30 : 1));
        }
        return AdvertisingRows.load(Problems.of(x, y));
    }

    /** A tenth of the targets are far off, all to one side: least squares follows them, Huber hardly. */
    @Test
    void outliersHardlyMatter() {
        SplittableRandom random = new SplittableRandom(11);
        double[] w = {2, -1, 0.5};
        double[][] x = Problems.normal(random, 500, 3);
        double[] y = Problems.targets(x, w, 4);
        for (int i = 0; i < y.length; i++) {
            y[i] += 0.1 * random.nextGaussian() + (i % 10 == 0 ? 50 + 10 * x[i][0] : 0);
        }
        LeastSquares rows = AdvertisingRows.load(Problems.of(x, y));
        Solution robust = solve(lbfgs(1.35), rows);
        Solution squares = solve(new Lbfgs(2000, 0, 1e-10, 10, null), rows);
        assertThat(robust.parameters()).containsExactly(new double[] {2, -1, 0.5, 4}, within(0.1));
        assertThat(squares.parameters()[3]).isGreaterThan(8);
        assertThat((Long) robust.details().get("outliers")).isGreaterThanOrEqualTo(50);
    }

    @Test
    void aLargeEpsilonIsLeastSquares() {
        LeastSquares rows = AdvertisingRows.load(AdvertisingRows.standardized());
        Solution squares = solve(new Lbfgs(2000, 0, 1e-10, 10, null), rows);
        Solution found = solve(lbfgs(100), rows);
        Closeness.assertRelativelyClose("parameters", found.parameters(), squares.parameters(), 1e-6);
        assertThat((Double) found.details().get("scale")).isCloseTo(Math.sqrt(squares.finalLoss()), within(1e-6));
        assertThat(found.details()).containsEntry("outliers", 0L);
    }

    /** There is no scale then, and no end to its fall but that of numbers. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void rowsThatFitExactlyAreFitted(boolean byLbfgs) {
        double[] w = {2, -1, 0.5};
        double[][] x = Problems.normal(new SplittableRandom(12), 50, 3);
        LeastSquares rows = AdvertisingRows.load(Problems.of(x, Problems.targets(x, w, 4)));
        Solution found = solve(byLbfgs ? lbfgs(1.35) : new HuberDescent(2000, null, 0, 1.35), rows);
        assertThat(found.parameters()).containsExactly(new double[] {2, -1, 0.5, 4}, within(1e-6));
    }

    @Test
    void theToleranceStopsGradientDescent() {
        LeastSquares rows = AdvertisingRows.load(AdvertisingRows.standardized());
        Solution found = solve(new HuberDescent(2000, null, 1e-6, 1.35), rows);
        double[] losses = found.losses();
        assertThat(found.epochs()).isBetween(5, 500);
        assertThat(losses[losses.length - 2] - losses[losses.length - 1]).isLessThan(1e-6 * losses[losses.length - 2]);
    }

    @Test
    void momentsHaveNoOutliers() {
        LeastSquares moments = new MomentsLeastSquares(
                AdvertisingRows.load(AdvertisingRows.standardized()).moments());
        assertThatThrownBy(() -> solve(lbfgs(1.35), moments)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void settingsAreThoseOfTheCommandLine() {
        for (Solver solver : new Solver[] {lbfgs(1.35), new HuberDescent(5, null, 0, 1.35)}) {
            assertThat(solver.settings()).containsEntry("loss", "huber").containsEntry("epsilon", 1.35);
            assertThat(solver.isLeastSquares()).isFalse();
        }
    }
}
