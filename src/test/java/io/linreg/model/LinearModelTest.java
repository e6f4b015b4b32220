package io.linreg.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.linreg.base.LinregException;
import io.linreg.data.Dataset;
import io.linreg.data.Design;
import io.linreg.data.Frame;
import io.linreg.data.InputColumn;
import io.linreg.data.Precision;
import io.linreg.data.Term;
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
    void takesRowsAsTablesHaveThem() {
        Design design = new Design(
                List.of(new InputColumn.Numeric("x", 4), new InputColumn.Categorical("c", List.of("u", "v"))),
                List.of(Term.column("x"), Term.column("c=v"), Term.power("x", 2)));
        LinearModel model = new LinearModel(design, "y", new double[] {1, 10, 100}, 0.5, Map.of());

        assertThat(model.features()).containsExactly("x", "c=v", "x^2");
        assertThat(model.predict(Map.of("x", 2, "c", "v"))).isEqualTo(412.5);
        assertThat(model.predict(Map.of("x", "NA", "c", "u"))).isEqualTo(1604.5);
        assertThatThrownBy(() -> model.predict(Map.of("x", 2, "c", "w")))
                .isInstanceOf(LinregException.class)
                .hasMessageContaining("\"w\" is not among the levels");

        Dataset table = Dataset.builder(List.of("c", "x"), "z", Precision.DOUBLE)
                .add(new double[] {0, 2}, 0)
                .add(new double[] {1, Double.NaN}, 0)
                .build()
                .with(new Frame(Map.of("c", List.of("v", "u")), true));
        assertThat(model.predict(table)).containsExactly(412.5, 1604.5);
        Dataset matrix = Dataset.builder(List.of("x^2", "c=v", "x"), "z", Precision.DOUBLE)
                .add(new double[] {3, 2, 1}, 0)
                .build();
        assertThat(model.predict(matrix)).containsExactly(321.5);
        assertThatThrownBy(() -> model.predict(table.project(List.of("x"))))
                .hasMessage("the model needs column \"c\", but the data has only \"x\"");
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
