package io.linreg.inference;

import static io.linreg.testing.Closeness.assertRelativelyClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.linreg.data.Dataset;
import io.linreg.data.DatasetBuilder;
import io.linreg.data.Precision;
import io.linreg.data.Term;
import io.linreg.testing.Problems;
import io.linreg.testing.Reference;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against figures of statsmodels (src/test/python/inference_figures.py) and reference.json. */
class InferenceTest {
    private static final double DIGITS = 1e-10;
    private static final Reference FIGURES = Reference.of("inference.json");

    private static Dataset rows(String section) {
        Dataset plain = Problems.advertising(Precision.DOUBLE);
        if (!section.equals("weighted")) {
            return plain;
        }
        DatasetBuilder builder = Dataset.builder(List.of("TV", "radio", "newspaper", "w"), "sales", Precision.DOUBLE);
        for (int i = 0; i < plain.rows(); i++) {
            builder.add(new double[] {plain.x(i, 0), plain.x(i, 1), plain.x(i, 2), 1 + i % 5}, plain.y(i));
        }
        return builder.build().withWeights("w");
    }

    private static Inference infer(String section, StandardErrors errors) {
        return infer(rows(section), !section.equals("no_intercept"), errors);
    }

    private static Inference infer(Dataset rows, boolean intercept, StandardErrors errors) {
        return Inference.of(rows, null, Term.columns(rows.features()), intercept, new InferenceSettings(0.8, errors));
    }

    @Test
    void theReferencesKeysAndFigures() {
        Reference reference = Reference.section("inference_all_200_rows");
        Reference json = new Reference(infer("plain", StandardErrors.CLASSICAL).toJson());

        assertThat(json.values().keySet().toString())
                .startsWith("[order, coef, std_err, t, p, ci95, ")
                .contains(reference.values().keySet().stream()
                        .map(String::valueOf)
                        .toArray(String[]::new));
        assertThat(json.values().get("order")).isEqualTo(reference.values().get("order"));
        for (String key : List.of("coef", "std_err", "t", "p")) {
            assertRelativelyClose(key, json.numbers(key), reference.numbers(key), DIGITS);
        }
        for (int j = 0; j < 4; j++) {
            assertRelativelyClose("ci95", json.table("ci95")[j], reference.table("ci95")[j], DIGITS);
        }
        for (String key : List.of("r2", "adj_r2", "f", "f_p", "log_likelihood", "aic", "bic", "residual_std_err")) {
            assertThat(json.number(key)).as(key).isCloseTo(reference.number(key), withinPercentage(100 * DIGITS));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "plain, CLASSICAL", "plain, HC0", "plain, HC1", "plain, HC2", "plain, HC3",
        "weighted, CLASSICAL", "weighted, HC0", "weighted, HC1", "weighted, HC2", "weighted, HC3",
        "no_intercept, CLASSICAL", "no_intercept, HC0", "no_intercept, HC1", "no_intercept, HC2", "no_intercept, HC3"
    })
    void figuresAreThoseOfStatsmodels(String section, StandardErrors errors) {
        Inference inference = infer(section, errors);
        Reference expected = FIGURES.at(section).at(errors.toString());

        compare("coef", inference, CoefficientEstimate::estimate, expected.numbers("coef"));
        compare("std_err", inference, CoefficientEstimate::standardError, expected.numbers("std_err"));
        compare("t", inference, CoefficientEstimate::t, expected.numbers("t"));
        compare("p", inference, CoefficientEstimate::p, expected.numbers("p"));
        double[][] intervals = expected.table("ci80");
        for (int j = 0; j < intervals.length; j++) {
            CoefficientEstimate one = inference.coefficients().get(j);
            assertRelativelyClose(
                    "interval of " + one.name(), new double[] {one.lower(), one.upper()}, intervals[j], DIGITS);
        }
        GoodnessOfFit fit = inference.fit();
        Map.of(
                        "r2", fit.r2(),
                        "adj_r2", fit.adjustedR2(),
                        "f", fit.f(),
                        "f_p", fit.fP(),
                        "log_likelihood", fit.logLikelihood(),
                        "aic", fit.aic(),
                        "bic", fit.bic(),
                        "residual_std_err", fit.residualError(),
                        "condition_number", inference.condition(),
                        "durbin_watson", inference.durbinWatson())
                .forEach((key, value) ->
                        assertThat(value).as(key).isCloseTo(expected.number(key), withinPercentage(100 * DIGITS)));
        assertThat((double) fit.modelDegrees()).isEqualTo(expected.number("df_model"));
        assertThat((double) fit.residualDegrees()).isEqualTo(expected.number("df_residual"));
        assertThat(inference.notes()).isEmpty();
    }

    private static void compare(
            String what, Inference inference, ToDoubleFunction<CoefficientEstimate> value, double[] expected) {
        double[] actual = inference.coefficients().stream().mapToDouble(value).toArray();
        assertRelativelyClose(what, actual, expected, DIGITS);
    }

    @Test
    void inflationAndQuartiles() {
        Reference plain = FIGURES.at("plain");
        Inference inference = infer("plain", StandardErrors.CLASSICAL);

        assertThat(inference.coefficients().get(0).inflation()).isNaN();
        double[] inflation = inference.coefficients().stream()
                .skip(1)
                .mapToDouble(CoefficientEstimate::inflation)
                .toArray();
        assertRelativelyClose("VIF", inflation, plain.numbers("vif"), DIGITS);
        assertRelativelyClose("quartiles", inference.quartiles(), plain.numbers("residual_quantiles"), DIGITS);
        compare(
                "VIF about 0",
                infer("no_intercept", StandardErrors.CLASSICAL),
                CoefficientEstimate::inflation,
                FIGURES.at("no_intercept").numbers("vif"));
    }

    @ParameterizedTest
    @CsvSource({"plain", "weighted", "no_intercept"})
    void everyRowsInfluenceIsThatOfStatsmodels(String section) {
        Reference expected = FIGURES.at(section).at("influence");
        Diagnostics diagnostics = infer(section, StandardErrors.HC3).diagnostics();

        List<Diagnostics.Row> rows = diagnostics.shown();
        assertThat(rows.stream().mapToInt(Diagnostics.Row::number))
                .containsExactlyElementsOf(IntStream.range(0, 200).boxed().toList());
        compareRows("leverage", rows, Diagnostics.Row::leverage, expected.numbers("leverage"));
        compareRows("standardized", rows, Diagnostics.Row::standardized, expected.numbers("standardized"));
        compareRows("Cook's distance", rows, Diagnostics.Row::cook, expected.numbers("cook"));
        double most = IntStream.range(0, 200)
                .mapToDouble(i -> expected.numbers("cook")[i])
                .max()
                .orElseThrow();
        assertThat(diagnostics.influential())
                .hasSize(5)
                .isSortedAccordingTo((a, b) -> Double.compare(b.cook(), a.cook()));
        assertThat(diagnostics.influential().get(0).cook()).isCloseTo(most, withinPercentage(1e-7));
        assertThat(diagnostics.standardized()).isSorted().hasSize(200);
        assertThat(diagnostics.normal()[0]).isCloseTo(-diagnostics.normal()[199], withinPercentage(1e-10));
    }

    /** Rows' residuals are differences of much larger numbers: of their digits, a few are lost on either side. */
    private static void compareRows(
            String what, List<Diagnostics.Row> rows, ToDoubleFunction<Diagnostics.Row> value, double[] expected) {
        assertRelativelyClose(what, rows.stream().mapToDouble(value).toArray(), expected, 1e-9);
    }

    @ParameterizedTest
    @CsvSource({"plain", "weighted", "no_intercept"})
    void intervalsOfPredictionsAreThoseOfStatsmodels(String section) {
        for (StandardErrors errors : StandardErrors.values()) {
            Uncertainty uncertainty = infer(section, errors).uncertainty();
            double[][] rows = FIGURES.table("new_rows");
            for (double confidence : new double[] {0.95, 0.8}) {
                Reference expected = FIGURES.at(section)
                        .at(errors.toString())
                        .at("intervals")
                        .at(String.valueOf(confidence));
                double[] mean = expected.numbers("mean");
                for (int i = 0; i < rows.length; i++) {
                    double ofMean = uncertainty
                            .reach(Uncertainty.Interval.MEAN, confidence)
                            .applyAsDouble(rows[i]);
                    double ofRow = uncertainty
                            .reach(Uncertainty.Interval.PREDICTION, confidence)
                            .applyAsDouble(rows[i]);
                    assertThat(mean[i] + ofMean).isCloseTo(expected.numbers("mean_ci_upper")[i], within(1e-9));
                    assertThat(mean[i] - ofMean).isCloseTo(expected.numbers("mean_ci_lower")[i], within(1e-9));
                    assertThat(mean[i] + ofRow).isCloseTo(expected.numbers("obs_ci_upper")[i], within(1e-9));
                    assertThat(mean[i] - ofRow).isCloseTo(expected.numbers("obs_ci_lower")[i], within(1e-9));
                }
            }
        }
    }
}
