package io.linreg.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.linreg.base.LinregException;
import io.linreg.data.Dataset;
import io.linreg.data.Precision;
import io.linreg.data.Term;
import io.linreg.testing.Problems;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class UncertaintyTest {
    private static Uncertainty uncertainty() {
        Dataset rows = Problems.random(20, 2, Precision.DOUBLE, 3);
        InferenceSettings settings = new InferenceSettings(0.9, StandardErrors.HC2);
        return Inference.of(rows, null, Term.columns(rows.features()), true, settings)
                .uncertainty();
    }

    @Test
    void jsonKeepsAllOfIt() {
        Uncertainty original = uncertainty();
        Uncertainty read = Uncertainty.fromJson(original.toJson(), 2);

        assertThat(read).isEqualTo(original).hasSameHashCodeAs(original);
        double[] x = {3, -1};
        assertThat(read.reach(Uncertainty.Interval.PREDICTION, 0.9).applyAsDouble(x))
                .isEqualTo(original.reach(Uncertainty.Interval.PREDICTION, 0.9).applyAsDouble(x));
        assertThat(read.errors()).isEqualTo(StandardErrors.HC2);
    }

    @Test
    void aNewRowIsLessSureThanAMeanAndMoreConfidenceReachesFarther() {
        Uncertainty uncertainty = uncertainty();
        double[] x = {1, 1};
        double ofMean = uncertainty.reach(Uncertainty.Interval.MEAN, 0.9).applyAsDouble(x);

        assertThat(uncertainty.reach(Uncertainty.Interval.PREDICTION, 0.9).applyAsDouble(x))
                .isGreaterThan(ofMean);
        assertThat(uncertainty.reach(Uncertainty.Interval.MEAN, 0.99).applyAsDouble(x))
                .isGreaterThan(ofMean);
        assertThatThrownBy(() -> uncertainty.reach(Uncertainty.Interval.MEAN, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    static List<Arguments> damage() {
        return List.of(
                Arguments.of("residual_variance", -1.0),
                Arguments.of("residual_variance", null),
                Arguments.of("residual_variance", Double.NaN),
                Arguments.of("degrees_of_freedom", 0),
                Arguments.of("degrees_of_freedom", 41.5),
                Arguments.of("degrees_of_freedom", 1e300),
                Arguments.of("degrees_of_freedom", "many"),
                Arguments.of("centre", List.of(1.0)),
                Arguments.of("centre", Arrays.asList(1.0, null)),
                Arguments.of("root", List.of(List.of())),
                Arguments.of("root", List.of(List.of(1.0, 2.0, 3.0, 4.0))),
                Arguments.of("root", List.of(List.of(1.0), List.of(1.0), List.of(1.0), List.of(1.0))),
                Arguments.of("root", List.of(1.0, 2.0, 3.0)),
                Arguments.of("errors", "HC9"));
    }

    @ParameterizedTest
    @MethodSource("damage")
    void whatIsDamagedIsSaidToBe(String key, Object value) {
        Map<String, Object> json = new LinkedHashMap<>(uncertainty().toJson());
        json.put(key, value);

        assertThatThrownBy(() -> Uncertainty.fromJson(json, 2))
                .isInstanceOf(LinregException.class)
                .hasMessageContaining("\"inference\" is damaged; train the model again with --summary");
    }
}
