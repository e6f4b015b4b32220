package io.linreg.spark;

import io.linreg.inference.CoefficientEstimate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** How training went, and how the model meets the training rows: but for the mean absolute error, from their moments. */
public final class GpuLinearRegressionTrainingSummary extends GpuLinearRegressionSummary {
    private final MomentsFit fit;
    private final long rows;

    GpuLinearRegressionTrainingSummary(
            Dataset<Row> predictions, GpuLinearRegressionModel model, MomentsFit fit, long rows) {
        super(predictions, model);
        this.fit = fit;
        this.rows = rows;
    }

    /** How many epochs gradient descent took; 1 for the solvers that go to the end in one go. */
    public int totalIterations() {
        return fit.solution().epochs();
    }

    /** Half the mean squared residual, without penalties: before each epoch, and in the end. */
    public double[] objectiveHistory() {
        double[] history = fit.solution().losses().clone();
        for (int k = 0; k < history.length; k++) {
            history[k] /= 2;
        }
        return history;
    }

    @Override
    public long numInstances() {
        return rows;
    }

    @Override
    public long degreesOfFreedom() {
        return rows - fit.rank();
    }

    @Override
    public double meanSquaredError() {
        return fit.meanSquaredError();
    }

    @Override
    public double explainedVariance() {
        return fit.explainedSquare();
    }

    @Override
    public double r2() {
        return 1 - fit.meanSquaredError() / fit.labelSquare();
    }

    /**
     * The standard errors of the coefficients, and of the intercept, if there is one. They are NaN for features whose coefficient
     * is 0 as others explain them.
     *
     * @throws UnsupportedOperationException if coefficients were penalised, or found by gradient descent
     */
    public double[] coefficientStandardErrors() {
        return estimates(CoefficientEstimate::standardError);
    }

    /**
     * The coefficients, and the intercept, by their standard errors.
     *
     * @throws UnsupportedOperationException if coefficients were penalised, or found by gradient descent
     */
    public double[] tValues() {
        return estimates(CoefficientEstimate::t);
    }

    /**
     * The probabilities of values of t farther from 0, in either direction, were the coefficients 0.
     *
     * @throws UnsupportedOperationException if coefficients were penalised, or found by gradient descent
     */
    public double[] pValues() {
        return estimates(CoefficientEstimate::p);
    }

    private double[] estimates(ToDoubleFunction<CoefficientEstimate> figure) {
        double[] variances = fit.variances();
        if (variances == null) {
            throw new UnsupportedOperationException(
                    "there are no standard errors of coefficients that were penalised, or"
                            + " found by gradient descent; set regParam to 0 and solver to auto");
        }
        double degrees = (double) degreesOfFreedom();
        // By the rows' weights as they were given: their mean is in both factors, and goes out.
        double residual = fit.meanSquaredError() * (double) fit.moments().rows() / degrees;
        int d = fit.coefficients().length;
        return IntStream.range(0, fit.intercept() ? d + 1 : d)
                .mapToObj(j -> CoefficientEstimate.of(
                        "", j < d ? fit.coefficients()[j] : fit.b(), Math.sqrt(residual * variances[j]), degrees))
                .mapToDouble(figure)
                .toArray();
    }
}
