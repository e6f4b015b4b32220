package io.linreg.spark;

import org.apache.spark.mllib.evaluation.RegressionMetrics;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * How a model meets the rows of a data set, by the figures of MLlib's LinearRegressionSummary and their names. Figures that need the
 * rows read them when they are first asked for.
 */
public class GpuLinearRegressionSummary {
    private final Dataset<Row> predictions;
    private final GpuLinearRegressionModel model;
    private RegressionMetrics metrics;
    private Long instances;

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

    private synchronized RegressionMetrics metrics() {
        if (metrics == null) {
            Column weight = model.isWeighted()
                    ? predictions.col(model.getWeightCol()).cast(DataTypes.DoubleType)
                    : functions.lit(1.0);
            metrics = new RegressionMetrics(
                    predictions
                            .select(predictions.col(predictionCol()), label(), weight)
                            .toJavaRDD()
                            .map(row -> new scala.Tuple3<Object, Object, Object>(
                                    row.getDouble(0), row.getDouble(1), row.getDouble(2)))
                            .rdd(),
                    !model.getFitIntercept());
        }
        return metrics;
    }

    private Column label() {
        return predictions.col(labelCol()).cast(DataTypes.DoubleType);
    }

    /** The mean squared distance of the predictions from the label's mean. */
    public double explainedVariance() {
        return metrics().explainedVariance();
    }

    /** The mean absolute residual. */
    public double meanAbsoluteError() {
        return metrics().meanAbsoluteError();
    }

    /** The mean squared residual. */
    public double meanSquaredError() {
        return metrics().meanSquaredError();
    }

    /** Its root. */
    public final double rootMeanSquaredError() {
        return Math.sqrt(meanSquaredError());
    }

    /** The share of the label's squares that the model explains: of those about the mean, or about 0 without an intercept. */
    public double r2() {
        return metrics().r2();
    }

    /** The same, in fairness to models of fewer features. */
    public final double r2adj() {
        int intercept = model.getFitIntercept() ? 1 : 0;
        double rows = (double) numInstances();
        return 1 - (1 - r2()) * (rows - intercept) / (rows - model.numFeatures() - intercept);
    }

    /** A data set of one column, residuals: label less prediction. */
    public final Dataset<Row> residuals() {
        return predictions.select(
                label().minus(predictions.col(predictionCol())).as("residuals"));
    }

    /** The number of rows. */
    public synchronized long numInstances() {
        if (instances == null) {
            instances = predictions.count();
        }
        return instances;
    }

    /** The rows beyond the parameters. */
    public long degreesOfFreedom() {
        return numInstances() - model.numFeatures() - (model.getFitIntercept() ? 1 : 0);
    }
}
