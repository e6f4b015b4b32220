package io.linreg.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.linreg.base.LinregException;
import io.linreg.data.Dataset;
import io.linreg.data.DatasetBuilder;
import io.linreg.data.Precision;
import io.linreg.solver.AlphaSearch;
import io.linreg.solver.CoordinateDescent;
import io.linreg.solver.CrossValidation;
import io.linreg.solver.GradientDescent;
import io.linreg.solver.NormalEquations;
import io.linreg.solver.Penalty;
import io.linreg.solver.Solver;
import io.linreg.testing.Closeness;
import io.linreg.testing.Problems;
import io.linreg.testing.Reference;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Penalised fits to tables, and what scikit-learn finds for the same rows. */
class PenaltiesTest {
    /** What another program's figures are good for, and its fits converged to. */
    private static final double DIGITS = 1e-8;

    private static final Penalty LASSO = new Penalty(1, 1);

    private record Case(String section, Solver solver) {}

    static Stream<Case> cases() {
        Penalty ridge = new Penalty(1000.0 / 160, 0); // scikit-learn's alpha is n times as large
        Penalty elasticNet = new Penalty(1, 0.5);
        return Stream.of(
                new Case("ridge_alpha_1000", new NormalEquations(ridge, false)),
                new Case("ridge_alpha_1000", new CoordinateDescent(ridge)),
                new Case("lasso_alpha_1", new CoordinateDescent(LASSO)),
                new Case("enet_alpha_1_l1_ratio_0.5", new CoordinateDescent(elasticNet)));
    }

    private static Dataset train() {
        return Problems.advertising(Precision.DOUBLE)
                .select(Problems.referenceSplit().train());
    }

    private static LinearRegression.Builder regression() {
        return LinearRegression.builder().device("cpu");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void findsWhatScikitLearnFinds(Case c) {
        Reference reference = Reference.section(c.section());
        TrainingRun run =
                regression().solver(c.solver()).standardize(false).build().train(train(), new Warnings());
        Closeness.assertRelativelyClose("coefficients", run.model().coefficients(), reference.numbers("coef"), DIGITS);
        double intercept = reference.number("intercept");
        assertThat(run.model().intercept()).isEqualTo(intercept, within(DIGITS * intercept));
        assertThat(run.finalLoss()).isEqualTo(reference.number("train_mse"), within(DIGITS));
    }

    /** Best alphas of LassoCV(cv=5), of ElasticNetCV(cv=5, l1_ratio=0.5), and the grid's first ones: scikit-learn 1.2.1. */
    @ParameterizedTest
    @CsvSource({"1, 1.6424053103408878, 329.9974953125", "0.5, 2.484838772507722, 659.994990625"})
    void choosesWhatScikitLearnChooses(double l1Ratio, double best, double first) {
        TrainingRun run = regression()
                .solver(new CoordinateDescent(new Penalty(1, l1Ratio)))
                .search(new AlphaSearch(100, 5))
                .standardize(false)
                .build()
                .train(train(), new Warnings());
        CrossValidation validation = run.selection().crossValidation();
        assertThat(validation.alphas()).hasSize(100);
        assertThat(validation.alphas()[0]).isEqualTo(first, within(1e-12 * first));
        assertThat(validation.bestAlpha()).isEqualTo(best, within(1e-12 * best));
        assertThat(run.settings().solver().settings())
                .containsEntry("alpha", validation.bestAlpha())
                .containsEntry("l1_ratio", l1Ratio);
    }

    /** GridSearchCV of a pipeline of StandardScaler and Lasso over the same alphas, with KFold(5): scikit-learn 1.2.1. */
    @Test
    void standardizesInEachFold() {
        TrainingRun run = regression().search(new AlphaSearch(100, 5)).build().train(train(), new Warnings());
        assertThat(run.selection().crossValidation().bestAlpha()).isEqualTo(0.09651846357630393, within(1e-13));
        assertThat(run.selection().crossValidation().sparestAlpha()).isEqualTo(0.38964670323076206, within(1e-13));
        int best = run.selection().crossValidation().best();
        double[] onPath = run.selection().path().points().get(best).parameters();
        assertThat(run.model().coefficients()).containsExactly(Arrays.copyOf(onPath, 3), within(1e-12));
        assertThat(run.model().intercept()).isEqualTo(onPath[3], within(1e-11));
    }

    /** Three ways to one minimum, on standardised features. */
    @ParameterizedTest
    @CsvSource({"0.3, 0", "0.3, 0.5", "0.3, 1"})
    void solversAgree(double alpha, double l1Ratio) {
        Penalty penalty = new Penalty(alpha, l1Ratio);
        double[] expected = fit(new CoordinateDescent(penalty));
        assertThat(fit(new GradientDescent(2000, null, 0, penalty))).containsExactly(expected, within(1e-9));
        if (l1Ratio == 0) {
            assertThat(fit(new NormalEquations(penalty, true))).containsExactly(expected, within(1e-12));
        }
    }

    private static double[] fit(Solver solver) {
        LinearModel model = regression()
                .solver(solver)
                .build()
                .train(train(), new Warnings())
                .model();
        double[] parameters = Arrays.copyOf(model.coefficients(), 4);
        parameters[3] = model.intercept();
        return parameters;
    }

    @Test
    void theSameBitsEachTime() {
        LinearRegression search = regression().search(new AlphaSearch(20, 3)).build();
        Dataset data = Problems.random(5000, 12, Precision.FLOAT, 3); // enough for several threads
        TrainingRun one = search.train(data, new Warnings());
        TrainingRun other = search.train(data, new Warnings());
        assertThat(one.model()).isEqualTo(other.model());
        Closeness.assertSameBits(
                "means",
                one.selection().crossValidation().means(),
                other.selection().crossValidation().means());
    }

    @ParameterizedTest
    @CsvSource({"7, 3, 3, 2, 2", "6, 3, 2, 2, 2", "3, 3, 1, 1, 1"})
    void foldsAreThoseOfKFold(int rows, int count, int first, int second, int third) {
        List<Dataset> folds = Folds.of(Problems.random(rows, 2, Precision.DOUBLE, 1), count);
        assertThat(folds).extracting(Dataset::rows).containsExactly((long) first, (long) second, (long) third);
        Dataset whole = Problems.random(rows, 2, Precision.DOUBLE, 1);
        assertThat(folds.get(1).y(0)).isEqualTo(whole.y(first));
        assertThat(folds.get(2).x(0, 1)).isEqualTo(whole.x(first + second, 1));
    }

    @Test
    void aRowForEachFold() {
        LinearRegression search = regression().search(new AlphaSearch(10, 5)).build();
        assertThatThrownBy(() -> search.train(Problems.random(4, 2, Precision.DOUBLE, 1), new Warnings()))
                .isInstanceOf(LinregException.class)
                .hasMessage("5 folds need a row each, but there are 4 training rows; use fewer folds or more rows");
        assertThat(search.train(Problems.random(5, 2, Precision.DOUBLE, 1), new Warnings())
                        .selection()
                        .crossValidation()
                        .errors()[0])
                .hasSize(5);
    }

    /** Rounded sums of a constant that is no binary number leave no variance to standardise. */
    @ParameterizedTest
    @CsvSource({"FLOAT, false, 1", "FLOAT, false, 0", "DOUBLE, false, 0", "DOUBLE, true, 0.5", "DOUBLE, true, 0"})
    void aFeatureThatVariesInOneFoldAlone(Precision precision, boolean weighted, double l1Ratio) {
        int rows = 30_001; // tiles that are not full
        SplittableRandom random = new SplittableRandom(1);
        DatasetBuilder with = Dataset.builder(List.of("a", "b", "w", "rare"), "y", precision);
        DatasetBuilder without = Dataset.builder(List.of("a", "b", "w"), "y", precision);
        for (int i = 0; i < rows; i++) {
            double rare = i < 10_001 ? random.nextGaussian() : 0.1;
            double[] x = {random.nextGaussian(), random.nextGaussian(), 1 + random.nextDouble(), rare};
            double y = x[0] - x[1] + random.nextGaussian();
            with.add(x, y);
            without.add(Arrays.copyOf(x, 3), y);
        }
        // The alphas are the same, as the first feature to come in is; the other folds know nothing of the rare one.
        double[][] all = search(with.build(), weighted, l1Ratio).errors();
        double[][] known = search(without.build(), weighted, l1Ratio).errors();
        for (int a = 0; a < 3; a++) {
            assertThat(all[a][0]).isEqualTo(known[a][0], within(1e-9 * known[a][0]));
        }
    }

    private static CrossValidation search(Dataset data, boolean weighted, double l1Ratio) {
        return regression()
                .solver(new CoordinateDescent(new Penalty(1, l1Ratio)))
                .search(new AlphaSearch(3, 3))
                .build()
                .train(weighted ? data.withWeights("w") : data, new Warnings())
                .selection()
                .crossValidation();
    }

    @Test
    void nothingToChooseFrom() {
        LinearRegression search = regression().search(new AlphaSearch(10, 2)).build();
        Dataset still = Problems.of(new double[][] {{1}, {2}, {3}, {4}}, new double[] {5, 5, 5, 5});
        assertThatThrownBy(() -> search.train(still, new Warnings()))
                .isInstanceOf(LinregException.class)
                .hasMessageContaining("nothing varies in the target");
    }

    @Test
    void thatTheSmallestIsBestIsSaid() {
        double[][] x = Problems.normal(new SplittableRandom(1), 50, 2);
        Dataset exact = Problems.of(x, Problems.targets(x, new double[] {1, 2}, 3));
        Warnings warnings = new Warnings();
        regression().search(new AlphaSearch(10, 5)).build().train(exact, warnings);
        assertThat(warnings.messages)
                .containsExactly("the smallest alpha of the path predicts best: a smaller one, or none, may do better");
    }

    @Test
    void aPathAloneEndsAtTheSmallest() {
        TrainingRun run = regression().search(new AlphaSearch(10, 0)).build().train(train(), new Warnings());
        assertThat(run.selection().crossValidation()).isNull();
        assertThat(run.selection().path().points()).hasSize(10);
        double smallest = run.selection().path().points().get(9).alpha();
        assertThat(run.model().provenance().get("settings").toString())
                .contains("alpha=" + smallest, "alphas=10", "solver=cd")
                .doesNotContain("cv=");
    }

    @Test
    void aSearchIsForCoordinateDescent() {
        LinearRegression.Builder builder =
                regression().solver(new GradientDescent(10, null, 0)).search(new AlphaSearch(10, 2));
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not by gd; use --solver cd");
    }

    /** A row of weight k is k rows to every solver; the penalty is per row, or weight. */
    @ParameterizedTest
    @CsvSource({"0", "0.5", "1"})
    void weightsCount(double l1Ratio) {
        DatasetBuilder weighted = Dataset.builder(List.of("a", "w", "b"), "y", Precision.DOUBLE);
        DatasetBuilder repeated = Dataset.builder(List.of("a", "b"), "y", Precision.DOUBLE);
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < 40; i++) {
            double a = 10 + random.nextGaussian();
            double b = 3 * random.nextDouble();
            double y = a - 2 * b + random.nextGaussian();
            weighted.add(new double[] {a, i % 3, b}, y);
            for (int k = 0; k < i % 3; k++) {
                repeated.add(new double[] {a, b}, y);
            }
        }
        Penalty penalty = new Penalty(0.2, l1Ratio);
        Stream<Solver> solvers = Stream.of(
                new CoordinateDescent(penalty),
                new GradientDescent(3000, null, 0, penalty),
                new NormalEquations(l1Ratio == 0 ? penalty : Penalty.NONE, true));
        solvers.forEach(solver -> {
            LinearRegression regression = regression().solver(solver).build();
            LinearModel one = regression
                    .train(weighted.build().withWeights("w"), new Warnings())
                    .model();
            LinearModel other =
                    regression.train(repeated.build(), new Warnings()).model();
            assertThat(one.coefficients()).containsExactly(other.coefficients(), within(1e-10));
            assertThat(one.intercept()).isEqualTo(other.intercept(), within(1e-9));
        });
    }
}
