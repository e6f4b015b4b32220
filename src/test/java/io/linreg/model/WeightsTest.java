package io.linreg.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.linreg.base.LinregException;
import io.linreg.data.Dataset;
import io.linreg.data.DatasetBuilder;
import io.linreg.data.Precision;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A row of weight k counts like k rows. */
class WeightsTest {
    private static final int ROWS = 60;
    private final DatasetBuilder weighted = Dataset.builder(List.of("a", "w", "b"), "y", Precision.DOUBLE);
    private final DatasetBuilder repeated = Dataset.builder(List.of("a", "b"), "y", Precision.DOUBLE);

    WeightsTest() {
        Random random = new Random(5);
        for (int i = 0; i < ROWS; i++) {
            double a = 100 + random.nextGaussian();
            double b = 7 * random.nextDouble();
            double y = 3 * a - b + random.nextGaussian();
            int weight = i % 4; // some are 0
            weighted.add(new double[] {a, weight, b}, y);
            for (int k = 0; k < weight; k++) {
                repeated.add(new double[] {a, b}, y);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, false"})
    void isARepeatedRow(boolean standardize, boolean intercept) {
        LinearRegression regression = LinearRegression.builder()
                .epochs(25)
                .learningRate(standardize ? 0.1 : 1e-5)
                .standardize(standardize)
                .intercept(intercept)
                .device("cpu")
                .build();
        Warnings warnings = new Warnings();

        TrainingRun one = regression.train(weighted.build().withWeights("w"), warnings);
        TrainingRun other = regression.train(repeated.build(), new Warnings());

        assertThat(one.model().features()).containsExactly("a", "b");
        assertThat(one.model().coefficients()).containsExactly(other.model().coefficients(), within(1e-11));
        assertThat(one.model().intercept()).isEqualTo(other.model().intercept(), within(1e-9));
        assertThat(one.solution().losses()).containsExactly(other.solution().losses(), within(1e-9));
        assertThat(warnings.messages).contains("15 training rows of weight 0 left out");
        assertThat(one.weights()).isEqualTo("w");
    }

    @Test
    void metricsCountByIt() {
        LinearModel model = LinearRegression.builder()
                .epochs(20)
                .device("cpu")
                .build()
                .train(repeated.build(), new Warnings())
                .model();

        Metrics one = Metrics.of(model, weighted.build().withWeights("w"));
        Metrics other = Metrics.of(model, repeated.build());

        assertThat(one.mse()).isEqualTo(other.mse(), within(1e-12));
        assertThat(one.mae()).isEqualTo(other.mae(), within(1e-12));
        assertThat(one.r2()).isEqualTo(other.r2(), within(1e-12));
    }

    @Test
    void negativeWeightsAndOnlyZerosAreNone() {
        Dataset negative = Dataset.builder(List.of("x", "w"), "y", Precision.DOUBLE)
                .add(new double[] {1, 1}, 1)
                .add(new double[] {2, -0.5}, 2)
                .build();
        Dataset zeros = Dataset.builder(List.of("x", "w"), "y", Precision.DOUBLE)
                .add(new double[] {1, 0}, 1)
                .build();

        assertThatThrownBy(() -> negative.withWeights("w"))
                .isInstanceOf(LinregException.class)
                .hasMessage(
                        "the weight in row 1 (from 0) is -0.5: weights, column \"w\", must not be negative; correct it, or leave the row out");
        assertThatThrownBy(() -> zeros.withWeights("w"))
                .isInstanceOf(LinregException.class)
                .hasMessageContaining("all weights, column \"w\", are 0");
        assertThatThrownBy(() -> weighted.build().project(List.of("w")).withWeights("w"))
                .isInstanceOf(LinregException.class)
                .hasMessageContaining("no feature is left");
    }

    @Test
    void stayWithTheirRows() {
        Dataset rows = weighted.build().withWeights("w");

        Dataset some = rows.select(new int[] {7, 2}).project(List.of("b"));

        assertThat(some.weight(0)).isEqualTo(3);
        assertThat(some.weight(1)).isEqualTo(2);
        assertThat(some.totalWeight()).isEqualTo(5);
        assertThat(rows.partition(7).get(3).weight(0)).isEqualTo(rows.weight(60 * 3 / 7));
    }

    @Test
    void anotherColumnMayBeTheTarget() {
        Dataset other = weighted.build().withTarget("a");

        assertThat(other.features()).containsExactly("w", "b");
        assertThat(other.target()).isEqualTo("a");
        assertThat(other.y(5)).isEqualTo(weighted.build().x(5, 0));
        assertThat(other.blocks().get(0).y(5)).isEqualTo(other.y(5));
        assertThat(other.blocks().get(0).x(5, 0)).isEqualTo(1);
    }
}
