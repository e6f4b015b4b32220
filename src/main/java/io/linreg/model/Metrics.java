package io.linreg.model;

import io.linreg.base.Json;
import io.linreg.data.Dataset;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How well predictions meet their targets, weighted where rows are.
 *
 * @param rows how many there were
 * @param mse the mean of the squared errors
 * @param mae the mean of the absolute errors
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
        Accumulator accumulator = new Accumulator();
        double[] row = new double[rows.features().size()];
        for (long i = 0; i < rows.rows(); i++) {
            rows.copyRow(i, row);
            accumulator.add(data.y(i), model.predict(row), data.weight(i));
        }
        return accumulator.metrics();
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
        private double mean;
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
            double deviation = actual - mean;
            mean += weight > 0 ? deviation * weight / weights : 0;
            squares += weight * deviation * (actual - mean);
        }

        /** Of all that was taken in. */
        public Metrics metrics() {
            double r2 = squares > 0 ? 1 - squaredErrors / squares : Double.NaN;
            return new Metrics(rows, squaredErrors / weights, absoluteErrors / weights, r2);
        }
    }
}
