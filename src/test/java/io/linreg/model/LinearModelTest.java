package io.linreg.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.linreg.base.LinregException;
import io.linreg.data.Dataset;
import io.linreg.data.Precision;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LinearModelTest {
    private static final LinearModel MODEL =
            new LinearModel(List.of("a", "b"), "y", new double[] {2, -3}, 0.5, Map.of("rows", 10L));

    @Test
    void predictsByHand() {
        assertThat(MODEL.predict(new double[] {4, 1})).isEqualTo(5.5);
        assertThatThrownBy(() -> MODEL.predict(new double[] {4})).isInstanceOf(IllegalArgumentException.class);
        assertThat(MODEL).hasToString("y = 0.5 + 2.0 a + -3.0 b");
    }

    @Test
    void columnsAreMatchedByNameInAnyOrder() {
        Dataset data = Dataset.builder(List.of("b", "c", "a"), "z", Precision.DOUBLE)
                .add(new double[] {1, 77, 4}, 0)
                .add(new double[] {0, 77, 1}, 0)
                .build();
        assertThat(MODEL.predict(data)).containsExactly(5.5, 2.5);
        assertThat(MODEL.design().positions(data.features())).containsExactly(2, 0);
    }

    @Test
    void missingColumnsAreNamed() {
        assertThatThrownBy(() -> MODEL.design().positions(List.of("A", "c")))
                .isInstanceOf(LinregException.class)
                .hasMessage("the model needs columns \"a\", \"b\", but the data has only \"A\", \"c\"");
        assertThatThrownBy(() -> MODEL.design().positions(List.of("a")))
                .isInstanceOf(LinregException.class)
                .hasMessageContaining("column \"b\"");
    }

    @Test
    void doesNotChange() {
        double[] coefficients = {1, 2};
        Map<String, Object> inner = new LinkedHashMap<>(Map.of("key", 1));
        List<String> features = new ArrayList<>(List.of("a", "b"));
        LinearModel model = new LinearModel(features, "y", coefficients, 0, Map.of("inner", inner));
        coefficients[0] = 9;
        model.coefficients()[1] = 9;
        inner.put("key", 2);
        features.set(0, "c");
        assertThat(model.coefficients()).containsExactly(1, 2);
        assertThat(model.features()).containsExactly("a", "b");
        assertThat(model.provenance()).containsEntry("inner", Map.of("key", 1));
        assertThatThrownBy(() -> model.provenance().put("a", 1)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void equalsByValue() {
        LinearModel same = new LinearModel(List.of("a", "b"), "y", new double[] {2, -3}, 0.5, Map.of("rows", 10));
        assertThat(MODEL).isEqualTo(same).hasSameHashCodeAs(same);
        assertThat(MODEL)
                .isNotEqualTo(new LinearModel(List.of("a", "c"), "y", new double[] {2, -3}, 0.5, Map.of("rows", 10)));
        assertThat(MODEL)
                .isNotEqualTo(new LinearModel(List.of("a", "b"), "z", new double[] {2, -3}, 0.5, Map.of("rows", 10)));
        assertThat(MODEL)
                .isNotEqualTo(new LinearModel(List.of("a", "b"), "y", new double[] {2, -4}, 0.5, Map.of("rows", 10)));
        assertThat(MODEL)
                .isNotEqualTo(new LinearModel(List.of("a", "b"), "y", new double[] {2, -3}, 0.6, Map.of("rows", 10)));
        assertThat(MODEL).isNotEqualTo(MODEL.with("more", 1)).isNotEqualTo("y");
        assertThat(MODEL.with("more", 1).provenance()).containsEntry("more", 1).containsEntry("rows", 10);
    }
}
