package io.linreg.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.linreg.backend.Backend;
import io.linreg.backend.DeviceChoice;
import io.linreg.backend.LeastSquares;
import io.linreg.backend.MomentsLeastSquares;
import io.linreg.base.LinregException;
import io.linreg.data.Dataset;
import io.linreg.data.Precision;
import io.linreg.data.Standardizer;
import io.linreg.testing.Closeness;
import io.linreg.testing.Problems;
import io.linreg.testing.Reference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LbfgsTest {
    private static Lbfgs solver(int epochs) {
        return new Lbfgs(epochs, 0, Lbfgs.GRADIENT_TOLERANCE, Lbfgs.MEMORY, null);
    }

    private static Solution solve(Lbfgs solver, LeastSquares rows) {
        return solver.solve(rows, new double[rows.features() + 1], true, EpochListener.NONE);
    }

    @Test
    void findsTheOrdinaryLeastSquaresAnswer() {
        Reference expected = Reference.section("ols");
        Solution found = solve(solver(100), AdvertisingRows.load(AdvertisingRows.standardized()));
        Standardizer scaling = Standardizer.fit(AdvertisingRows.raw(), true);
        double[] coefficients = new double[3];
        Arrays.setAll(coefficients, j -> found.parameters()[j] / scaling.scales()[j]);
        Closeness.assertRelativelyClose("coefficients", coefficients, expected.numbers("coef"), 1e-7);
        assertThat(found.epochs()).isLessThan(15);
        assertThat(found.learningRate()).isNull();
        assertThat(found.details()).containsEntry("stopped_by", "gradient");
    }

    @Test
    void theLossNeverRisesAndThePassesAreFew() {
        Solution found = solve(solver(100), AdvertisingRows.load(AdvertisingRows.raw()));
        for (int e = 1; e < found.losses().length; e++) {
            assertThat(found.losses()[e]).isLessThanOrEqualTo(found.losses()[e - 1] * (1 + 1e-12));
        }
        assertThat((Integer) found.details().get("passes")).isLessThanOrEqualTo(2 * found.epochs() + 10);
    }

    /** Rows below, at and above the columns. */
    @Property(tries = 100)
    void theGradientAtTheEndIsTiny(
            @ForAll @IntRange(min = 1, max = 60) int rows,
            @ForAll @IntRange(min = 1, max = 30) int features,
            @ForAll @IntRange(max = 1000) int seed) {
        double[][] x = Problems.normal(new SplittableRandom(seed), rows, features);
        double[] y = Problems.normal(new SplittableRandom(seed + 1), rows);
        requireConverged(AdvertisingRows.load(Problems.of(x, y)), true, 5000, 1e-16);
    }

    /** Features of one scale, whatever that is: beside an intercept's column of ones it may not be too far from theirs. */
    @Property(tries = 150)
    void theScaleOfTheFeaturesIsNoMatter(
            @ForAll @IntRange(min = 1, max = 60) int rows,
            @ForAll @IntRange(min = 1, max = 30) int features,
            @ForAll @IntRange(min = -8, max = 8) int exponent,
            @ForAll @IntRange(max = 1000) int seed) {
        double[][] x = Problems.normal(new SplittableRandom(seed), rows, features);
        double scale = Math.pow(10, exponent);
        for (double[] row : x) {
            Arrays.setAll(row, j -> scale * row[j]);
        }
        double[] y = Problems.normal(new SplittableRandom(seed + 1), rows);
        requireConverged(AdvertisingRows.load(Problems.of(x, y)), Math.abs(exponent) <= 2, 5000, 1e-16);
    }

    /** Each feature on a scale of its own: standardised, they are like any others. */
    @Property(tries = 100)
    void scalesFarApartAreNoMatterOnceStandardized(
            @ForAll @IntRange(min = 2, max = 80) int rows,
            @ForAll @IntRange(min = 1, max = 12) int features,
            @ForAll @IntRange(max = 1000) int seed) {
        double[][] x = Problems.normal(new SplittableRandom(seed), rows, features);
        SplittableRandom random = new SplittableRandom(seed);
        for (int j = 0; j < features; j++) {
            double scale = Math.pow(10, random.nextInt(17) - 8);
            for (double[] row : x) {
                row[j] = scale * (row[j] + 3);
            }
        }
        Dataset data = Problems.of(x, Problems.normal(random, rows));
        Dataset standardized = Standardizer.fit(data, true).apply(data, Precision.DOUBLE);
        requireConverged(AdvertisingRows.load(standardized), true, 5000, 1e-16);
    }

    /** As they are, scales that lie a thousand times apart still let the gradient vanish. */
    @Property(tries = 60)
    void scalesApartTakeLonger(
            @ForAll @DoubleRange(min = -3, max = 3) double exponent, @ForAll @IntRange(max = 1000) int seed) {
        double[][] x = Problems.normal(new SplittableRandom(seed), 50, 4);
        double scale = Math.pow(10, exponent);
        for (double[] row : x) {
            row[1] *= scale;
        }
        requireConverged(
                AdvertisingRows.load(Problems.of(x, Problems.normal(new SplittableRandom(seed), 50))),
                true,
                5000,
                1e-16);
    }

    @Property(tries = 80)
    void collinearFeaturesHaveManyAnswersAndOneIsFound(
            @ForAll @IntRange(min = 1, max = 60) int rows, @ForAll @IntRange(max = 1000) int seed) {
        double[][] x = Problems.normal(new SplittableRandom(seed), rows, 6);
        for (double[] row : x) {
            row[3] = row[0] + row[1];
            row[4] = -2 * row[2];
            row[5] = row[5] > 0 ? 1 : 0.5; // and one nearly constant
        }
        requireConverged(
                AdvertisingRows.load(Problems.of(x, Problems.normal(new SplittableRandom(seed), rows))),
                true,
                5000,
                1e-16);
    }

    /** In the arithmetic of floats, far more rows: it ends by itself, as near as rounding lets it. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void roundedLossesDoNotKeepItGoing(int exponent) {
        double scale = Math.pow(10, exponent);
        double[][] x = Problems.normal(new SplittableRandom(3), 20_000, 10);
        for (double[] row : x) {
            row[9] = scale * (row[9] + row[0]);
        }
        double[] y = Problems.targets(x, Problems.normal(new SplittableRandom(4), 10), 100);
        double[] noise = Problems.normal(new SplittableRandom(5), y.length);
        Arrays.setAll(y, i -> y[i] + noise[i]);
        try (Backend cpu = Backend.open(DeviceChoice.CPU);
                LeastSquares rows = cpu.load(Problems.of(x, y, Precision.FLOAT), null)) {
            requireConverged(rows, true, 1000, 1e-9);
        }
    }

    /** The gradient is a tiny share of what it was; or all that it promises is lost in the rounding of the loss. */
    private static void requireConverged(LeastSquares rows, boolean intercept, int epochs, double rounding) {
        int d = rows.features();
        Solution found = solver(epochs).solve(rows, new double[d + 1], intercept, EpochListener.NONE);
        double[] atZeros = new double[d + 1];
        double first = rows.lossAndGradient(new double[d + 1], atZeros);
        double[] gradient = new double[d + 1];
        double last = rows.lossAndGradient(found.parameters(), gradient);
        atZeros[d] = intercept ? atZeros[d] : 0;
        gradient[d] = intercept ? gradient[d] : 0;
        assertThat(last).isEqualTo(found.finalLoss()).isLessThanOrEqualTo(first);
        double promised = Math.pow(Vectors.length(gradient), 2) / (2 * Curvature.largest(rows, intercept));
        assertThat(Vectors.length(gradient) <= 1e-10 * Vectors.length(atZeros) || promised <= rounding * last)
                .as(
                        "gradient %s of %s promises %s of %s",
                        Vectors.length(gradient), Vectors.length(atZeros), promised, last)
                .isTrue();
        assertThat(found.epochs()).isLessThan(epochs);
    }

    @Test
    void momentsWillDo() {
        LeastSquares rows = AdvertisingRows.load(AdvertisingRows.standardized());
        Solution expected = solve(solver(100), rows);
        Solution found = solve(solver(100), new MomentsLeastSquares(rows.moments()));
        Closeness.assertRelativelyClose("parameters", found.parameters(), expected.parameters(), 1e-8);
    }

    @Test
    void aFixedInterceptStaysAndTheStartIsNotChanged() {
        double[] start = {1, 2, 3, 4.5};
        LeastSquares rows = AdvertisingRows.load(AdvertisingRows.standardized());
        for (Double epsilon : Arrays.asList(null, 1.35)) {
            Solution found = new Lbfgs(50, 0, 1e-10, 10, epsilon).solve(rows, start, false, EpochListener.NONE);
            assertThat(start).containsExactly(1, 2, 3, 4.5);
            assertThat(found.parameters()[3]).isEqualTo(4.5);
            assertThat(found.parameters()[0]).isNotEqualTo(1);
        }
    }

    @Test
    void anAnswerToBeginWithIsLeftAlone() {
        LeastSquares rows = AdvertisingRows.load(AdvertisingRows.standardized());
        Solution first = solve(solver(100), rows);
        Solution second = solver(100).solve(rows, first.parameters(), true, EpochListener.NONE);
        assertThat(second.epochs()).isZero();
        assertThat(second.parameters()).isEqualTo(first.parameters());
    }

    @Test
    void targetsOfZerosAreFittedAtOnce() {
        double[][] x = Problems.normal(new SplittableRandom(1), 20, 3);
        Solution found = solve(solver(100), AdvertisingRows.load(Problems.of(x, new double[20])));
        assertThat(found.parameters()).containsOnly(0);
        assertThat(found.epochs()).isZero();
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-2, 1e-5})
    void theToleranceStopsWhereLittleIsGained(double tolerance) {
        LeastSquares rows = AdvertisingRows.load(AdvertisingRows.raw());
        Solution found = solve(new Lbfgs(100, tolerance, 0, 10, null), rows);
        double[] losses = found.losses();
        int last = losses.length - 1;
        assertThat(losses[last - 1] - losses[last]).isLessThanOrEqualTo(tolerance * losses[last - 1]);
        for (int e = 1; e < last; e++) {
            assertThat(losses[e - 1] - losses[e]).isGreaterThan(tolerance * losses[e - 1]);
        }
        assertThat(found.details()).containsEntry("stopped_by", "tolerance");
    }

    @Test
    void theListenerHearsOfEveryIteration() {
        List<Integer> heard = new ArrayList<>();
        Solution found = solver(100)
                .solve(
                        AdvertisingRows.load(AdvertisingRows.raw()),
                        new double[4],
                        true,
                        (epochs, loss) -> heard.add(epochs));
        assertThat(heard).hasSize(found.epochs()).isSorted().startsWith(1);
    }

    @Test
    void dataThatOverflowsIsNamed() {
        double[][] x = {{1}, {2}, {3}};
        LeastSquares rows = AdvertisingRows.load(Problems.of(x, new double[] {1e200, 2e200, 4e200}));
        assertThatThrownBy(() -> solve(solver(10), rows))
                .isInstanceOf(LinregException.class)
                .hasMessageContaining("not finite");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, 10, 1.35",
        "1, 1, 0, 10, 1.35",
        "1, 0, 1, 10, 1.35",
        "1, 0, -1, 10, 1.35",
        "1, 0, 0, 0, 1.35",
        "1, 0, 0, 10, 1",
        "1, 0, 0, 10, NaN"
    })
    void settingsOutOfRangeAreRefused(int epochs, double tolerance, double gradient, int memory, double epsilon) {
        assertThatThrownBy(() -> new Lbfgs(epochs, tolerance, gradient, memory, epsilon))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not ");
    }

    @Test
    void aMemoryOfOneWillDo() {
        LeastSquares rows = AdvertisingRows.load(AdvertisingRows.standardized());
        Solution found = solve(new Lbfgs(1000, 0, 1e-10, 1, null), rows);
        assertThat(found.finalLoss()).isCloseTo(solve(solver(100), rows).finalLoss(), within(1e-12));
    }
}
