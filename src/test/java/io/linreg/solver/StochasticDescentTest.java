package io.linreg.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.linreg.backend.LeastSquares;
import io.linreg.backend.MomentsLeastSquares;
import io.linreg.backend.Optimizer.Adam;
import io.linreg.backend.Optimizer.Momentum;
import io.linreg.backend.Optimizer.Rule;
import io.linreg.base.LinregException;
import io.linreg.data.Precision;
import io.linreg.testing.Closeness;
import io.linreg.testing.Problems;
import io.linreg.testing.Reference;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class StochasticDescentTest {
    private static final Rule PLAIN = new Momentum(0, false);

    private record Golden(String name, StochasticDescent solver) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** As iterative.py, beside the figures, has it. */
    static Stream<Golden> goldens() {
        return Stream.of(
                new Golden("sgd", solver(PLAIN, 20, 32, 0.01, null, 0)),
                new Golden(
                        "sgd_momentum",
                        solver(new Momentum(0.9, false), 15, 7, 0.002, new Schedule.InverseScaling(0.5), 1)),
                new Golden("sgd_nesterov", solver(new Momentum(0.8, true), 15, 50, 0.01, new Schedule.Step(6, 0.1), 2)),
                new Golden("adam", solver(new Adam(0.9, 0.999, 1e-8), 25, 32, 0.1, new Schedule.Cosine(), 3)),
                new Golden("adam_all_rows", solver(new Adam(0.8, 0.9, 1e-3), 25, null, 0.5, null, 3)));
    }

    private static StochasticDescent solver(
            Rule rule, int epochs, Integer batch, Double rate, Schedule schedule, long seed) {
        return new StochasticDescent(rule, epochs, batch, rate, schedule, 0, seed);
    }

    private static Solution solve(Solver solver, LeastSquares rows) {
        return solver.solve(rows, new double[rows.features() + 1], true, EpochListener.NONE);
    }

    /** The best loss: that of the exact answer. */
    private static double best(LeastSquares rows) {
        Solution exact = solve(new Lbfgs(1000, 0, 1e-12, 10, null), rows);
        return exact.finalLoss();
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void followsTheTrajectoryOfNumPy(Golden golden) {
        Reference expected = Reference.of("iterative.json").at(golden.name());
        Solution found = solve(golden.solver(), AdvertisingRows.load(AdvertisingRows.standardized()));
        Closeness.assertRelativelyClose("parameters", found.parameters(), expected.numbers("parameters"), 1e-9);
        Closeness.assertRelativelyClose("losses", found.losses(), expected.numbers("losses"), 1e-9);
        assertThat(found.learningRate()).isEqualTo(golden.solver().learningRate());
    }

    @Test
    void theSeedDecidesTheOrderAndTheSameSeedTheBits() {
        LeastSquares rows = AdvertisingRows.load(AdvertisingRows.standardized());
        Solution first = solve(solver(PLAIN, 5, 32, 0.1, null, 7), rows);
        Solution again = solve(solver(PLAIN, 5, 32, 0.1, null, 7), rows);
        Solution other = solve(solver(PLAIN, 5, 32, 0.1, null, 8), rows);
        Closeness.assertSameBits("parameters", again.parameters(), first.parameters());
        Closeness.assertSameBits("losses", again.losses(), first.losses());
        assertThat(other.parameters()).isNotEqualTo(first.parameters());
    }

    /** By its own rate it never diverges, and by the cosine it ends near the best. */
    @ParameterizedTest
    @CsvSource({
        "1, 0, false, 1e-3",
        "7, 0, false, 1e-3",
        "32, 0, false, 1e-3",
        "32, 0.9, false, 1e-3",
        "32, 0.9, true, 1e-3",
        "80, 0.5, true, 1e-3",
        "159, 0.5, true, 0.1" // every other batch is a single row, whatever it says
    })
    void theAutomaticRateSuits(int batch, double momentum, boolean nesterov, double share) {
        LeastSquares rows = AdvertisingRows.load(AdvertisingRows.standardized());
        Solution found = solve(solver(new Momentum(momentum, nesterov), 200, batch, null, null, 0), rows);
        assertThat(found.finalLoss()).isCloseTo(best(rows), within(share * best(rows)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 32, 100})
    void theAutomaticRateOfAdamSuitsWhateverTheTargetsUnits(int batch) {
        for (double unit : new double[] {1e-6, 1, 1e6}) {
            double[][] x = Problems.x(AdvertisingRows.standardized());
            double[] y = Arrays.stream(Problems.y(AdvertisingRows.raw()))
                    .map(v -> unit * v)
                    .toArray();
            LeastSquares rows = AdvertisingRows.load(Problems.of(x, y));
            Solution found = solve(solver(new Adam(0.9, 0.999, 1e-12), 300, batch, null, null, 0), rows);
            assertThat(found.finalLoss()).isCloseTo(best(rows), within(1e-2 * best(rows)));
        }
    }

    /** One row is far longer than the others: a rate for the usual row would throw the parameters off whenever it comes. */
    @Test
    void theAutomaticRateMindsTheLongestRow() {
        double[][] x = Problems.x(Problems.random(200, 3, Precision.DOUBLE, 5));
        for (double[] row : List.of(x[17])) {
            Arrays.setAll(row, j -> 300 * row[j]);
        }
        LeastSquares rows = AdvertisingRows.load(Problems.of(x, Problems.targets(x, new double[] {1, 2, 3}, 4)));
        Solution found = solve(solver(PLAIN, 30, 4, null, new Schedule.Constant(), 0), rows);
        assertThat(Arrays.stream(found.losses()).max().orElseThrow()).isLessThan(10 * found.losses()[0]);
        assertThat(found.finalLoss()).isLessThan(found.losses()[0]);
    }

    @Test
    void aBatchOfAllRowsIsGradientDescentInAnyOrder() {
        LeastSquares rows = AdvertisingRows.load(AdvertisingRows.standardized());
        Solution expected = new GradientDescent(20, 0.1, 0).solve(rows, new double[4], true, EpochListener.NONE);
        for (Integer batch : Arrays.asList(null, 160, 161, 100_000)) {
            Solution found = solve(solver(PLAIN, 20, batch, 0.1, null, 0), rows);
            Closeness.assertRelativelyClose("losses", found.losses(), expected.losses(), 1e-12);
        }
    }

    @Test
    void allRowsMayBeMoments() {
        LeastSquares rows = AdvertisingRows.load(AdvertisingRows.standardized());
        LeastSquares moments = new MomentsLeastSquares(rows.moments());
        Solution expected = solve(solver(new Momentum(0.9, true), 30, null, null, null, 0), rows);
        Solution found = solve(solver(new Momentum(0.9, true), 30, null, null, null, 0), moments);
        Closeness.assertRelativelyClose("losses", found.losses(), expected.losses(), 1e-9);
        assertThatThrownBy(() -> solve(solver(PLAIN, 3, 32, 0.1, null, 0), moments))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void aFixedInterceptStaysAndTheStartIsNotChanged() {
        LeastSquares rows = AdvertisingRows.load(AdvertisingRows.standardized());
        for (Integer batch : Arrays.asList(32, null)) {
            double[] start = {1, 2, 3, 4.5};
            Solution found = solver(PLAIN, 5, batch, null, null, 0).solve(rows, start, false, EpochListener.NONE);
            assertThat(start).containsExactly(1, 2, 3, 4.5);
            assertThat(found.parameters()[3]).isEqualTo(4.5);
            assertThat(found.parameters()[0]).isNotEqualTo(1);
        }
    }

    @Test
    void theToleranceStopsWhereNothingIsGained() {
        LeastSquares rows = AdvertisingRows.load(AdvertisingRows.standardized());
        Solution found = solve(new StochasticDescent(PLAIN, 1000, 32, 0.1, null, 1e-3, 0), rows);
        assertThat(found.epochs()).isBetween(6, 100);
        assertThat(found.finalLoss()).isCloseTo(best(rows), within(0.1 * best(rows)));
    }

    @ParameterizedTest
    @ValueSource(doubles = {3, 100, 1e200})
    void aRateThatIsTooLargeFailsCleanly(double rate) {
        LeastSquares rows = AdvertisingRows.load(AdvertisingRows.standardized());
        assertThatThrownBy(() -> solve(solver(PLAIN, 1000, 32, rate, null, 0), rows))
                .isInstanceOf(LinregException.class)
                .hasMessageContaining("learning rate")
                .hasMessageContaining("epoch")
                .hasMessageContaining("--learning-rate auto");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 32, 0.1, 0, 0",
        "5, 0, 0.1, 0, 0",
        "5, -1, 0.1, 0, 0",
        "5, 32, 0, 0, 0",
        "5, 32, 0.1, 1, 0",
        "5, 32, 0.1, 0, -1",
        "5, 32, 0.1, 0, 4294967296"
    })
    void settingsOutOfRangeAreRefused(int epochs, int batch, double rate, double tolerance, long seed) {
        assertThatThrownBy(() -> new StochasticDescent(PLAIN, epochs, batch, rate, null, tolerance, seed))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not ");
    }

    @Test
    void rulesOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new Momentum(1, false)).hasMessageContaining("below 1, not 1.0");
        assertThatThrownBy(() -> new Momentum(-0.1, false)).hasMessageContaining("not -0.1");
        assertThatThrownBy(() -> new Momentum(0, true)).hasMessageContaining("--nesterov needs a momentum");
        assertThatThrownBy(() -> new Adam(1, 0.9, 1)).hasMessageContaining("--beta1");
        assertThatThrownBy(() -> new Adam(0.9, -1, 1)).hasMessageContaining("--beta2");
        assertThatThrownBy(() -> new Adam(0.9, 0.9, 0)).hasMessageContaining("epsilon");
    }

    @Test
    void settingsAreThoseOfTheCommandLine() {
        assertThat(solver(new Momentum(0.9, true), 7, 32, null, null, 0).settings())
                .containsEntry("solver", "sgd")
                .containsEntry("batch_size", 32)
                .containsEntry("momentum", 0.9)
                .containsEntry("nesterov", true)
                .containsEntry("schedule", "cosine");
        assertThat(solver(new Adam(0.9, 0.999, 1e-8), 7, null, 0.1, null, 0).settings())
                .containsEntry("solver", "adam")
                .containsEntry("batch_size", "all")
                .containsEntry("schedule", "constant");
    }
}
