package io.linreg.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.linreg.backend.Gradient;
import io.linreg.backend.Optimizer.Adam;
import io.linreg.backend.Optimizer.Momentum;
import io.linreg.base.LinregException;
import io.linreg.data.Dataset;
import io.linreg.data.DatasetBuilder;
import io.linreg.data.Precision;
import io.linreg.data.Split;
import io.linreg.solver.GradientDescent;
import io.linreg.solver.HuberDescent;
import io.linreg.solver.IterativeSolver;
import io.linreg.solver.Lbfgs;
import io.linreg.solver.NormalEquations;
import io.linreg.solver.Solution;
import io.linreg.solver.StochasticDescent;
import io.linreg.testing.Closeness;
import io.linreg.testing.Problems;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class EarlyStoppingTest {
    /** Few rows for many features, and much noise: whoever learns on and on learns the noise. */
    private static Dataset noisy() {
        SplittableRandom random = new SplittableRandom(8);
        double[][] x = Problems.normal(random, 60, 40);
        double[] y = Problems.targets(x, ones(40), 5);
        double[] noise = Problems.normal(random, y.length);
        Arrays.setAll(y, i -> y[i] + 10 * noise[i]);
        return Problems.of(x, y);
    }

    private static double[] ones(int length) {
        double[] ones = new double[length];
        Arrays.fill(ones, 1);
        return ones;
    }

    static Stream<IterativeSolver> solvers() {
        return Stream.of(
                new GradientDescent(2000, null, 0),
                new HuberDescent(2000, null, 0, 1.35),
                new StochasticDescent(new Momentum(0, false), 2000, 8, 0.02, null, 0, 1),
                new StochasticDescent(new Adam(0.9, 0.999, 1e-8), 2000, 8, 0.05, null, 0, 1),
                new Lbfgs(2000, 0, 1e-10, 10, null),
                new Lbfgs(2000, 0, 1e-10, 10, 1.35));
    }

    private static LinearRegression.Builder regression(IterativeSolver solver) {
        return LinearRegression.builder().device("cpu").solver(solver).seed(3);
    }

    @ParameterizedTest
    @MethodSource("solvers")
    void stopsWhenOtherRowsGetNoBetterAndKeepsWhatWasBest(IterativeSolver solver) {
        Dataset rows = noisy();
        Warnings warnings = new Warnings();
        TrainingRun run = regression(solver)
                .earlyStopping(new EarlyStopping(0.3, 5))
                .build()
                .train(rows, warnings);
        Solution solution = run.solution();
        double[] losses = solution.validated().losses();
        int best = solution.validated().best();

        assertThat(losses).hasSize(solution.epochs() + 1);
        assertThat(solution.epochs()).isEqualTo(best + 5).isLessThan(2000);
        for (int e = 0; e < losses.length; e++) {
            assertThat(losses[e]).isGreaterThanOrEqualTo(losses[best]);
        }
        if (solver.isLeastSquares()) {
            Split split = Split.of(rows, 0.3, 3);
            Metrics judged = Metrics.of(run.model(), rows.select(split.test()));
            Metrics learnt = Metrics.of(run.model(), rows.select(split.train()));
            assertThat(judged.mse()).isCloseTo(losses[best], within(1e-9 * losses[best]));
            assertThat(learnt.mse()).isCloseTo(run.finalLoss(), within(1e-9 * run.finalLoss()));
        }
    }

    @Test
    void learnsFromTheOtherRowsAsIfTheyWereAll() {
        Dataset rows = noisy();
        Split split = Split.of(rows, 0.3, 3);
        GradientDescent solver = new GradientDescent(50, null, 0);
        TrainingRun alone = regression(solver).build().train(rows.select(split.train()), new Warnings());
        TrainingRun watched = regression(solver)
                .earlyStopping(new EarlyStopping(0.3, 1000))
                .build()
                .train(rows, new Warnings());
        Closeness.assertRelativelyClose(
                "losses", watched.solution().losses(), alone.solution().losses(), 1e-12);
        assertThat(watched.solution().learningRate()).isEqualTo(alone.solution().learningRate());
    }

    @Test
    void momentsWillDo() {
        GradientDescent solver = new GradientDescent(2000, null, 0);
        EarlyStopping stopping = new EarlyStopping(0.3, 5);
        Solution expected = regression(solver)
                .earlyStopping(stopping)
                .build()
                .train(noisy(), new Warnings())
                .solution();
        Solution found = regression(solver)
                .earlyStopping(stopping)
                .gradient(Gradient.GRAM)
                .build()
                .train(noisy(), new Warnings())
                .solution();
        assertThat(found.validated().best()).isEqualTo(expected.validated().best());
        Closeness.assertRelativelyClose(
                "validation", found.validated().losses(), expected.validated().losses(), 1e-9);
    }

    @Test
    void weightedRowsAreJudgedByTheirWeights() {
        Dataset rows = weighted(noisy());
        TrainingRun run = regression(new GradientDescent(2000, null, 0))
                .earlyStopping(new EarlyStopping(0.3, 5))
                .build()
                .train(rows, new Warnings());
        Metrics judged =
                Metrics.of(run.model(), rows.select(Split.of(rows, 0.3, 3).test()));
        Solution.Validated validated = run.solution().validated();
        assertThat(judged.mse()).isCloseTo(validated.losses()[validated.best()], within(1e-9 * judged.mse()));
    }

    private static Dataset weighted(Dataset rows) {
        List<String> columns = new ArrayList<>(rows.features());
        columns.add("weight");
        DatasetBuilder weighted = Dataset.builder(columns, rows.target(), Precision.DOUBLE);
        double[][] x = Problems.x(rows);
        for (int i = 0; i < x.length; i++) {
            double[] row = Arrays.copyOf(x[i], columns.size());
            row[row.length - 1] = i % 4;
            weighted.add(row, rows.y(i));
        }
        return weighted.build().withWeights("weight");
    }

    @Test
    void theProvenanceTells() {
        LinearModel model = regression(new GradientDescent(2000, null, 0))
                .earlyStopping(new EarlyStopping(0.3, 5))
                .build()
                .fit(noisy());
        assertThat(model.provenance().toString())
                .contains("validation_share=0.3", "patience=5", "best_epoch=", "training_rows=42");
    }

    @Test
    void tooFewRowsToHoldAnyBackAreNamed() {
        Dataset one = Problems.of(new double[][] {{1}}, new double[] {1});
        assertThatThrownBy(() -> regression(new GradientDescent(20, null, 0))
                        .earlyStopping(new EarlyStopping(0.1, 5))
                        .build()
                        .fit(one))
                .isInstanceOf(LinregException.class)
                .hasMessageContaining("leaves none to learn from");
    }

    @ParameterizedTest
    @CsvSource({"0, 5", "1, 5", "-0.1, 5", "NaN, 5", "0.1, 0", "0.1, -1"})
    void settingsOutOfRangeAreRefused(double share, int patience) {
        assertThatThrownBy(() -> new EarlyStopping(share, patience))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not ");
    }

    @Test
    void aSolverWithoutEpochsIsRefused() {
        LinearRegression.Builder exact = LinearRegression.builder()
                .solver(new NormalEquations(1e-12))
                .precision(Precision.DOUBLE)
                .earlyStopping(new EarlyStopping(0.1, 5));
        assertThatThrownBy(exact::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("normal has no epochs to stop early");
    }
}
