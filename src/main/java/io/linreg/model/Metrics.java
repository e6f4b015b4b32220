package io.linreg.model;

import io.linreg.backend.DoubleDouble;
import io.linreg.backend.ExactMoments;
import io.linreg.base.Json;
import io.linreg.data.ColumnReader;
import io.linreg.data.Dataset;
import io.linreg.data.Panel;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How well predictions meet their targets, weighted where rows are.
 *
 * @param rows how many there were
 * @param mse the mean of the squared errors
 * @param mae the mean of the absolute errors; NaN where only the rows' moments are known
 * @param r2 1 - sum of squared errors / sum of squares about the target's mean; NaN where the target does not vary
 */
public record Metrics(long rows, double mse, double mae, double r2) {
    /** The root of the mean squared error, in the target's unit. */
    public double rmse() {
        return Math.sqrt(mse);
    }

    /**
     * Judges a model on a data set, whose features are matched by name; it may have others, too.
     *
     * @throws io.linreg.base.LinregException if it lacks a feature of the model
     */
    public static Metrics of(LinearModel model, Dataset data) {
        Dataset rows = model.columnsOf(data);
        Accumulator whole = new Accumulator();
        rows.overPanels(panels -> of(model, rows, panels)).forEach(whole::add);
        return whole.metrics();
    }

    /**
     * Judges a model on rows of which the moments are left: all but the mean absolute error, which is NaN.
     *
     * @param moments of the model's features and its target, in the data's units
     */
    static Metrics of(LinearModel model, ExactMoments moments) {
        int d = moments.features();
        double[] factors = Arrays.copyOf(model.coefficients(), d + 1);
        factors[d] = -1;
        DoubleDouble bias = DoubleDouble.of(model.intercept());
        DoubleDouble squares = DoubleDouble.ZERO;
        for (int j = 0; j <= d; j++) {
            bias = bias.plus(moments.mean(j).times(factors[j]));
            for (int k = 0; k <= d; k++) {
                squares = squares.plus(moments.product(j, k).times(DoubleDouble.product(factors[j], factors[k])));
            }
        }
        squares = squares.plus(moments.weight().times(bias.times(bias)));
        double errors = Math.max(0, squares.value());
        double deviations = moments.product(d, d).value();
        return new Metrics(
                moments.rows(),
                errors / moments.weight().value(),
                Double.NaN,
                deviations > 0 ? 1 - errors / deviations : Double.NaN);
    }

    private static Accumulator of(LinearModel model, Dataset rows, List<Panel> panels) {
        int d = rows.features().size();
        double[] predicted = new double[Panel.ROWS];
        double[] actual = new double[Panel.ROWS];
        double[] weights = new double[Panel.ROWS];
        Arrays.fill(weights, 1);
        Accumulator accumulator = new Accumulator();
        ColumnReader reader = new ColumnReader();
        for (Panel panel : panels) {
            model.predict(panel, reader, actual, predicted);
            panel.copyColumn(d, actual);
            if (rows.weighted()) {
                panel.copyColumn(d + 1, weights);
            }
            for (int i = 0; i < panel.rows(); i++) {
                accumulator.add(actual[i], predicted[i], weights[i]);
            }
        }
        return accumulator;
    }

    /** The metrics as JSON; null stands for what is undefined. */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("mse", Json.number(mse));
        json.put("rmse", Json.number(rmse()));
        json.put("mae", Json.number(mae));
        json.put("r2", Json.number(r2));
        return json;
    }

    /** Takes in one prediction after another. */
    public static final class Accumulator {
        private long rows;
        private double weights;
        private double squaredErrors;
        private double absoluteErrors;
        /** The targets' mean, and what rounding has left of it: without, squares about a large mean lose their digits. */
        private double mean;

        private double rest;
        private double squares;

        /** Takes in a target and its prediction. */
        public void add(double actual, double predicted) {
            add(actual, predicted, 1);
        }

        /** Takes in a target and its prediction, which count by their weight. */
        public void add(double actual, double predicted, double weight) {
            double error = predicted - actual;
            rows++;
            weights += weight;
            squaredErrors += weight * (error * error);
            absoluteErrors += weight * Math.abs(error);
            if (weight > 0) {
                double deviation = actual - mean - rest;
                moveMean(deviation * (weight / weights)); // of the first row exactly to its target
                squares += weight * deviation * (actual - mean - rest);
            }
        }

        private void moveMean(double shift) {
            DoubleDouble moved = DoubleDouble.sum(mean, rest + shift);
            mean = moved.high();
            rest = moved.low();
        }

        /** Takes in all that another one has. */
        void add(Accumulator other) {
            if (other.weights > 0) {
                double total = weights + other.weights;
                double shift = other.mean - mean + (other.rest - rest);
                moveMean(shift * (other.weights / total));
                squares += other.squares + shift * shift * (weights * other.weights / total);
                weights = total;
            }
            rows += other.rows;
            squaredErrors += other.squaredErrors;
            absoluteErrors += other.absoluteErrors;
        }

        /** Of all that was taken in. */
        public Metrics metrics() {
            double r2 = squares > 0 ? 1 - squaredErrors / squares : Double.NaN;
            return new Metrics(rows, squaredErrors / weights, absoluteErrors / weights, r2);
        }
    }
}
