package io.linreg.spark;

import io.linreg.base.LinregException;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;

/**
 * Linear regression with MLlib's params and MLlib's answer, from one pass over the rows: each task folds its partition into moments,
 * on the GPU that Spark assigned to it or on its processors, the executors merge them, and the driver solves.
 *
 * <pre>{@code
 * GpuLinearRegressionModel model = new GpuLinearRegression().setRegParam(0.1).setElasticNetParam(0.5).fit(rows);
 * Dataset<Row> predicted = model.transform(others);
 * }</pre>
 *
 * <p>{@link MllibProblem} states what is minimised. The solvers auto and normal go to the end of it, whatever maxIter and tol are. The
 * same partitions give the same bits, also after tasks were repeated, as long as they compute on the same kind of device.
 */
public final class GpuLinearRegression extends Estimator<GpuLinearRegressionModel>
        implements GpuLinearRegressionParams, DefaultParamsWritable {
    private static final long serialVersionUID = 1L;

    private final String uid;

    public GpuLinearRegression() {
        this(Identifiable$.MODULE$.randomUID("gpuLinReg"));
    }

    /**
     * Of that name.
     *
     * @param uid unlike any other's
     */
    public GpuLinearRegression(String uid) {
        this.uid = uid;
        GpuLinearRegressionParams.setDefaults(this);
    }

    /** Reads estimators that {@link #save} wrote. */
    public static MLReader<GpuLinearRegression> read() {
        return new DefaultParamsReader<>();
    }

    /** Reads an estimator that {@link #save} wrote. */
    public static GpuLinearRegression load(String path) {
        return read().load(path);
    }

    @Override
    public String uid() {
        return uid;
    }

    /**
     * Trains.
     *
     * @throws IllegalArgumentException if a column is not there, or of a wrong type
     * @throws LinregException if the rows cannot be learnt from: the message names the row and its partition; or the device that
     *     was asked for cannot be used
     */
    @Override
    public GpuLinearRegressionModel fit(Dataset<?> dataset) {
        transformSchema(dataset.schema());
        PartitionMoments all = new FoldedRows(new PartitionFolding(getDevice(), rowPrecision()), getAggregationDepth())
                .of(
                        dataset,
                        dataset.col(getFeaturesCol()),
                        dataset.col(getLabelCol()),
                        isWeighted() ? dataset.col(getWeightCol()) : null);
        MomentsFit fit = new MllibProblem(this, all.moments().rounded()).solve();
        GpuLinearRegressionModel model = new GpuLinearRegressionModel(uid, fit.coefficients(), fit.b());
        copyValues(model, extractParamMap()).setParent(this);
        return model.with(new GpuLinearRegressionTrainingSummary(model.transform(dataset), model, fit, all.rows()));
    }

    @Override
    public StructType transformSchema(StructType schema) {
        return withPrediction(schema, true);
    }

    @Override
    public GpuLinearRegression copy(ParamMap extra) {
        return defaultCopy(extra);
    }

    public GpuLinearRegression setFeaturesCol(String value) {
        set(featuresCol(), value);
        return this;
    }

    public GpuLinearRegression setLabelCol(String value) {
        set(labelCol(), value);
        return this;
    }

    public GpuLinearRegression setPredictionCol(String value) {
        set(predictionCol(), value);
        return this;
    }

    public GpuLinearRegression setWeightCol(String value) {
        set(weightCol(), value);
        return this;
    }

    public GpuLinearRegression setMaxIter(int value) {
        set(maxIter(), value);
        return this;
    }

    public GpuLinearRegression setRegParam(double value) {
        set(regParam(), value);
        return this;
    }

    public GpuLinearRegression setElasticNetParam(double value) {
        set(elasticNetParam(), value);
        return this;
    }

    public GpuLinearRegression setTol(double value) {
        set(tol(), value);
        return this;
    }

    public GpuLinearRegression setFitIntercept(boolean value) {
        set(fitIntercept(), value);
        return this;
    }

    public GpuLinearRegression setStandardization(boolean value) {
        set(standardization(), value);
        return this;
    }

    public GpuLinearRegression setSolver(String value) {
        set(solver(), value);
        return this;
    }

    public GpuLinearRegression setAggregationDepth(int value) {
        set(aggregationDepth(), value);
        return this;
    }

    public GpuLinearRegression setDevice(String value) {
        set(device(), value);
        return this;
    }

    public GpuLinearRegression setPrecision(String value) {
        set(precision(), value);
        return this;
    }
}
