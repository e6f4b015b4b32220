package io.linreg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WeightsOptionTest {
    private static final String WEIGHTED = "w,x,y\n1,1,2\n2,2,3\n0,9,99\n1,3,5\n3,4,4\n0.5,5,7\n";

    /** By hand: the weighted means, then S_xy / S_xx. */
    @ParameterizedTest
    @ValueSource(strings = {"fused", "gram"})
    void weighsTheRows(String gradient) {
        Shell run = Shell.runWithInput(
                WEIGHTED,
                "-",
                "--weights",
                "w",
                "--test-size",
                "0",
                "--gradient",
                gradient,
                "--precision",
                "double",
                "--device",
                "cpu",
                "--json");

        double[][] rows = {{1, 1, 2}, {2, 2, 3}, {1, 3, 5}, {3, 4, 4}, {0.5, 5, 7}};
        double sum = 0;
        double meanX = 0;
        double meanY = 0;
        for (double[] row : rows) {
            sum += row[0];
            meanX += row[0] * row[1];
            meanY += row[0] * row[2];
        }
        meanX /= sum;
        meanY /= sum;
        double xx = 0;
        double xy = 0;
        for (double[] row : rows) {
            xx += row[0] * (row[1] - meanX) * (row[1] - meanX);
            xy += row[0] * (row[1] - meanX) * (row[2] - meanY);
        }
        assertThat(run.exit()).isZero();
        assertThat(run.err()).contains("1 training row of weight 0 left out");
        assertThat(run.number("coefficients", "x")).isCloseTo(xy / xx, within(1e-12));
        assertThat(run.number("intercept")).isCloseTo(meanY - xy / xx * meanX, within(1e-12));
        assertThat(run.number("loss", "final")).isCloseTo(run.number("metrics", "train", "mse"), within(1e-12));
        assertThat(run.json("settings", "weights")).isEqualTo("w");
        assertThat(run.json("data", "features")).isEqualTo(List.of("x"));
    }

    @Test
    void theReportSaysSo() {
        Shell run = Shell.runWithInput(WEIGHTED, "-", "--weights", "w", "--test-size", "0", "--device", "cpu");

        assertThat(run.out()).contains("weights      w; losses and metrics are weighted by it");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "w,x,y;-1,1,2;1,2,3 | w | row 0 (from 0) is -1.0: weights, column \"w\", must not be negative",
                "w,x,y;0,1,2;0,2,3 | w | all weights, column \"w\", are 0: no row counts",
                "w,x,y;1,1,2;,2,3 | w | line 3, column \"w\": the cell is empty",
                "w,x,y;1,1,2;1,2,3 | v | no column \"v\"; its columns are",
                "w,x,y;1,1,2;1,2,3 | y | column \"y\" has the weights; it cannot be the target",
                "w,y;1,1;1,2 | w | no feature is left to learn from",
            })
    void badWeightsAreOneLine(String csv, String weights, String message) {
        Shell run = Shell.runWithInput(
                csv.replace(';', '\n') + "\n", "-", "--target", "y", "--weights", weights, "--test-size", "0");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).startsWith("error: ").contains(message).hasLineCount(1);
        assertThat(run.out()).isEmpty();
    }
}
