package io.linreg.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.linreg.backend.Moments;
import io.linreg.base.LinregException;
import io.linreg.data.Dataset;
import io.linreg.data.DatasetBuilder;
import io.linreg.data.Precision;
import io.linreg.model.LinearModel;
import io.linreg.model.LinearRegression;
import io.linreg.solver.NormalEquations;
import io.linreg.solver.Penalty;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.RegressionEvaluator;
import org.apache.spark.ml.feature.StandardScaler;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("spark")
class GpuLinearRegressionTest {
    private static final List<Row> LAW = LocalSpark.law(3000, 5, 7);

    @TempDir
    private Path folder;

    private static GpuLinearRegression cpu() {
        return new GpuLinearRegression().setDevice("cpu");
    }

    /** The same rows, in memory. */
    private static Dataset inMemory(List<Row> rows, boolean weighted) {
        List<String> names = new ArrayList<>(List.of("0", "1", "2", "3", "4"));
        if (weighted) {
            names.add("w");
        }
        DatasetBuilder builder = Dataset.builder(names, "y", Precision.DOUBLE);
        for (Row row : rows) {
            double[] x = Arrays.copyOf(row.<Vector>getAs(0).toArray(), names.size());
            x[names.size() - 1] = weighted ? row.getDouble(2) : x[names.size() - 1];
            builder.add(x, row.getDouble(1));
        }
        return weighted ? builder.build().withWeights("w") : builder.build();
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void theModelIsThatOfTheSameRowsInMemoryToTwelveDigits(boolean weighted) {
        GpuLinearRegression estimator = cpu();
        if (weighted) {
            estimator.setWeightCol("weight");
        }
        GpuLinearRegressionModel onSpark = estimator.fit(LocalSpark.rows(LAW, 7));
        LinearModel inMemory = LinearRegression.builder()
                .solver(new NormalEquations(Penalty.NONE, false))
                .build()
                .fit(inMemory(LAW, weighted));

        assertThat(onSpark.coefficients().toArray())
                .usingComparatorWithPrecision(1e-12)
                .containsExactly(inMemory.coefficients());
        assertThat(onSpark.intercept()).isCloseTo(inMemory.intercept(), within(1e-12));
    }

    /** Shuffles bring partitions in another order each time; with many of them, and a deep tree, something would differ. */
    @Test
    void theSamePartitionsGiveTheSameBits() {
        org.apache.spark.sql.Dataset<Row> rows = LocalSpark.rows(LAW, 41).cache();
        GpuLinearRegressionModel first = cpu().setAggregationDepth(4).fit(rows);
        for (int run = 0; run < 4; run++) {
            GpuLinearRegressionModel again = cpu().setAggregationDepth(4).fit(rows);
            assertThat(again.coefficients().toArray())
                    .containsExactly(first.coefficients().toArray());
            assertThat(again.intercept()).isEqualTo(first.intercept());
        }
    }

    @Test
    void aTreeOfAnyDepthMergesTheSameRows() {
        Moments expected = null;
        for (int depth : new int[] {2, 3, 5}) {
            PartitionMoments all = new FoldedRows(new PartitionFolding("cpu", Precision.DOUBLE), depth)
                    .of(
                            LocalSpark.rows(LAW, 23),
                            org.apache.spark.sql.functions.col("features"),
                            org.apache.spark.sql.functions.col("label"),
                            null);
            Moments moments = all.moments().rounded();
            assertThat(all.rows()).isEqualTo(3000);
            assertThat(moments.rows()).isEqualTo(3000);
            expected = expected == null ? moments : expected;
            assertThat(moments.yy()).isCloseTo(expected.yy(), within(1e-12 * expected.yy()));
        }
    }

    @Test
    void skewedAndEmptyPartitionsAreLikeAnyOther() {
        List<Row> few = LAW.subList(0, 40);
        GpuLinearRegressionModel even = cpu().fit(LocalSpark.rows(few, 4));
        org.apache.spark.sql.Dataset<Row> skewed = LocalSpark.rows(few.subList(0, 39), 1)
                .union(LocalSpark.rows(few, 8).filter("false"))
                .union(LocalSpark.rows(few.subList(39, 40), 3));

        assertThat(cpu().fit(skewed).coefficients().toArray())
                .usingComparatorWithPrecision(1e-12)
                .containsExactly(even.coefficients().toArray());
    }

    /** More rows than a chunk has, in one partition. */
    @Test
    void aPartitionOfManyChunks() {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 150_000; i++) {
            double x = i % 1000;
            rows.add(LocalSpark.row(2 * x + 1 + (i % 2 == 0 ? 0.5 : -0.5), x));
        }
        for (String precision : List.of("double", "float")) {
            GpuLinearRegressionModel model = cpu().setPrecision(precision).fit(LocalSpark.rows(rows, 1));
            double slope = slope(rows);
            assertThat(model.coefficients().apply(0)).isCloseTo(slope, within(1e-12));
            assertThat(model.summary().numInstances()).isEqualTo(150_000);
        }
    }

    private static double slope(List<Row> rows) {
        double xx = 0;
        double xy = 0;
        for (Row row : rows) { // mean of x: 499.5
            double x = row.<Vector>getAs(0).apply(0) - 499.5;
            xx += x * x;
            xy += x * row.getDouble(1);
        }
        return xy / xx;
    }

    @Test
    void rowsOfWeightZeroOnlyCount() {
        List<Row> rows = new ArrayList<>(LAW.subList(0, 50));
        GpuLinearRegressionModel without = cpu().setWeightCol("weight").fit(LocalSpark.rows(rows, 2));
        rows.add(RowFactory.create(Vectors.dense(1, 2, 3, 4, 5), 1e6, 0.0));
        GpuLinearRegressionModel with = cpu().setWeightCol("weight").fit(LocalSpark.rows(rows, 2));

        assertThat(with.coefficients().toArray())
                .usingComparatorWithPrecision(1e-11)
                .containsExactly(without.coefficients().toArray());
        assertThat(with.summary().numInstances()).isEqualTo(51);
    }

    @Test
    void paramsAndDefaultsAreMllibsAndTwoMore() {
        Map<String, Object> theirs = new TreeMap<>();
        var mllib = new org.apache.spark.ml.regression.LinearRegression();
        for (Param<?> param : mllib.params()) {
            mllib.getDefault(param).foreach(value -> theirs.put(param.name(), value));
        }
        theirs.keySet()
                .removeAll(List.of("loss", "epsilon", "maxBlockSizeInMB")); // of its other loss, and its own memory
        Map<String, Object> ours = new TreeMap<>();
        GpuLinearRegression estimator = new GpuLinearRegression();
        for (Param<?> param : estimator.params()) {
            estimator.getDefault(param).foreach(value -> ours.put(param.name(), value));
        }

        assertThat(ours.remove("device")).isEqualTo("auto");
        assertThat(ours.remove("precision")).isEqualTo("double");
        assertThat(ours).isEqualTo(theirs);
        assertThat(estimator.hasParam("weightCol")).isTrue();
        assertThat(estimator.explainParams()).contains("elasticNetParam", "default: 1.0E-6");
    }

    @Test
    void anEstimatorIsWrittenReadAndCopied() throws Exception {
        GpuLinearRegression estimator = new GpuLinearRegression()
                .setRegParam(0.25)
                .setSolver("gd")
                .setDevice("gpu")
                .setFitIntercept(false)
                .setWeightCol("w");
        estimator.save(folder.resolve("estimator").toString());
        for (GpuLinearRegression same : List.of(
                GpuLinearRegression.load(folder.resolve("estimator").toString()), estimator.copy(ParamMap.empty()))) {
            assertThat(same.uid()).isEqualTo(estimator.uid());
            assertThat(same.extractParamMap().toString())
                    .contains("regParam: 0.25", "solver: gd", "device: gpu", "fitIntercept: false", "weightCol: w");
            assertThat(same.getRegParam()).isEqualTo(0.25);
        }
        GpuLinearRegression other = estimator.copy(new ParamMap().put(estimator.regParam(), 3.0));
        assertThat(other.getRegParam()).isEqualTo(3);
        assertThat(estimator.getRegParam()).isEqualTo(0.25);
    }

    @Test
    void aModelIsWrittenAndReadAndPredictsTheSame() throws Exception {
        GpuLinearRegressionModel model =
                cpu().setPredictionCol("guess").setRegParam(0.1).fit(LocalSpark.rows(LAW, 2));
        model.save(folder.resolve("model").toString());
        GpuLinearRegressionModel read =
                GpuLinearRegressionModel.load(folder.resolve("model").toString());

        assertThat(read.uid()).isEqualTo(model.uid());
        assertThat(read.coefficients()).isEqualTo(model.coefficients());
        assertThat(read.intercept()).isEqualTo(model.intercept());
        assertThat(read.getRegParam()).isEqualTo(0.1);
        assertThat(read.hasSummary()).isFalse();
        assertThat(model.copy(ParamMap.empty()).hasSummary()).isTrue();
        assertThatThrownBy(read::summary).isInstanceOf(LinregException.class).hasMessageContaining("evaluate(dataset)");
        var rows = LocalSpark.rows(LAW.subList(0, 10), 1);
        assertThat(read.transform(rows).select("guess").collectAsList())
                .isEqualTo(model.transform(rows).select("guess").collectAsList());
        assertThat(read.predict(LAW.get(3).getAs(0)))
                .isEqualTo(read.transform(rows).collectAsList().get(3).<Double>getAs("guess"));
    }

    @Test
    void worksInAPipelineThatIsWrittenAndRead() throws Exception {
        Pipeline pipeline = new Pipeline().setStages(new PipelineStage[] {
            new StandardScaler().setInputCol("features").setOutputCol("scaled"), cpu().setFeaturesCol("scaled")
        });
        var rows = LocalSpark.rows(LAW, 2);
        PipelineModel model = pipeline.fit(rows);
        model.save(folder.resolve("pipeline").toString());
        PipelineModel read = PipelineModel.load(folder.resolve("pipeline").toString());
        GpuLinearRegressionModel plain = cpu().fit(rows);

        List<Row> expected = plain.transform(rows).select("prediction").collectAsList();
        List<Row> predicted = read.transform(rows).select("prediction").collectAsList();
        for (int i = 0; i < expected.size(); i++) {
            assertThat(predicted.get(i).getDouble(0)).isCloseTo(expected.get(i).getDouble(0), within(1e-10));
        }
        assertThat(Pipeline.load(save(pipeline)).getStages()[1]).isInstanceOf(GpuLinearRegression.class);
    }

    private String save(Pipeline pipeline) throws Exception {
        String place = folder.resolve("stages").toString();
        pipeline.save(place);
        return place;
    }

    @Test
    void crossValidationFindsThatThePenaltyOfAHundredIsNone() {
        GpuLinearRegression estimator = cpu();
        ParamMap[] grid = new ParamGridBuilder()
                .addGrid(estimator.regParam(), new double[] {100, 0.01})
                .build();
        CrossValidatorModel found = new CrossValidator()
                .setEstimator(estimator)
                .setEstimatorParamMaps(grid)
                .setEvaluator(new RegressionEvaluator())
                .setNumFolds(2)
                .setSeed(1)
                .fit(LocalSpark.rows(LAW, 2));

        assertThat(((GpuLinearRegressionModel) found.bestModel()).getRegParam()).isEqualTo(0.01);
        assertThat(found.avgMetrics()[1]).isLessThan(found.avgMetrics()[0]);
    }

    @Test
    void standardErrorsAreOfWhatWasNotPenalised() {
        var rows = LocalSpark.rows(LAW.subList(0, 30), 1);
        for (GpuLinearRegression estimator : List.of(cpu().setRegParam(0.1), cpu().setSolver("gd"))) {
            GpuLinearRegressionTrainingSummary summary = estimator.fit(rows).summary();
            assertThatThrownBy(summary::pValues)
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("set regParam to 0");
        }
    }

    /** Three times the first feature is a mixture: it gets nothing, and predictions are the same without it. */
    @Test
    void aFeatureThatOthersExplainGetsNothing() {
        List<Row> rows = new ArrayList<>();
        for (Row row : LAW.subList(0, 200)) {
            Vector x = row.getAs(0);
            rows.add(LocalSpark.row(row.getDouble(1), x.apply(0), x.apply(1), 3 * x.apply(0) - x.apply(1) + 2));
        }
        GpuLinearRegressionModel model = cpu().fit(LocalSpark.rows(rows, 3));

        assertThat(model.coefficients().apply(2)).isZero();
        assertThat(model.summary().degreesOfFreedom()).isEqualTo(197);
        assertThat(model.summary().pValues()[2]).isNaN();
        assertThat(model.summary().pValues()[0]).isBetween(0.0, 1.0);
    }
}
