package io.linreg.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.linreg.backend.LeastSquaresParityTest.Case;
import io.linreg.data.MersenneTwister;
import io.linreg.data.Precision;
import io.linreg.testing.Closeness;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What takes rows, not moments: clipped residuals and mini-batches, of every implementation against the scalar one. */
class RowsParityTest {
    /** Those that have all rows in one place. The batches of cuda fused are those of cuda gemv. */
    private static final Set<String> WHOLE =
            Set.of(LeastSquaresParityTest.VECTORS, "plain Java", "scalar", "cuda gemv");

    /** Those whose rows are shared out. */
    private static final Set<String> APART = Set.of("three parts", "shared fused", "streamed fused", "streamed gemv");

    /** The last one's epsilon is large, so that it divides by nothing that cancellation has left. */
    private static final List<Optimizer.Rule> RULES = List.of(
            new Optimizer.Momentum(0, false),
            new Optimizer.Momentum(0.9, false),
            new Optimizer.Momentum(0.5, true),
            new Optimizer.Adam(0.9, 0.99, 1));

    /** Round the edges of tiles and of warps; where there are fewer rows, all of them. */
    private static final int[] BATCHES = {1, 7, 32, 64, 65, 150, 1500};

    /** In an epoch: a simulated device takes its time. */
    private static final int MOST_STEPS = 210;

    private static final int EPOCHS = 2;

    @AfterAll
    static void end() {
        LeastSquaresParityTest.end();
    }

    static List<Case> withRows() {
        return LeastSquaresParityTest.cases().stream()
                .filter(c -> !c.implementation().quadratic())
                .toList();
    }

    static List<Case> whole() {
        return withRows().stream()
                .filter(c -> WHOLE.contains(c.implementation().name()))
                .toList();
    }

    /** The largest, so that those that are streamed do not fit the device after all. */
    static List<Case> apart() {
        return withRows().stream()
                .filter(c ->
                        APART.contains(c.implementation().name()) && c.rows() > 100 && c.rows() * c.features() > 12_000)
                .filter(c -> c.precision() == Precision.DOUBLE)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("withRows")
    void clippedGradientsAreThoseOfTheSpecification(Case c) {
        ParityProblem problem = c.problem();
        double[] parameters = problem.parameters(6);
        ParityProblem.Point unclipped = problem.at(6);
        double typical = Math.sqrt(unclipped.loss());
        double magnitude = unclipped.lossMagnitude();
        try (LeastSquares tested = c.load()) {
            for (double threshold : new double[] {1e-3 * typical, typical, 1e3 * typical}) {
                double[] expected = new double[parameters.length];
                double[] actual = new double[parameters.length];
                Arrays.fill(actual, Double.NaN); // it is to be overwritten
                ClippedResiduals specified = problem.specification.clippedGradient(parameters, threshold, expected);
                ClippedResiduals found = tested.clippedGradient(parameters.clone(), threshold, actual);
                String at = " at " + threshold;
                LeastSquaresParityTest.assertClose(c, "square" + at, found.square(), specified.square(), magnitude);
                LeastSquaresParityTest.assertClose(
                        c, "excess" + at, found.excess(), specified.excess(), Math.sqrt(magnitude));
                LeastSquaresParityTest.assertClose(
                        c, "gradient" + at, actual, expected, unclipped.gradientMagnitudes());
                assertThat(found.outliers()) // a residual on the edge may be rounded to either side
                        .isCloseTo(specified.outliers(), within(1L));
            }
        }
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("whole")
    void miniBatchesTakeTheStepsOfTheSpecification(Case c) {
        ParityProblem problem = c.problem();
        try (LeastSquares tested = c.load();
                MiniBatches batches = tested.miniBatches();
                MiniBatches specification = problem.specification.miniBatches()) {
            double norm = specification.largestNorm();
            LeastSquaresParityTest.assertClose(c, "norm", batches.largestNorm(), norm, norm);
            for (int k = 0; k < BATCHES.length; k++) {
                int batch = Math.min(BATCHES[k], c.rows());
                if (c.rows() / batch <= MOST_STEPS) {
                    Optimizer.Rule rule = RULES.get((k + c.rows()) % RULES.size());
                    int[] order = new MersenneTwister(k).permutation(c.rows());
                    // A quarter of what is stable for a single row, with momentum, too.
                    MiniBatches.Epoch epoch = new MiniBatches.Epoch(order, batch, 0.025 / norm, k % 3 > 0);
                    Optimizer expected = new Optimizer(rule, problem.parameters(7));
                    Optimizer actual = new Optimizer(rule, problem.parameters(7));
                    for (int e = 0; e < EPOCHS; e++) {
                        specification.descend(epoch, expected);
                        batches.descend(epoch, actual);
                    }
                    LeastSquaresParityTest.assertClose(
                            c,
                            "batches of " + batch + " by " + rule,
                            actual.parameters(),
                            expected.parameters(),
                            movements(problem, c.rows() / batch + 1, 0.025 / norm));
                }
            }
        }
    }

    /** Each step adds no more than the rounding of a row's gradient, which momentum keeps for up to ten steps. */
    private static double[] movements(ParityProblem problem, int steps, double rate) {
        double[] start = problem.parameters(7);
        double ofRows = problem.rows()
                * Arrays.stream(problem.at(7).gradientMagnitudes()).max().orElse(0);
        double[] movements = new double[start.length];
        Arrays.fill(
                movements, Arrays.stream(start).map(Math::abs).max().orElse(0) + EPOCHS * steps * 10 * rate * ofRows);
        return movements;
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("whole")
    void repeatsGiveTheSameBits(Case c) {
        int batch = Math.max(1, Math.min(40, c.rows()));
        int[] order = new MersenneTwister(3).permutation(c.rows());
        MiniBatches.Epoch epoch =
                new MiniBatches.Epoch(order, batch, c.problem().safeRate() / c.rows(), true);
        List<double[]> results = new ArrayList<>();
        for (int loaded = 0; loaded < 2; loaded++) {
            try (LeastSquares tested = c.load();
                    MiniBatches batches = tested.miniBatches()) {
                for (int run = 0; run < 2; run++) {
                    Optimizer optimizer =
                            new Optimizer(RULES.get(1), c.problem().parameters(8));
                    batches.descend(epoch, optimizer);
                    double[] gradient = new double[c.features() + 1];
                    ClippedResiduals clipped = tested.clippedGradient(optimizer.parameters(), 0.5, gradient);
                    double[] all = Arrays.copyOf(optimizer.state(), optimizer.state().length + gradient.length + 2);
                    System.arraycopy(gradient, 0, all, optimizer.state().length, gradient.length);
                    all[all.length - 2] = clipped.square();
                    all[all.length - 1] = clipped.excess();
                    results.add(all);
                }
            }
        }
        for (double[] result : results) {
            Closeness.assertSameBits(c + " state, gradient, sums", result, results.get(0));
        }
    }

    @ParameterizedTest
    @MethodSource("apart")
    void rowsInSeveralPlacesAreNotDrawnAtRandom(Case c) {
        try (LeastSquares tested = c.load()) {
            assertThatThrownBy(tested::miniBatches)
                    .isInstanceOf(DeviceUnavailableException.class)
                    .hasMessageContaining("--device cpu");
        }
    }
}
