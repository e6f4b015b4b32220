package io.linreg.spark;

import io.linreg.backend.Moments;
import io.linreg.data.Precision;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * How predictions meet their labels, from the moments of the residuals, of their magnitudes and of the labels: one pass, and no digit
 * lost where residuals are small.
 */
record Residuals(long rows, Moments moments, boolean intercept) {
    private static final int RESIDUAL = 0;
    private static final int MAGNITUDE = 1;

    static Residuals of(Dataset<Row> predictions, Column residual, GpuLinearRegressionParams params) {
        PartitionMoments all = new FoldedRows(
                        new PartitionFolding("cpu", Precision.DOUBLE), params.getAggregationDepth())
                .of(
                        predictions,
                        FoldedRows.vector(List.of(residual, functions.abs(residual))),
                        predictions.col(params.getLabelCol()),
                        params.isWeighted() ? predictions.col(params.getWeightCol()) : null);
        return new Residuals(all.rows(), all.moments().rounded(), params.getFitIntercept());
    }

    double meanAbsoluteError() {
        return moments.mean(MAGNITUDE);
    }

    double meanSquaredError() {
        return meanSquare(moments.xx(RESIDUAL, RESIDUAL), moments.mean(RESIDUAL));
    }

    /** The predictions are the labels less the residuals. */
    double explainedVariance() {
        double squares = moments.yy() - 2 * moments.xy(RESIDUAL) + moments.xx(RESIDUAL, RESIDUAL);
        return meanSquare(squares, moments.mean(RESIDUAL));
    }

    double r2() {
        return 1 - meanSquaredError() / meanSquare(moments.yy(), intercept ? 0 : moments.targetMean());
    }

    private double meanSquare(double squares, double mean) {
        return squares / (double) moments.rows() + mean * mean;
    }
}
