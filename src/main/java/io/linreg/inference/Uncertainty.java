package io.linreg.inference;

import io.linreg.base.LinregException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * How far predictions may be off: what intervals need to know of a fit, and what the model file keeps of it.
 *
 * <p>The covariance is that of the fit at the centre of the training rows and of the coefficients, not of the intercept and the
 * coefficients: far from 0 these nearly cancel, and with them the digits of an interval.
 *
 * @param errors how the covariance was estimated
 * @param variance of a row about the fit: the residual variance
 * @param degrees residual degrees of freedom
 * @param centre the means of the d features, rounded; zeros without an intercept
 * @param covariance lower triangle, d + 1 rows: the coefficients, then the fit at the centre; zeros for what is not estimated
 */
public record Uncertainty(
        StandardErrors errors, double variance, long degrees, double[] centre, double[][] covariance) {

    /** Rows are counted in whole numbers. */
    private static final double MOST_DEGREES = 0x1p53;

    /** What an interval is to hold. */
    public enum Interval {
        /** The target of a new row, of weight 1. */
        PREDICTION,
        /** The mean of the targets of many such rows. */
        MEAN
    }

    static Uncertainty of(ExactFit fit, Covariance covariance, double variance, long degrees, StandardErrors errors) {
        int d = fit.features();
        double[] centre = Arrays.copyOf(fit.centre(), d);
        double[][] mixtures = new double[d + 1][];
        double[][] images = new double[d + 1][];
        for (int j = 0; j <= d; j++) {
            mixtures[j] =
                    j < d ? fit.coordinates().mixture(j) : fit.coordinates().atCentre();
            images[j] = covariance.times(mixtures[j]);
        }
        double[][] lower = new double[d + 1][];
        for (int j = 0; j <= d; j++) {
            lower[j] = new double[j + 1];
            for (int k = 0; k <= j; k++) {
                lower[j][k] = Covariance.dot(mixtures[j], images[k]);
            }
        }
        return new Uncertainty(errors, variance, degrees, centre, lower);
    }

    /** The variance of the fit for a row of d features. */
    double ofFit(double[] x) {
        int d = centre.length;
        double variance = 0;
        for (int j = 0; j <= d; j++) {
            double a = j < d ? x[j] - centre[j] : 1;
            double sum = 0.5 * covariance[j][j] * a;
            for (int k = 0; k < j; k++) {
                sum += covariance[j][k] * (x[k] - centre[k]);
            }
            variance += 2 * a * sum;
        }
        return Math.max(0, variance);
    }

    /**
     * How far the interval round a prediction reaches to either side, as a function of the row's d features.
     *
     * @throws IllegalArgumentException if the confidence is not between 0 and 1
     */
    public ToDoubleFunction<double[]> reach(Interval interval, double confidence) {
        double deviations = Tails.reach(InferenceSettings.requireConfidence(confidence), (double) degrees);
        double own = interval == Interval.PREDICTION ? variance : 0;
        return x -> deviations * Math.sqrt(own + ofFit(x));
    }

    /** As JSON values, for the model file. */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("errors", errors.toString());
        json.put("residual_variance", variance);
        json.put("degrees_of_freedom", degrees);
        json.put("centre", list(centre));
        json.put("covariance", Arrays.stream(covariance).map(Uncertainty::list).toList());
        return json;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Uncertainty uncertainty && toJson().equals(uncertainty.toJson());
    }

    @Override
    public int hashCode() {
        return Double.hashCode(variance);
    }

    private static List<Double> list(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    /**
     * Of what {@link #toJson} gave.
     *
     * @param features d
     * @throws LinregException if it is anything else
     */
    public static Uncertainty fromJson(Map<?, ?> json, int features) {
        try {
            double[][] covariance = ((List<?>) json.get("covariance"))
                    .stream().map(row -> numbers((List<?>) row)).toArray(double[][]::new);
            double[] centre = numbers((List<?>) json.get("centre"));
            boolean fits = centre.length == features && covariance.length == features + 1;
            for (int j = 0; fits && j <= features; j++) {
                fits = covariance[j].length == j + 1 && covariance[j][j] >= 0;
            }
            double variance = number(json.get("residual_variance"));
            double degrees = number(json.get("degrees_of_freedom"));
            if (fits && variance >= 0 && degrees > 0 && degrees == Math.rint(degrees) && degrees < MOST_DEGREES) {
                StandardErrors errors = StandardErrors.of(String.valueOf(json.get("errors")));
                return new Uncertainty(errors, variance, (long) degrees, centre, covariance);
            }
        } catch (ClassCastException | NullPointerException | IllegalArgumentException e) {
            throw unusable(e);
        }
        throw unusable(null);
    }

    private static LinregException unusable(Exception e) {
        return new LinregException("\"inference\" is damaged; train the model again with --summary", e);
    }

    private static double[] numbers(List<?> values) {
        return values.stream().mapToDouble(Uncertainty::number).toArray();
    }

    private static double number(Object value) {
        double number = ((Number) value).doubleValue();
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException();
        }
        return number;
    }
}
