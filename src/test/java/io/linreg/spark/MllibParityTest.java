package io.linreg.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.apache.spark.ml.regression.LinearRegression;
import org.apache.spark.ml.regression.LinearRegressionModel;
import org.apache.spark.ml.regression.LinearRegressionTrainingSummary;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same data and the same params give what MLlib's LinearRegression gives. */
@Tag("spark")
class MllibParityTest {
    private static Dataset<Row> train;
    private static Dataset<Row> heldOut;

    @BeforeAll
    static void data() {
        List<Row> rows = LocalSpark.law(700, 7, 42);
        train = LocalSpark.rows(rows.subList(0, 600), 3).cache();
        heldOut = LocalSpark.rows(rows.subList(600, 700), 2).cache();
    }

    private static LinearRegression mllib(
            double reg, double net, boolean intercept, boolean standardize, boolean weigh) {
        LinearRegression theirs = new LinearRegression()
                .setRegParam(reg)
                .setElasticNetParam(net)
                .setFitIntercept(intercept)
                .setStandardization(standardize)
                .setMaxIter(10_000)
                .setTol(1e-14)
                .setSolver("normal");
        return weigh ? theirs.setWeightCol("weight") : theirs;
    }

    private static GpuLinearRegression ours(
            double reg, double net, boolean intercept, boolean standardize, boolean weigh) {
        GpuLinearRegression ours = new GpuLinearRegression()
                .setRegParam(reg)
                .setElasticNetParam(net)
                .setFitIntercept(intercept)
                .setStandardization(standardize);
        return weigh ? ours.setWeightCol("weight") : ours;
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, true, true, false",
        "0, 0, true, false, true",
        "0, 0, false, true, false",
        "0, 0, false, true, true",
        "0.3, 0, true, true, false",
        "0.3, 0, false, true, true",
        "0.3, 0, false, false, true",
        "0.2, 1, true, false, false",
        "0.1, 1, false, false, true",
        "0.2, 0.4, true, true, true",
        "0.2, 0.4, true, false, true",
        "0.2, 0.4, false, true, false",
    })
    void coefficientsInterceptAndPredictionsAreMllibs(
            double reg, double net, boolean intercept, boolean standardize, boolean weigh) {
        LinearRegressionModel theirs =
                mllib(reg, net, intercept, standardize, weigh).fit(train);
        GpuLinearRegressionModel ours =
                ours(reg, net, intercept, standardize, weigh).fit(train);

        assertThat(ours.coefficients().toArray())
                .usingComparatorWithPrecision(1e-6)
                .containsExactly(theirs.coefficients().toArray());
        assertThat(ours.intercept()).isCloseTo(theirs.intercept(), within(1e-6));
        List<Row> predicted = ours.transform(heldOut).select("prediction").collectAsList();
        List<Row> expected = theirs.transform(heldOut).select("prediction").collectAsList();
        assertThat(predicted).hasSize(100);
        for (int i = 0; i < predicted.size(); i++) {
            assertThat(predicted.get(i).getDouble(0)).isCloseTo(expected.get(i).getDouble(0), within(1e-6));
        }
    }

    @ParameterizedTest
    @CsvSource({"true, false", "false, false", "true, true", "false, true"})
    void theSummarysFiguresAreMllibs(boolean intercept, boolean weigh) {
        LinearRegressionTrainingSummary theirs =
                mllib(0, 0, intercept, true, weigh).fit(train).summary();
        GpuLinearRegressionTrainingSummary ours =
                ours(0, 0, intercept, true, weigh).fit(train).summary();

        assertThat(ours.meanSquaredError()).isCloseTo(theirs.meanSquaredError(), within(1e-11));
        assertThat(ours.rootMeanSquaredError()).isCloseTo(theirs.rootMeanSquaredError(), within(1e-11));
        assertThat(ours.meanAbsoluteError()).isCloseTo(theirs.meanAbsoluteError(), within(1e-11));
        if (!(intercept && weigh)) { // see GpuLinearRegressionSummary.r2
            assertThat(ours.r2()).isCloseTo(theirs.r2(), within(1e-11));
            assertThat(ours.r2adj()).isCloseTo(theirs.r2adj(), within(1e-11));
        }
        assertThat(ours.explainedVariance()).isCloseTo(theirs.explainedVariance(), within(1e-9));
        assertThat(ours.numInstances()).isEqualTo(600).isEqualTo(theirs.numInstances());
        assertThat(ours.degreesOfFreedom()).isEqualTo(theirs.degreesOfFreedom());
        assertThat(ours.coefficientStandardErrors())
                .usingComparatorWithPrecision(1e-10)
                .containsExactly(theirs.coefficientStandardErrors());
        for (int j = 0; j < theirs.tValues().length; j++) {
            assertThat(ours.tValues()[j]).isCloseTo(theirs.tValues()[j], within(1e-8 * Math.abs(theirs.tValues()[j])));
            assertThat(ours.pValues()[j]).isCloseTo(theirs.pValues()[j], within(1e-10));
        }
        GpuLinearRegressionSummary again =
                ours(0, 0, intercept, true, weigh).fit(train).evaluate(train);
        assertThat(ours.r2()).isCloseTo(again.r2(), within(1e-12));
        assertThat(ours.meanSquaredError()).isCloseTo(again.meanSquaredError(), within(1e-12));
        assertThat(ours.explainedVariance()).isCloseTo(again.explainedVariance(), within(1e-9));
        assertThat(ours.residuals().columns()).containsExactly("residuals");
    }

    @Test
    void evaluatingGivesMllibsFigures() {
        var theirs = mllib(0.1, 0, true, true, true).fit(train).evaluate(heldOut);
        GpuLinearRegressionSummary ours =
                ours(0.1, 0, true, true, true).fit(train).evaluate(heldOut);

        assertThat(ours.r2()).isCloseTo(weightedR2(ours.predictions().collectAsList()), within(1e-12));
        assertThat(ours.meanAbsoluteError()).isCloseTo(theirs.meanAbsoluteError(), within(1e-9));
        assertThat(ours.meanSquaredError()).isCloseTo(theirs.meanSquaredError(), within(1e-9));
        assertThat(ours.explainedVariance()).isCloseTo(theirs.explainedVariance(), within(1e-9));
        assertThat(ours.numInstances()).isEqualTo(100);
    }

    private static double weightedR2(List<Row> rows) {
        double mean = 0;
        double weights = 0;
        for (Row row : rows) {
            mean += row.<Double>getAs("weight") * row.<Double>getAs("label");
            weights += row.<Double>getAs("weight");
        }
        double residuals = 0;
        double squares = 0;
        for (Row row : rows) {
            double label = row.getAs("label");
            double weight = row.getAs("weight");
            residuals += weight * Math.pow(label - row.<Double>getAs("prediction"), 2);
            squares += weight * Math.pow(label - mean / weights, 2);
        }
        return 1 - residuals / squares;
    }

    /** Many epochs come to the answer that the other solvers have at once. */
    @ParameterizedTest
    @CsvSource({"0, 0, true", "0.3, 0, true", "0.2, 0.4, true", "0.2, 0.4, false"})
    void gradientDescentComesToTheSame(double reg, double net, boolean standardize) {
        GpuLinearRegressionModel exact =
                ours(reg, net, true, standardize, false).fit(train);
        GpuLinearRegressionModel descended = ours(reg, net, true, standardize, false)
                .setSolver("gd")
                .setMaxIter(200_000)
                .setTol(0)
                .fit(train);

        assertThat(descended.coefficients().toArray())
                .usingComparatorWithPrecision(1e-8)
                .containsExactly(exact.coefficients().toArray());
        assertThat(descended.summary().totalIterations()).isEqualTo(200_000);
    }

    @Test
    void aConstantFeatureAndAConstantLabelAreAsInMllib() {
        List<Row> rows = List.of(
                LocalSpark.row(1, 2, 5, 1),
                LocalSpark.row(2, 1, 5, 3),
                LocalSpark.row(4, 7, 5, 2),
                LocalSpark.row(3, 3, 5, 9));
        for (boolean intercept : List.of(true, false)) {
            GpuLinearRegressionModel ours = ours(0.1, 0, intercept, true, false).fit(LocalSpark.rows(rows, 2));
            LinearRegressionModel theirs = mllib(0.1, 0, intercept, true, false).fit(LocalSpark.rows(rows, 2));
            assertThat(ours.coefficients().toArray())
                    .usingComparatorWithPrecision(1e-9)
                    .containsExactly(theirs.coefficients().toArray());
            assertThat(ours.coefficients().apply(1)).isZero();
        }
        Dataset<Row> constant = LocalSpark.rows(List.of(LocalSpark.row(7, 1, 2), LocalSpark.row(7, 3, 1)), 1);
        assertThat(ours(0.1, 0, true, true, false).fit(constant).intercept()).isEqualTo(7);
        assertThat(ours(0.1, 0, true, true, false).fit(constant).coefficients().toArray())
                .containsOnly(0);
    }
}
