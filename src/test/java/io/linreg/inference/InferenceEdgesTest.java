package io.linreg.inference;

import static io.linreg.testing.Closeness.assertRelativelyClose;
import static io.linreg.testing.Closeness.assertSameBits;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.linreg.base.LinregException;
import io.linreg.data.Dataset;
import io.linreg.data.DatasetBuilder;
import io.linreg.data.Precision;
import io.linreg.data.Term;
import io.linreg.testing.Nist;
import io.linreg.testing.Problems;
import io.linreg.testing.Reference;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where figures are not defined, or rounding would eat them. */
class InferenceEdgesTest {
    private static Inference infer(Dataset rows, StandardErrors errors) {
        return Inference.of(rows, null, Term.columns(rows.features()), true, new InferenceSettings(0.95, errors));
    }

    private static Inference infer(Dataset rows) {
        return infer(rows, StandardErrors.CLASSICAL);
    }

    static List<Nist> sets() {
        return Nist.sets();
    }

    @ParameterizedTest
    @MethodSource("sets")
    void nistsCertifiedErrors(Nist set) {
        Inference inference = Inference.of(set.data(), null, set.terms(), set.intercept(), InferenceSettings.DEFAULT);

        double[] errors = inference.coefficients().stream()
                .mapToDouble(CoefficientEstimate::standardError)
                .toArray();
        double[] certified = set.errors().clone(); // the intercept last
        if (set.intercept()) {
            System.arraycopy(set.errors(), 0, certified, 1, certified.length - 1);
            certified[0] = set.errors()[certified.length - 1];
        }
        boolean perfect = set.residual() == 0; // Wampler1 and 2
        double[] worst = perfect ? new double[] {13} : new double[] {Nist.digits(errors, certified)};
        assertThat(worst[0]).as("digits of standard errors").isGreaterThanOrEqualTo(13);
        assertThat(Nist.digits(inference.fit().residualError(), set.residual()))
                .as("digits of the residual standard error")
                .isGreaterThanOrEqualTo(13);
        assertThat(inference.notes()).hasSize(perfect ? 1 : 0);
    }

    @Test
    void asManyCoefficientsAsRowsLeaveErrorsUndefined() {
        Inference inference = infer(Problems.of(new double[][] {{1, 2}, {2, 1}, {3, 5}}, new double[] {1, 3, 2}));

        assertThat(inference.notes()).singleElement().asString().contains("3 rows for 3 coefficients", "more rows");
        assertThat(inference.fit().residualDegrees()).isZero();
        assertThat(inference.uncertainty()).isNull();
        Map<String, Object> json = inference.toJson();
        for (String key : List.of("std_err", "t", "p")) {
            assertThat(json.get(key)).isEqualTo(Collections.nCopies(3, null));
        }
        assertThat(json).containsEntry("f", null).containsEntry("adj_r2", null).containsEntry("residual_std_err", null);
        assertThat((double) json.get("r2")).isCloseTo(1, within(1e-14));
        assertThat(inference.diagnostics().shown()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(StandardErrors.class)
    void fewerRowsThanCoefficientsAliasTheLast(StandardErrors errors) {
        Inference inference = infer(Problems.random(3, 5, Precision.DOUBLE, 1), errors);

        assertThat(inference.coefficients().stream().map(CoefficientEstimate::aliased))
                .containsExactly(false, false, false, true, true, true);
        assertThat(inference.notes().get(0)).contains("\"x2\", \"x3\", \"x4\"");
        assertThat(inference.coefficients()).allMatch(one -> Double.isNaN(one.p()));
    }

    @Test
    void anAliasedFeatureIsAsIfItWereNotThere() {
        SplittableRandom random = new SplittableRandom(5);
        double[][] x = Problems.normal(random, 30, 3);
        double[] y = Problems.normal(random, 30);
        double[][] without = new double[30][];
        for (int i = 0; i < 30; i++) {
            x[i][1] = 3 * x[i][0] - 1;
            without[i] = new double[] {x[i][0], x[i][2]};
        }
        for (StandardErrors errors : StandardErrors.values()) {
            Inference aliased = infer(Problems.of(x, y), errors);
            Inference plain = infer(Problems.of(without, y), errors);

            assertThat(aliased.coefficients().get(2).aliased()).isTrue();
            assertThat(aliased.coefficients().get(2).standardError()).isNaN();
            double[] kept = {0, 1, 3};
            assertRelativelyClose(
                    "standard errors",
                    DoubleStream.of(kept)
                            .map(j -> aliased.coefficients().get((int) j).standardError())
                            .toArray(),
                    plain.coefficients().stream()
                            .mapToDouble(CoefficientEstimate::standardError)
                            .toArray(),
                    1e-12);
            assertThat(aliased.fit().residualDegrees()).isEqualTo(27);
            assertThat(aliased.fit().f()).isCloseTo(plain.fit().f(), withinPercentage(1e-9));
            assertThat(aliased.condition()).isCloseTo(plain.condition(), withinPercentage(1e-7));
            double[] row = {0.3, -0.1, 2};
            assertThat(aliased.uncertainty()
                            .reach(Uncertainty.Interval.MEAN, 0.9)
                            .applyAsDouble(row))
                    .isCloseTo(
                            plain.uncertainty()
                                    .reach(Uncertainty.Interval.MEAN, 0.9)
                                    .applyAsDouble(new double[] {0.3, 2}),
                            withinPercentage(1e-9));
        }
    }

    @Test
    void aPerfectFitIsSaidToBeOne() {
        double[][] x = Problems.normal(new SplittableRandom(3), 20, 2);
        for (double[] row : x) {
            row[0] = Math.rint(8 * row[0]);
            row[1] = Math.rint(8 * row[1]);
        }
        Inference inference = infer(Problems.of(x, Problems.targets(x, new double[] {2, -3}, 1)));

        assertThat(inference.notes()).singleElement().asString().contains("perfect but for rounding");
        assertThat(inference.fit().r2()).isEqualTo(1);
        assertThat(inference.toJson().get("p").toString()).isEqualTo("[0.0, 0.0, 0.0]");
    }

    /** Their squares would vanish, or overflow. */
    @ParameterizedTest
    @EnumSource(StandardErrors.class)
    void errorsFollowTheUnitsHoweverLargeOrSmall(StandardErrors kind) {
        double[][] x = Problems.normal(new SplittableRandom(8), 30, 2);
        double[] y = Problems.targets(x, new double[] {2, -3}, 1);
        double[] noise = Problems.normal(new SplittableRandom(9), 30);
        Arrays.setAll(y, i -> y[i] + noise[i]);
        double[] expected = errors(x, y, 1, kind);
        for (double unit : new double[] {0x1p-330, 0x1p330}) {
            double[] errors = errors(x, y, unit, kind);
            for (int j = 0; j < 2; j++) {
                assertThat(errors[j + 1] * unit * unit).isCloseTo(expected[j + 1], withinPercentage(1e-10));
            }
        }
    }

    /** Of x in this unit and y in its inverse. */
    private static double[] errors(double[][] x, double[] y, double unit, StandardErrors kind) {
        double[][] scaled = Arrays.stream(x)
                .map(row -> Arrays.stream(row).map(value -> value * unit).toArray())
                .toArray(double[][]::new);
        double[] targets = Arrays.stream(y).map(value -> value / unit).toArray();
        return infer(Problems.of(scaled, targets), kind).coefficients().stream()
                .mapToDouble(CoefficientEstimate::standardError)
                .toArray();
    }

    /** The unit of the weights says nothing: a fit is perfect in all of them or in none. */
    @ParameterizedTest
    @ValueSource(doubles = {1, 1e-30, 1e30})
    void whetherAFitIsPerfectDoesNotDependOnTheUnitOfWeights(double unit) {
        SplittableRandom random = new SplittableRandom(4);
        DatasetBuilder builder = Dataset.builder(List.of("x", "w"), "y", Precision.DOUBLE);
        for (int i = 0; i < 40; i++) {
            double x = random.nextDouble();
            builder.add(new double[] {x, unit * (1 + random.nextDouble())}, 1e8 * (10 + x + random.nextDouble()));
        }

        assertThat(infer(builder.build().withWeights("w")).notes()).isEmpty();
    }

    @Test
    void aTargetWithoutVarianceHasNoR2() {
        double[][] x = Problems.normal(new SplittableRandom(3), 20, 2);
        double[] y = new double[20];
        Arrays.fill(y, 5);
        Inference inference = infer(Problems.of(x, y));

        assertThat(inference.fit().r2()).isNaN();
        assertThat(inference.toJson()).containsEntry("r2", null).containsEntry("adj_r2", null);
    }

    @Test
    void aRowThatAloneDecidesACoefficientLeavesHc2AndHc3Undefined() {
        double[][] x = Problems.normal(new SplittableRandom(9), 20, 2);
        for (int i = 0; i < 20; i++) {
            x[i][1] = i == 7 ? 1 : 0;
        }
        Dataset rows = Problems.of(x, Problems.normal(new SplittableRandom(10), 20));

        for (StandardErrors errors : List.of(StandardErrors.HC2, StandardErrors.HC3)) {
            Inference robust = infer(rows, errors);
            assertThat(robust.notes()).singleElement().asString().contains("row 7 alone", "leverage is 1", "use HC1");
            assertThat(robust.coefficients()).allMatch(one -> Double.isNaN(one.standardError()));
            assertThat(robust.diagnostics().shown()).hasSize(19).noneMatch(row -> row.number() == 7);
        }
        assertThat(infer(rows, StandardErrors.HC1).coefficients()).allMatch(one -> one.standardError() > 0);
        assertThat(infer(rows).notes()).isEmpty();
    }

    @Test
    void rowsWithoutWeightAreNotThereButKeepTheirNumbers() {
        double[][] x = Problems.normal(new SplittableRandom(9), 40, 3);
        double[] y = Problems.normal(new SplittableRandom(10), 40);
        DatasetBuilder some = Dataset.builder(List.of("a", "b", "w"), "y", Precision.DOUBLE);
        DatasetBuilder all = Dataset.builder(List.of("a", "b", "w"), "y", Precision.DOUBLE);
        for (int i = 0; i < 40; i++) {
            double weight = i % 4 == 0 ? 0 : i;
            all.add(new double[] {x[i][0], x[i][1], weight}, y[i]);
            if (weight > 0) {
                some.add(new double[] {x[i][0], x[i][1], weight}, y[i]);
            }
        }
        Inference zeros = infer(all.build().withWeights("w"));
        Inference left = infer(some.build().withWeights("w"));

        Map<String, Object> expected = left.toJson();
        Map<String, Object> actual = zeros.toJson();
        assertThat(expected.remove("influential")).isNotEqualTo(actual.remove("influential"));
        assertThat(actual).isEqualTo(expected);
        assertThat(zeros.fit().rows()).isEqualTo(30);
        assertThat(zeros.diagnostics().shown()).noneMatch(row -> row.number() % 4 == 0);
    }

    @Test
    void scaledWeightsChangeNothingButTheResidualVariance() {
        DatasetBuilder light = Dataset.builder(List.of("a", "w"), "y", Precision.DOUBLE);
        DatasetBuilder heavy = Dataset.builder(List.of("a", "w"), "y", Precision.DOUBLE);
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < 50; i++) {
            double x = random.nextGaussian();
            double y = x + random.nextGaussian();
            light.add(new double[] {x, 1 + i % 3}, y);
            heavy.add(new double[] {x, 1024 * (1 + i % 3)}, y);
        }
        Inference one = infer(light.build().withWeights("w"));
        Inference other = infer(heavy.build().withWeights("w"));

        assertThat(other.coefficients().get(1).standardError())
                .isCloseTo(one.coefficients().get(1).standardError(), withinPercentage(1e-11));
        assertThat(other.fit().logLikelihood()).isCloseTo(one.fit().logLikelihood(), within(1e-9));
        assertThat(other.fit().residualError()).isCloseTo(32 * one.fit().residualError(), withinPercentage(1e-11));
    }

    /** Far from 0 the intercept is uncertain, but neither slopes nor fits are. */
    @ParameterizedTest
    @ValueSource(doubles = {1e3, 1e6, 1e9})
    void nothingIsLostFarFromZero(double offset) {
        double[][] x = Problems.normal(new SplittableRandom(1), 60, 2);
        double[][] far = new double[60][2];
        for (int i = 0; i < 60; i++) {
            for (int j = 0; j < 2; j++) {
                x[i][j] = Math.rint(x[i][j] * 1024) / 1024; // so that they stay themselves at a distance
                far[i][j] = x[i][j] + offset;
            }
        }
        double[] y = Problems.normal(new SplittableRandom(2), 60);
        for (StandardErrors errors : List.of(StandardErrors.CLASSICAL, StandardErrors.HC3)) {
            Inference near = infer(Problems.of(x, y), errors);
            Inference away = infer(Problems.of(far, y), errors);
            for (int j = 1; j <= 2; j++) {
                assertThat(away.coefficients().get(j).standardError())
                        .isCloseTo(near.coefficients().get(j).standardError(), withinPercentage(1e-9));
            }
            assertThat(away.uncertainty()
                            .reach(Uncertainty.Interval.MEAN, 0.95)
                            .applyAsDouble(new double[] {offset + 0.5, offset - 1}))
                    .isCloseTo(
                            near.uncertainty()
                                    .reach(Uncertainty.Interval.MEAN, 0.95)
                                    .applyAsDouble(new double[] {0.5, -1}),
                            withinPercentage(1e-9));
        }
    }

    @Test
    void manyRowsGiveTheSameBitsEachTimeAndASampleToShow() {
        Dataset rows = Problems.random(40_000, 3, Precision.FLOAT, 4);
        Inference first = infer(rows, StandardErrors.HC3);
        Inference second = infer(rows, StandardErrors.HC3);

        assertThat(second.toJson()).isEqualTo(first.toJson());
        assertSameBits(
                "quantiles",
                second.diagnostics().standardized(),
                first.diagnostics().standardized());
        Diagnostics diagnostics = first.diagnostics();
        assertThat(diagnostics.rows()).isEqualTo(40_000);
        assertThat(diagnostics.shown()).hasSizeBetween(5000, 5008).containsAll(diagnostics.influential());
        assertThat(diagnostics.normal()).hasSizeBetween(5000, 5003).isSorted();
        assertThat(IntStream.range(0, 2)
                        .allMatch(k -> Math.abs(diagnostics.outlying().get(k).standardized())
                                >= Math.abs(diagnostics.outlying().get(k + 1).standardized())))
                .isTrue();
        assertThat(diagnostics.normal()).contains(diagnostics.outlying().get(0).normal());
    }

    /** White's covariance of the same rows k times over is a k-th of theirs. */
    @Test
    void robustErrorsOfManyParts() {
        Dataset once = Problems.advertising(Precision.DOUBLE);
        int[] rows = IntStream.range(0, 20_000).map(i -> i % 200).toArray();
        double[] errors = infer(once.select(rows), StandardErrors.HC0).coefficients().stream()
                .mapToDouble(one -> 10 * one.standardError())
                .toArray();

        assertRelativelyClose(
                "HC0",
                errors,
                Reference.of("inference.json").at("plain").at("HC0").numbers("std_err"),
                1e-10);
    }

    @Test
    void noRowsHaveNoSummary() {
        Dataset none = Problems.random(5, 2, Precision.DOUBLE, 4).select(new int[0]);
        assertThatThrownBy(() -> infer(none))
                .isInstanceOf(LinregException.class)
                .hasMessageContaining("not of 0");
    }

    @Test
    void numbersOfRowsAreThoseGiven() {
        Dataset rows = Problems.random(12, 2, Precision.DOUBLE, 4);
        int[] numbers = IntStream.range(0, 12).map(i -> 100 + 7 * i).toArray();
        Inference inference =
                Inference.of(rows, numbers, Term.columns(rows.features()), true, InferenceSettings.DEFAULT);

        assertThat(inference.diagnostics().shown().stream().mapToInt(Diagnostics.Row::number))
                .containsExactly(IntStream.of(numbers).boxed().toArray(Integer[]::new));
    }

    @Test
    void distanceIsInStandardErrors() {
        Dataset rows = Problems.advertising(Precision.DOUBLE);
        Inference inference = infer(rows);
        double[] w = inference.coefficients().stream()
                .skip(1)
                .mapToDouble(CoefficientEstimate::estimate)
                .toArray();
        double b = inference.coefficients().get(0).estimate();

        assertThat(inference.distance(w, b)).isZero();
        w[1] -= 3 * inference.coefficients().get(2).standardError();
        assertThat(inference.distance(w, b)).isCloseTo(3, within(1e-12));
    }

    @Test
    void settingsAreChecked() {
        for (double confidence : new double[] {0, 1, -0.5, 2, Double.NaN}) {
            assertThatThrownBy(() -> new InferenceSettings(confidence, StandardErrors.HC0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("between 0 and 1");
        }
    }
}
