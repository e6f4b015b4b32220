package io.linreg.spark;

import io.linreg.base.LinregException;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader$;
import org.apache.spark.ml.util.DefaultParamsWriter$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A linear model, as a transformer that adds its predictions to a data set. */
public final class GpuLinearRegressionModel extends Model<GpuLinearRegressionModel>
        implements GpuLinearRegressionParams, MLWritable {
    private static final long serialVersionUID = 1L;

    private final String uid;
    private final double[] coefficients;
    private final double intercept;
    /** Null where the model was read. */
    private transient GpuLinearRegressionTrainingSummary summary;

    GpuLinearRegressionModel(String uid, double[] coefficients, double intercept) {
        this.uid = uid;
        this.coefficients = coefficients;
        this.intercept = intercept;
        GpuLinearRegressionParams.setDefaults(this);
    }

    GpuLinearRegressionModel with(GpuLinearRegressionTrainingSummary training) {
        summary = training;
        return this;
    }

    /** Reads models that {@link #save} wrote. */
    public static MLReader<GpuLinearRegressionModel> read() {
        return new Reader();
    }

    /** Reads a model that {@link #save} wrote. */
    public static GpuLinearRegressionModel load(String path) {
        return read().load(path);
    }

    @Override
    public String uid() {
        return uid;
    }

    /** One for each feature, in the data's units. */
    public Vector coefficients() {
        return Vectors.dense(coefficients.clone());
    }

    /** The intercept, 0 where there is none. */
    public double intercept() {
        return intercept;
    }

    /** d. */
    public int numFeatures() {
        return coefficients.length;
    }

    /** Whether there is a summary: not where the model was read. */
    public boolean hasSummary() {
        return summary != null;
    }

    /**
     * How the training went, and how the model meets its training rows.
     *
     * @throws LinregException if the model was read
     */
    public GpuLinearRegressionTrainingSummary summary() {
        if (summary == null) {
            throw new LinregException(
                    "a model that was read has no training summary; evaluate(dataset) gives one of a data set");
        }
        return summary;
    }

    /** How the model meets the rows of a data set that has labels. */
    public GpuLinearRegressionSummary evaluate(Dataset<?> dataset) {
        return new GpuLinearRegressionSummary(transform(dataset), this);
    }

    /**
     * The prediction for one row.
     *
     * @throws LinregException if it has another number of features
     */
    public double predict(Vector features) {
        return new Prediction(coefficients, intercept).call(features);
    }

    /** A prediction, as Spark calls it; the params stay where they are. */
    private record Prediction(double[] coefficients, double intercept) implements UDF1<Vector, Double> {
        @Override
        public Double call(Vector features) {
            if (features == null || features.size() != coefficients.length) {
                throw new LinregException("the model has " + coefficients.length + " features, a row "
                        + (features == null ? "null" : String.valueOf(features.size())));
            }
            double[] prediction = {intercept};
            features.foreachActive((j, value) -> {
                prediction[0] += coefficients[(int) j] * (double) value;
                return null;
            });
            return prediction[0];
        }
    }

    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        transformSchema(dataset.schema());
        return dataset.withColumn(
                getPredictionCol(),
                functions
                        .udf(new Prediction(coefficients, intercept), DataTypes.DoubleType)
                        .asNonNullable()
                        .apply(dataset.col(getFeaturesCol())));
    }

    @Override
    public StructType transformSchema(StructType schema) {
        return withPrediction(schema, false);
    }

    @Override
    public GpuLinearRegressionModel copy(ParamMap extra) {
        GpuLinearRegressionModel copy = new GpuLinearRegressionModel(uid, coefficients, intercept).with(summary);
        return copyValues(copy, extra).setParent(parent());
    }

    @Override
    public MLWriter write() {
        return new Writer();
    }

    private final class Writer extends MLWriter {
        private static final StructType SCHEMA = new StructType()
                .add("intercept", DataTypes.DoubleType, false)
                .add("coefficients", DataTypes.createArrayType(DataTypes.DoubleType, false), false);

        /** MLlib's way: the params beside a table of one row. */
        @Override
        public void saveImpl(String path) {
            DefaultParamsWriter$.MODULE$.saveMetadata(GpuLinearRegressionModel.this, path, sparkSession());
            Row row = RowFactory.create(
                    intercept, Arrays.stream(coefficients).boxed().toArray());
            sparkSession()
                    .createDataFrame(List.of(row), SCHEMA)
                    .coalesce(1)
                    .write()
                    .parquet(path + "/data");
        }
    }

    private static final class Reader extends MLReader<GpuLinearRegressionModel> {
        @Override
        public GpuLinearRegressionModel load(String path) {
            var metadata = DefaultParamsReader$.MODULE$.loadMetadata(
                    path, sparkSession(), GpuLinearRegressionModel.class.getName());
            Row row = sparkSession().read().parquet(path + "/data").head();
            double[] coefficients = row.<Double>getList(row.fieldIndex("coefficients")).stream()
                    .mapToDouble(Double::doubleValue)
                    .toArray();
            GpuLinearRegressionModel model = new GpuLinearRegressionModel(
                    metadata.uid(), coefficients, row.getDouble(row.fieldIndex("intercept")));
            metadata.getAndSetParams(model, metadata.getAndSetParams$default$2());
            return model;
        }
    }

    public GpuLinearRegressionModel setFeaturesCol(String value) {
        set(featuresCol(), value);
        return this;
    }

    public GpuLinearRegressionModel setPredictionCol(String value) {
        set(predictionCol(), value);
        return this;
    }

    @Override
    public String toString() {
        return "GpuLinearRegressionModel: uid=" + uid + ", numFeatures=" + coefficients.length;
    }
}
