package io.linreg.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.linreg.base.LinregException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be learnt from is an error of one line that names the place. */
@Tag("spark")
class BadRowsTest {
    /** Six good rows, and one in partition 2 of four. */
    private static List<Row> with(Row bad) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            rows.add(LocalSpark.row(i, i * i, i % 3));
        }
        rows.set(5, bad);
        return rows;
    }

    private static void assertRefused(GpuLinearRegression estimator, Row bad, String... message) {
        assertThatThrownBy(() -> estimator.fit(LocalSpark.rows(with(bad), 4)))
                .isInstanceOf(LinregException.class)
                .hasMessageContainingAll(message)
                .message()
                .doesNotContain("\n");
    }

    private static GpuLinearRegression plain() {
        return new GpuLinearRegression();
    }

    @Test
    void aNullLabel() {
        assertRefused(
                plain(), RowFactory.create(Vectors.dense(1, 2), null, 1.0), "row 1 of partition 2", "label is null");
    }

    @Test
    void nullFeatures() {
        assertRefused(plain(), RowFactory.create(null, 1.0, 1.0), "row 1 of partition 2", "features are null");
    }

    @Test
    void aVectorOfAnotherLength() {
        assertRefused(plain(), LocalSpark.row(1, 1, 2, 3), "row 1 of partition 2", "3 features", "first row 2");
        assertRefused(
                plain(), RowFactory.create(Vectors.sparse(9, new int[] {1}, new double[] {1}), 1.0, 1.0), "9 features");
    }

    @Test
    void vectorsOfAnotherLengthInAnotherPartition() {
        List<Row> rows = List.of(LocalSpark.row(1, 1, 2), LocalSpark.row(2, 2, 1), LocalSpark.row(3, 4));

        assertThatThrownBy(() -> plain().fit(LocalSpark.rows(rows, 3)))
                .isInstanceOf(LinregException.class)
                .hasMessageContaining("the vectors of partition 2 have 1 features, those of partition 0 2");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void aNumberThatIsNotFinite(double value) {
        assertRefused(plain(), LocalSpark.row(1, 2, value), "row 1 of partition 2", "feature 1 is " + value);
        assertRefused(plain(), LocalSpark.row(value, 1, 2), "row 1 of partition 2", "label is " + value);
        assertRefused(
                plain().setWeightCol("weight"),
                RowFactory.create(Vectors.dense(1, 2), 1.0, value),
                "row 1 of partition 2",
                "weight is " + value);
    }

    @Test
    void aNumberTooLarge() {
        assertRefused(plain(), LocalSpark.row(1, 2, 1e200), "of partition 2", "too large");
        assertRefused(plain().setPrecision("float"), LocalSpark.row(1, 2, 1e40), "feature 1 is Infinity as a float");
    }

    @Test
    void aNegativeWeightAndANullOne() {
        assertRefused(
                plain().setWeightCol("weight"),
                RowFactory.create(Vectors.dense(1, 2), 1.0, -1.0),
                "row 1 of partition 2",
                "weight is -1.0");
        assertRefused(
                plain().setWeightCol("weight"), RowFactory.create(Vectors.dense(1, 2), 1.0, null), "weight is null");
    }

    @Test
    void noRowsOrNoneThatCounts() {
        assertThatThrownBy(() -> plain().fit(LocalSpark.rows(List.of(), 2)))
                .isInstanceOf(LinregException.class)
                .hasMessageContaining("no rows");
        Row weightless = RowFactory.create(Vectors.dense(1), 1.0, 0.0);
        assertThatThrownBy(() -> plain().setWeightCol("weight").fit(LocalSpark.rows(List.of(weightless), 2)))
                .isInstanceOf(LinregException.class)
                .hasMessageContaining("none that counts");
    }

    @Test
    void columnsThatAreNotThereOrOfAnotherType() {
        var rows = LocalSpark.rows(with(LocalSpark.row(1, 2, 3)), 1);
        assertThatThrownBy(() -> plain().setLabelCol("price").fit(rows))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no column price (labelCol) among features, label, weight");
        assertThatThrownBy(() ->
                        plain().setFeaturesCol("label").setLabelCol("weight").fit(rows))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("label (featuresCol) has to hold vectors, not double");
        assertThatThrownBy(() -> plain().setPredictionCol("weight").fit(rows))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("weight is there already");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "regParam; -1; regParam is a number from 0, not -1.0",
                "regParam; NaN; regParam is a number from 0, not NaN",
                "elasticNetParam; 1.5; elasticNetParam is a number from 0 to 1, not 1.5",
                "tol; -1; tol is a number from 0 to 1, not -1.0",
            })
    void numbersOutOfRange(String param, double value, String message) {
        assertThatThrownBy(() -> plain().set(param, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void wordsThatAreNone() {
        assertThatThrownBy(() -> plain().setSolver("l-bfgs"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("solver is auto, normal, gd, not l-bfgs");
        assertThatThrownBy(() -> plain().setDevice("tpu")).hasMessageContaining("device is auto, cpu, gpu");
        assertThatThrownBy(() -> plain().setPrecision("half")).hasMessage("precision is double, float, not half");
        assertThatThrownBy(() -> plain().setAggregationDepth(1)).hasMessageContaining("from 2");
        assertThat(plain().setMaxIter(0).getMaxIter()).isZero();
    }

    @Test
    void aGpuThatIsNotThere() {
        var rows = LocalSpark.rows(with(LocalSpark.row(1, 2, 3)), 2);
        assertThatThrownBy(() -> plain().setDevice("gpu").fit(rows))
                .isInstanceOf(LinregException.class)
                .hasMessageContainingAll(
                        "executor driver on 127.0.0.1 has no GPU", "spark.task.resource.gpu.amount", "device to auto");
        assertThatThrownBy(() -> plain().setDevice("9").fit(rows))
                .isInstanceOf(LinregException.class)
                .hasMessageContainingAll("executor driver on 127.0.0.1", "CUDA device 9 cannot be used");
    }

    @Test
    void aConstantLabelHasNoScaleForAPenalty() {
        var rows = LocalSpark.rows(List.of(LocalSpark.row(7, 1), LocalSpark.row(7, 2)), 1);
        assertThatThrownBy(() -> plain().setFitIntercept(false).setRegParam(0.1).fit(rows))
                .isInstanceOf(LinregException.class)
                .hasMessageContaining("the same in every row");
    }
}
