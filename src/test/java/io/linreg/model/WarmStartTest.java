package io.linreg.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.linreg.backend.Gradient;
import io.linreg.backend.Optimizer.Momentum;
import io.linreg.base.LinregException;
import io.linreg.data.Dataset;
import io.linreg.data.DatasetBuilder;
import io.linreg.data.Precision;
import io.linreg.data.Term;
import io.linreg.solver.GradientDescent;
import io.linreg.solver.HuberDescent;
import io.linreg.solver.Lbfgs;
import io.linreg.solver.NormalEquations;
import io.linreg.solver.StochasticDescent;
import io.linreg.testing.Closeness;
import io.linreg.testing.Problems;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WarmStartTest {
    @TempDir
    private Path folder;

    private static Dataset train() {
        return Problems.advertising(Precision.DOUBLE)
                .select(Problems.referenceSplit().train());
    }

    private static LinearRegression.Builder descent(int epochs) {
        return LinearRegression.builder().device("cpu").solver(new GradientDescent(epochs, 0.1, 0));
    }

    /** The same rows, the same units: 30 epochs and 20 are 50. */
    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true"})
    void goesOnWhereTheModelEnded(boolean standardize, boolean intercept) {
        double rate = standardize ? 0.1 : 1e-5;
        LinearRegression.Builder builder = LinearRegression.builder()
                .device("cpu")
                .standardize(standardize)
                .intercept(intercept);
        LinearModel whole =
                builder.solver(new GradientDescent(50, rate, 0)).build().fit(train());
        LinearModel first =
                builder.solver(new GradientDescent(30, rate, 0)).build().fit(train());
        first.save(folder.resolve("first.json"));
        TrainingRun second = builder.solver(new GradientDescent(20, rate, 0))
                .warmStart(LinearModel.load(folder.resolve("first.json")))
                .build()
                .train(train(), new Warnings());

        Closeness.assertRelativelyClose("coefficients", second.model().coefficients(), whole.coefficients(), 1e-9);
        assertThat(second.model().intercept()).isCloseTo(whole.intercept(), within(1e-9));
        assertThat(second.initialLoss()).isCloseTo(Metrics.of(first, train()).mse(), within(1e-9));
        assertThat(second.model().provenance().get("settings").toString()).contains("warm_start=true");
    }

    /** Other rows have other means and deviations; the model predicts the same, whatever its features are measured in. */
    @Test
    void beginsWithTheModelsPredictionsOnOtherRows() {
        LinearModel model = descent(1000).build().fit(train());
        Dataset others = Problems.advertising(Precision.DOUBLE)
                .select(Problems.referenceSplit().test());
        TrainingRun run = descent(1).warmStart(model).build().train(others, new Warnings());
        assertThat(run.initialLoss()).isCloseTo(Metrics.of(model, others).mse(), within(1e-9));
    }

    @Test
    void featuresAreMatchedByName() {
        LinearModel model = descent(200).build().fit(train());
        Dataset turned = train().project(List.of("newspaper", "TV", "radio"));
        TrainingRun run = descent(1).warmStart(model).build().train(turned, new Warnings());
        assertThat(run.initialLoss()).isCloseTo(Metrics.of(model, train()).mse(), within(1e-9));
    }

    @Test
    void productsAreFeaturesLikeOthers() {
        List<Term> terms = List.of(Term.column("TV"), Term.column("radio"), Term.interaction(List.of("TV", "radio")));
        LinearModel model = descent(200).terms(terms).build().fit(train());
        TrainingRun run = descent(1).terms(terms).warmStart(model).build().train(train(), new Warnings());
        assertThat(run.initialLoss()).isCloseTo(Metrics.of(model, train()).mse(), within(1e-9));
    }

    @Test
    void otherFeaturesOrTargetsAreNamed() {
        LinearModel model = descent(10).build().fit(train());
        Dataset fewer = train().project(List.of("TV", "radio"));
        assertThatThrownBy(() -> descent(1).warmStart(model).build().fit(fewer))
                .isInstanceOf(LinregException.class)
                .hasMessage("the model to start from has other features than the data: the data lacks \"newspaper\"");
        LinearModel small = descent(10).build().fit(fewer);
        assertThatThrownBy(() -> descent(1).warmStart(small).build().fit(train()))
                .isInstanceOf(LinregException.class)
                .hasMessage("the model to start from has other features than the data: it lacks \"newspaper\"");
        Dataset other = train().withTarget("newspaper");
        assertThatThrownBy(() -> descent(1).warmStart(model).build().fit(other))
                .isInstanceOf(LinregException.class)
                .hasMessageContaining("is of \"sales\", not of the target \"newspaper\"");
        assertThatThrownBy(() ->
                        descent(1).intercept(false).warmStart(model).build().fit(train()))
                .isInstanceOf(LinregException.class)
                .hasMessageContaining("leave --no-intercept out");
    }

    @Test
    void contradictionsAreRefused() {
        LinearModel model = descent(10).build().fit(train());
        assertThatThrownBy(() -> LinearRegression.builder()
                        .solver(new NormalEquations(1e-12))
                        .warmStart(model)
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("normal starts nowhere");
        assertThatThrownBy(() ->
                        descent(1).init(Settings.Init.NORMAL).warmStart(model).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--init and --warm-start");
        assertThatThrownBy(() -> LinearRegression.builder()
                        .solver(new StochasticDescent(new Momentum(0, false), 5, 32, null, null, 0, 0))
                        .gradient(Gradient.GRAM)
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--gradient gram keeps no rows");
        assertThatThrownBy(() -> LinearRegression.builder()
                        .solver(new HuberDescent(5, null, 0, 1.35))
                        .gradient(Gradient.GRAM)
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--gradient gram keeps no rows");
    }

    // ---- partialFit ----

    private static Dataset rows(int from, int to) {
        return train().select(IntStream.range(from, to).toArray());
    }

    /** On the very rows of the first fit it is nothing but more epochs. */
    @Test
    void moreOfTheSameRowsIsMoreEpochs() {
        LinearModel whole = descent(50).build().fit(train());
        LinearModel parts = descent(20).build().partialFit(descent(30).build().fit(train()), train());
        Closeness.assertRelativelyClose("coefficients", parts.coefficients(), whole.coefficients(), 1e-9);
        assertThat(parts.intercept()).isCloseTo(whole.intercept(), within(1e-9));
    }

    @Test
    void newRowsAreStandardizedAsTheFirstOnesWere() {
        LinearModel first = descent(1000).build().fit(rows(0, 80));
        LinearModel second = descent(5).build().partialFit(first, rows(80, 160));
        assertThat(second.provenance().get("scaling"))
                .isEqualTo(first.provenance().get("scaling"));
        assertThat(second.coefficients()).isNotEqualTo(first.coefficients());
        double before = Metrics.of(first, rows(80, 160)).mse();
        assertThat(Metrics.of(second, rows(80, 160)).mse()).isLessThan(before);
    }

    @Test
    void aStreamOfPartsComesNearTheWhole() {
        LinearModel whole = descent(1000).build().fit(train());
        LinearRegression some = LinearRegression.builder()
                .device("cpu")
                .solver(new StochasticDescent(new Momentum(0, false), 3, 8, 0.01, null, 0, 0))
                .build();
        LinearModel model = some.fit(rows(0, 40));
        for (int pass = 0; pass < 20; pass++) {
            for (int from = 0; from < 160; from += 40) {
                model = some.partialFit(model, rows(from, from + 40));
            }
        }
        assertThat(Metrics.of(model, train()).mse())
                .isCloseTo(
                        Metrics.of(whole, train()).mse(),
                        within(0.05 * Metrics.of(whole, train()).mse()));
        assertThat(model.provenance().get("continued")).isEqualTo(Map.of("times", 80, "rows", 40 + 80 * 40));
    }

    /** What does not vary in the new rows keeps its coefficient. */
    @Test
    void aConstantFeatureKeepsItsPlace() {
        LinearModel first = descent(500).build().fit(train());
        double[][] x = Problems.x(rows(0, 20));
        for (double[] row : x) {
            row[2] = 7;
        }
        DatasetBuilder constant = Dataset.builder(train().features(), "sales", Precision.DOUBLE);
        double[] y = Problems.y(rows(0, 20));
        for (int i = 0; i < y.length; i++) {
            constant.add(x[i], y[i]);
        }
        LinearModel second = descent(2).build().partialFit(first, constant.build());
        assertThat(second.features()).isEqualTo(first.features());
        assertThat(second.coefficients()[2]).isNotZero();
    }

    @Test
    void otherRowsThanTheModelsAreNamed() {
        LinearModel first = descent(10).build().fit(train());
        assertThatThrownBy(() -> descent(1).build().partialFit(first, train().project(List.of("TV", "radio"))))
                .isInstanceOf(LinregException.class)
                .hasMessageContaining("the model needs column \"newspaper\"");
        assertThatThrownBy(() -> descent(1).build().partialFit(first, rows(0, 0)))
                .isInstanceOf(LinregException.class)
                .hasMessageContaining("no rows");
    }

    @Test
    void solversThatGoAllTheWayAreRefused() {
        LinearModel first = descent(10).build().fit(train());
        for (LinearRegression.Builder builder : Arrays.asList(
                LinearRegression.builder().solver(new Lbfgs(10, 0, 0, 10, null)),
                LinearRegression.builder().solver(new NormalEquations(1e-12)))) {
            assertThatThrownBy(() -> builder.build().partialFit(first, train()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("gd, sgd or adam");
        }
    }
}
