package io.linreg.spark;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * How a model meets the rows of a data set, by the figures of MLlib's LinearRegressionSummary and their names. The
 * rows are read when a figure is first asked for.
 */
public class GpuLinearRegressionSummary {
    private final Dataset<Row> predictions;
    private final GpuLinearRegressionModel model;
    private Residuals measured;

    GpuLinearRegressionSummary(Dataset<Row> predictions, GpuLinearRegressionModel model) {
        this.predictions = predictions;
        this.model = model;
    }

    /** The data set with predictions. */
    public Dataset<Row> predictions() {
        return predictions;
    }

    /** The column of the predictions. */
    public String predictionCol() {
        return model.getPredictionCol();
    }

    /** The column of the label. */
    public String labelCol() {
        return model.getLabelCol();
    }

    /** The column of the features. */
    public String featuresCol() {
        return model.getFeaturesCol();
    }

    final GpuLinearRegressionModel model() {
        return model;
    }

    private synchronized Residuals measured() {
        if (measured == null) {
            measured = Residuals.of(predictions, residual(), model);
        }
        return measured;
    }

    private Column residual() {
        return predictions.col(labelCol()).cast(DataTypes.DoubleType).minus(predictions.col(predictionCol()));
    }

    /** The mean squared distance of the predictions from the label's mean. */
    public double explainedVariance() {
        return measured().explainedVariance();
    }

    /** The mean absolute residual. */
    public double meanAbsoluteError() {
        return measured().meanAbsoluteError();
    }

    /** The mean squared residual. */
    public double meanSquaredError() {
        return measured().meanSquaredError();
    }

    /** Its root. */
    public final double rootMeanSquaredError() {
        return Math.sqrt(meanSquaredError());
    }

    /**
     * The share of the label's squares that the model explains: of those about the mean, or about 0 without an intercept. MLlib's
     * has, with weights and an intercept, the squares in units of a sample's variance, and so is another one in late digits.
     */
    public double r2() {
        return measured().r2();
    }

    /** The same, in fairness to models of fewer features. */
    public final double r2adj() {
        int intercept = model.getFitIntercept() ? 1 : 0;
        double rows = (double) numInstances();
        return 1 - (1 - r2()) * (rows - intercept) / (rows - model.numFeatures() - intercept);
    }

    /** A data set of one column, residuals: label less prediction. */
    public final Dataset<Row> residuals() {
        return predictions.select(residual().as("residuals"));
    }

    /** The number of rows. */
    public long numInstances() {
        return measured().rows();
    }

    /** The rows beyond the parameters. */
    public long degreesOfFreedom() {
        return numInstances() - model.numFeatures() - (model.getFitIntercept() ? 1 : 0);
    }
}
