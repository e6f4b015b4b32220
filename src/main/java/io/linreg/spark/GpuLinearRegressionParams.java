package io.linreg.spark;

import io.linreg.data.Precision;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.apache.spark.ml.linalg.VectorUDT;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The params of {@link GpuLinearRegression} and its model: those of MLlib's LinearRegression, by their names, meanings and defaults,
 * and two more, {@link #device} and {@link #precision}. A param is equal to any other of the same owner and name, so none is kept.
 */
public interface GpuLinearRegressionParams extends Params {
    /** The column of the features, vectors. */
    default Param<String> featuresCol() {
        return new Param<>(uid(), "featuresCol", "column of the features, vectors");
    }

    /** The column of the label, what is predicted. */
    default Param<String> labelCol() {
        return new Param<>(uid(), "labelCol", "column of the label, a number");
    }

    /** The column that predictions go to. */
    default Param<String> predictionCol() {
        return new Param<>(uid(), "predictionCol", "column that predictions go to");
    }

    /** The column of the rows' weights; not set or empty: all rows weigh the same. */
    default Param<String> weightCol() {
        return new Param<>(uid(), "weightCol", "column of the rows' weights; all are 1 where it is not set or empty");
    }

    /** The most epochs of gradient descent; the other solvers go to the end in one go. */
    default IntParam maxIter() {
        return new IntParam(
                uid(), "maxIter", "the most epochs of solver gd", Limit.of("maxIter", 0, Integer.MAX_VALUE));
    }

    /** How dear coefficients are. */
    default DoubleParam regParam() {
        return new DoubleParam(
                uid(), "regParam", "how dear coefficients are", Limit.of("regParam", 0, Double.MAX_VALUE));
    }

    /** From ridge, 0, to lasso, 1. */
    default DoubleParam elasticNetParam() {
        return new DoubleParam(
                uid(), "elasticNetParam", "0 for ridge to 1 for lasso", Limit.of("elasticNetParam", 0, 1));
    }

    /** Gradient descent stops when an epoch lowers the loss by less than this share of it. */
    default DoubleParam tol() {
        return new DoubleParam(
                uid(), "tol", "solver gd stops when an epoch gains less than this share", Limit.of("tol", 0, 1));
    }

    /** Whether there is an intercept. */
    default BooleanParam fitIntercept() {
        return new BooleanParam(uid(), "fitIntercept", "whether to fit an intercept");
    }

    /** Whether coefficients are penalised in units of their features' deviations; they are given in the data's units either way. */
    default BooleanParam standardization() {
        return new BooleanParam(
                uid(), "standardization", "whether the penalty is on coefficients of features of deviation 1");
    }

    /** auto and normal: the exact answer, by coordinate descent where there is an L1 part; gd: gradient descent. */
    default Param<String> solver() {
        return new Param<>(
                uid(), "solver", "auto or normal for the exact answer, gd for epochs", Limit.of("solver", SOLVERS));
    }

    /** How many levels the tree has in which moments are merged. */
    default IntParam aggregationDepth() {
        return new IntParam(
                uid(),
                "aggregationDepth",
                "levels of the tree that merges partitions",
                Limit.of("aggregationDepth", 2, Integer.MAX_VALUE));
    }

    /** Where tasks compute: auto, cpu, gpu, or the number of a CUDA device; see {@link TaskDevice}. */
    default Param<String> device() {
        return new Param<>(
                uid(),
                "device",
                "auto: the GPU that Spark assigned to a task, else the CPU; cpu; gpu: the assigned one or failure; or the"
                        + " number of a CUDA device",
                Limit.device());
    }

    /** What rows are held in, double or float; sums are in double. */
    default Param<String> precision() {
        return new Param<>(uid(), "precision", "double or float, for rows", Limit.of("precision", PRECISIONS));
    }

    /** What the param solver may be. */
    List<String> SOLVERS = List.of("auto", "normal", "gd");

    /** What the param precision may be. */
    List<String> PRECISIONS = List.of("double", "float");

    /** Every param that has a default gets it: MLlib's. */
    private void setDefaults() {
        setDefault(featuresCol(), "features");
        setDefault(labelCol(), "label");
        setDefault(predictionCol(), "prediction");
        setDefault(maxIter(), 100);
        setDefault(regParam(), 0.0);
        setDefault(elasticNetParam(), 0.0);
        setDefault(tol(), 1e-6);
        setDefault(fitIntercept(), true);
        setDefault(standardization(), true);
        setDefault(solver(), "auto");
        setDefault(aggregationDepth(), 2);
        setDefault(device(), "auto");
        setDefault(precision(), "double");
    }

    /** For constructors. */
    static void setDefaults(GpuLinearRegressionParams params) {
        params.setDefaults();
    }

    default String getFeaturesCol() {
        return getOrDefault(featuresCol());
    }

    default String getLabelCol() {
        return getOrDefault(labelCol());
    }

    default String getPredictionCol() {
        return getOrDefault(predictionCol());
    }

    default String getWeightCol() {
        return getOrDefault(weightCol());
    }

    default int getMaxIter() {
        return (int) getOrDefault(maxIter());
    }

    default double getRegParam() {
        return (double) getOrDefault(regParam());
    }

    default double getElasticNetParam() {
        return (double) getOrDefault(elasticNetParam());
    }

    default double getTol() {
        return (double) getOrDefault(tol());
    }

    default boolean getFitIntercept() {
        return (boolean) getOrDefault(fitIntercept());
    }

    default boolean getStandardization() {
        return (boolean) getOrDefault(standardization());
    }

    default String getSolver() {
        return getOrDefault(solver());
    }

    default int getAggregationDepth() {
        return (int) getOrDefault(aggregationDepth());
    }

    default String getDevice() {
        return getOrDefault(device());
    }

    default String getPrecision() {
        return getOrDefault(precision());
    }

    /** Whether a column weighs the rows. */
    default boolean isWeighted() {
        return isDefined(weightCol()) && !getWeightCol().isEmpty();
    }

    /** What rows are held in. */
    default Precision rowPrecision() {
        return Precision.valueOf(getPrecision().toUpperCase(Locale.ROOT));
    }

    /**
     * The schema with predictions.
     *
     * @param training whether label and weights are looked for, too
     * @throws IllegalArgumentException if a column is not there or of another type, or predictions would go to one that is there
     */
    default StructType withPrediction(StructType schema, boolean training) {
        requireType(schema, getFeaturesCol(), "featuresCol", "vectors", type -> type instanceof VectorUDT);
        if (training) {
            requireType(schema, getLabelCol(), "labelCol", "numbers", type -> type instanceof NumericType);
        }
        if (training && isWeighted()) {
            requireType(schema, getWeightCol(), "weightCol", "numbers", type -> type instanceof NumericType);
        }
        if (List.of(schema.fieldNames()).contains(getPredictionCol())) {
            throw new IllegalArgumentException(
                    "column " + getPredictionCol() + " is there already; set predictionCol to another name");
        }
        return schema.add(getPredictionCol(), DataTypes.DoubleType, false);
    }

    private static void requireType(
            StructType schema, String column, String param, String wanted, Predicate<DataType> is) {
        for (StructField field : schema.fields()) {
            if (field.name().equals(column)) {
                if (!is.test(field.dataType())) {
                    throw new IllegalArgumentException("column " + column + " (" + param + ") has to hold " + wanted
                            + ", not " + field.dataType().simpleString());
                }
                return;
            }
        }
        throw new IllegalArgumentException(
                "there is no column " + column + " (" + param + ") among " + String.join(", ", schema.fieldNames()));
    }
}
