package io.linreg.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.linreg.data.Dataset;
import io.linreg.data.Precision;
import io.linreg.data.Split;
import io.linreg.testing.Problems;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private static Metrics of(double[] actual, double[] predicted) {
        Metrics.Accumulator accumulator = new Metrics.Accumulator();
        for (int i = 0; i < actual.length; i++) {
            accumulator.add(actual[i], predicted[i]);
        }
        return accumulator.metrics();
    }

    @Test
    void byHand() {
        // Errors 1, -2, 0; squares about the mean 4: 9, 1, 16 (targets 1, 3, 8).
        Metrics metrics = of(new double[] {1, 3, 8}, new double[] {2, 1, 8});
        assertThat(metrics.rows()).isEqualTo(3);
        assertThat(metrics.mse()).isEqualTo(5.0 / 3);
        assertThat(metrics.rmse()).isEqualTo(Math.sqrt(5.0 / 3));
        assertThat(metrics.mae()).isEqualTo(1);
        assertThat(metrics.r2()).isEqualTo(1 - 5.0 / 26, within(1e-15));
    }

    @Test
    void asPlainlyComputed() {
        SplittableRandom random = new SplittableRandom(1);
        double[] actual = Problems.normal(random, 500);
        double[] predicted = Problems.normal(random, 500);
        double mean = 0;
        for (double y : actual) {
            mean += y / 500;
        }
        double errors = 0;
        double squares = 0;
        double absolute = 0;
        for (int i = 0; i < 500; i++) {
            errors += Math.pow(predicted[i] - actual[i], 2);
            absolute += Math.abs(predicted[i] - actual[i]);
            squares += Math.pow(actual[i] - mean, 2);
        }
        Metrics metrics = of(actual, predicted);
        assertThat(metrics.mse()).isEqualTo(errors / 500, within(1e-13));
        assertThat(metrics.mae()).isEqualTo(absolute / 500, within(1e-13));
        assertThat(metrics.r2()).isEqualTo(1 - errors / squares, within(1e-13));
    }

    /** Enough rows for several threads, chosen in disorder, in two blocks. */
    @Test
    void ofADataSetTheyAreThoseOfItsRowsOneByOne() {
        Dataset all = Problems.random(90_000, 3, Precision.DOUBLE, 2);
        Dataset data = all.select(Split.of(all, 0.25, 1).train());
        List<String> features = List.of("x2", "x0");
        LinearModel model = new LinearModel(features, "y", new double[] {1.5, -0.25}, 3, Map.of());
        Metrics.Accumulator expected = new Metrics.Accumulator();
        double[] predictions = new double[(int) data.rows()];
        for (int i = 0; i < predictions.length; i++) {
            predictions[i] = model.predict(new double[] {data.x(i, 2), data.x(i, 0)});
            expected.add(data.y(i), predictions[i]);
        }
        assertThat(model.predict(data)).isEqualTo(predictions);
        Metrics metrics = Metrics.of(model, data);
        assertThat(metrics.rows()).isEqualTo(67_500);
        assertThat(metrics.mse()).isEqualTo(expected.metrics().mse(), within(1e-12));
        assertThat(metrics.mae()).isEqualTo(expected.metrics().mae(), within(1e-12));
        assertThat(metrics.r2()).isEqualTo(expected.metrics().r2(), within(1e-12));
    }

    @Test
    void aTargetWithALargeMeanKeepsItsDigits() {
        assertThat(of(new double[] {1e9, 1e9 + 2}, new double[] {1e9 + 1, 1e9 + 2})
                        .r2())
                .isEqualTo(0.5);
    }

    /** Sorted, a running mean that is a double would be wrong by as much as the targets vary. */
    @Test
    void r2AboutALargeMeanIsThatOfTheDeviations() {
        double[] deviations = new double[4000];
        double[] targets = new double[4000];
        Metrics.Accumulator near = new Metrics.Accumulator();
        Metrics.Accumulator far = new Metrics.Accumulator();
        Metrics.Accumulator rest = new Metrics.Accumulator();
        for (int i = 0; i < 4000; i++) {
            deviations[i] = i * 0x1p-17;
            targets[i] = 0x1p34 + deviations[i];
            double error = 0x1p-9 * Math.sin(i);
            double prediction = targets[i] + error;
            near.add(deviations[i], deviations[i] + (prediction - targets[i]), 1 + i % 3);
            (i < 1500 ? far : rest).add(targets[i], prediction, 1 + i % 3);
        }
        far.add(rest);
        assertThat(far.metrics().r2()).isEqualTo(near.metrics().r2(), within(1e-13));
    }

    /** Whatever the weights: its mean is to be the target to the bit. */
    @Test
    void r2OfAConstantWeightedTargetIsUndefined() {
        SplittableRandom random = new SplittableRandom(3);
        for (int trial = 0; trial < 1000; trial++) {
            double target = 100 * random.nextDouble();
            Metrics.Accumulator accumulator = new Metrics.Accumulator();
            for (int i = 0; i <= trial % 3; i++) {
                accumulator.add(target, target + 1, 10 * random.nextDouble());
            }
            assertThat(accumulator.metrics().r2()).isNaN();
        }
    }

    @Test
    void r2OfAConstantTargetIsUndefined() {
        Metrics metrics = of(new double[] {0.1, 0.1, 0.1}, new double[] {0.1, 0.2, 0.1});
        assertThat(metrics.r2()).isNaN();
        assertThat(metrics.toJson()).containsEntry("r2", null).containsEntry("mse", metrics.mse());
    }

    @Test
    void oneRow() {
        Metrics metrics = of(new double[] {3}, new double[] {5});
        assertThat(metrics.mse()).isEqualTo(4);
        assertThat(metrics.mae()).isEqualTo(2);
        assertThat(metrics.r2()).isNaN();
    }

    @Test
    void featuresAreMatchedByName() {
        LinearModel model = new LinearModel(List.of("a", "b"), "y", new double[] {1, 10}, 0, Map.of());
        Dataset data = Dataset.builder(List.of("b", "other", "a"), "y", Precision.DOUBLE)
                .add(new double[] {2, 99, 1}, 21)
                .add(new double[] {3, 99, 1}, 30)
                .build();
        assertThat(Metrics.of(model, data).mse()).isEqualTo(0.5);
    }
}
