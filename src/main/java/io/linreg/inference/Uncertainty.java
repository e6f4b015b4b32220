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
 * <p>What is kept is a root of the covariance, R'R, so that the variance of a fit is a sum of squares, R [1 x - centre]: in the
 * covariance itself the columns of a polynomial nearly cancel, to less than nothing. It is that of the fit at the centre of the training
 * rows and of the coefficients, not of the intercept and the coefficients: far from 0 these nearly cancel, too.
 *
 * @param errors how the covariance was estimated
 * @param variance of a row about the fit: the residual variance
 * @param degrees residual degrees of freedom
 * @param centre the means of the d features, rounded; zeros without an intercept
 * @param root the rows of R: what the fit at the centre takes of each coordinate, then what the features do, up to the last that does
 */
public record Uncertainty(StandardErrors errors, double variance, long degrees, double[] centre, double[][] root) {

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
        double[][] images = new double[d + 1][];
        images[0] = covariance.root(fit.coordinates().atCentre());
        for (int j = 0; j < d; j++) {
            images[j + 1] = covariance.root(fit.coordinates().mixture(j));
        }
        double[][] root = new double[fit.rank()][];
        for (int i = 0; i < root.length; i++) {
            int last = d;
            while (last > 0 && images[last][i] == 0) {
                last--;
            }
            root[i] = new double[last + 1];
            for (int j = 0; j <= last; j++) {
                root[i][j] = images[j][i];
            }
        }
        return new Uncertainty(errors, variance, degrees, centre, root);
    }

    /** The standard deviation of the fit for a row of d features. */
    double ofFit(double[] x) {
        double[] parts = new double[root.length];
        for (int i = 0; i < parts.length; i++) {
            double[] row = root[i];
            double sum = row[0];
            for (int j = 1; j < row.length; j++) {
                sum += row[j] * (x[j - 1] - centre[j - 1]);
            }
            parts[i] = sum;
        }
        return Covariance.norm(parts);
    }

    /**
     * How far the interval round a prediction reaches to either side, as a function of the row's d features.
     *
     * @throws IllegalArgumentException if the confidence is not between 0 and 1
     */
    public ToDoubleFunction<double[]> reach(Interval interval, double confidence) {
        double deviations = Tails.reach(InferenceSettings.requireConfidence(confidence), (double) degrees);
        double own = interval == Interval.PREDICTION ? Math.sqrt(variance) : 0;
        return x -> deviations * Math.hypot(own, ofFit(x));
    }

    /** As JSON values, for the model file. */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("errors", errors.toString());
        json.put("residual_variance", variance);
        json.put("degrees_of_freedom", degrees);
        json.put("centre", list(centre));
        json.put("root", Arrays.stream(root).map(Uncertainty::list).toList());
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
            double[][] root = ((List<?>) json.get("root"))
                    .stream().map(row -> numbers((List<?>) row)).toArray(double[][]::new);
            double[] centre = numbers((List<?>) json.get("centre"));
            boolean fits = centre.length == features && root.length <= features + 1;
            for (double[] row : root) {
                fits &= row.length > 0 && row.length <= features + 1;
            }
            double variance = number(json.get("residual_variance"));
            double degrees = number(json.get("degrees_of_freedom"));
            if (fits && variance >= 0 && degrees > 0 && degrees == Math.rint(degrees) && degrees < MOST_DEGREES) {
                StandardErrors errors = StandardErrors.of(String.valueOf(json.get("errors")));
                return new Uncertainty(errors, variance, (long) degrees, centre, root);
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
