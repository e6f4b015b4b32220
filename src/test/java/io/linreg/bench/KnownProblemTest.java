package io.linreg.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.linreg.backend.Backend;
import io.linreg.backend.Descent;
import io.linreg.backend.DeviceChoice;
import io.linreg.backend.Gradient;
import io.linreg.backend.LeastSquares;
import io.linreg.base.LinregException;
import io.linreg.data.Dataset;
import io.linreg.data.Precision;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KnownProblemTest {
    private static KnownProblem problem(long rows, int features, Precision precision) {
        return KnownProblem.of(new BenchmarkSettings(rows, features, 1, List.of(Gradient.FUSED), precision));
    }

    @ParameterizedTest
    @CsvSource({"8, 1, FLOAT", "8, 1, DOUBLE", "160, 3, FLOAT", "131073, 2, DOUBLE", "4004, 1000, FLOAT"})
    void theTargetsAreTheAnswersAndTheLossAtZeroIsTheirs(int rows, int features, Precision precision) throws Exception {
        KnownProblem problem = problem(rows, features, precision);
        Dataset data = problem.data();

        assertThat(data.rows()).isEqualTo(rows);
        assertThat(data.features()).hasSize(features);
        double squares = 0;
        for (long i = 0; i < rows; i++) {
            double y = problem.answer()[features];
            for (int j = 0; j < features; j++) {
                assertThat(Math.abs(data.x(i, j))).isLessThanOrEqualTo(2);
                y += problem.answer()[j] * data.x(i, j);
            }
            assertThat(data.y(i)).isEqualTo(precision == Precision.FLOAT ? (float) y : y);
            squares += data.y(i) * data.y(i);
        }
        assertThat(problem.lossAtZero()).isCloseTo(squares / rows, within(1e-12 * squares / rows));
        try (Backend cpu = Backend.open(DeviceChoice.CPU);
                LeastSquares leastSquares = cpu.load(data, null)) {
            // A residual is a sum of as many terms as there are features, rounded to floats where the CPU computes in
            // them.
            double rounding = precision == Precision.FLOAT ? 0x1p-24 : 0x1p-53;
            assertThat(Math.sqrt(leastSquares.lossAndGradient(problem.answer(), new double[features + 1])))
                    .isLessThan((4 + Math.sqrt(features)) * rounding * Math.sqrt(squares / rows));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 8, 13, 21, 64})
    void descentReachesTheAnswerFromZeroOnAnySize(int features) {
        int least = 4 * (features + 1);
        for (int rows : new int[] {least, least + 1, least + 2, least + 3, 2 * least, 5 * least, 20 * least}) {
            KnownProblem problem = problem(rows, features, Precision.DOUBLE);
            double[] parameters = new double[features + 1];
            try (Backend cpu = Backend.open(DeviceChoice.CPU);
                    LeastSquares leastSquares = cpu.load(problem.data(), null)) {
                double[] losses = new double[problem.epochsToAnswer()];
                leastSquares.descend(new Descent(parameters, problem.learningRate(), true, losses));
            }
            assertThat(parameters).as(rows + " rows").containsExactly(problem.answer(), within(1e-10));
        }
    }

    @Test
    void aSizeHasTheSameRowsEachTimeAndNoTwoOfThemAlike() {
        Dataset data = problem(200_000, 1, Precision.DOUBLE).data();
        Dataset again = problem(200_000, 1, Precision.FLOAT).data();

        assertThat(data.blocks()).hasSizeGreaterThan(2);
        long repeated = 0;
        for (int i = 0; i < 200_000; i++) {
            assertThat(again.x(i, 0)).isEqualTo(data.x(i, 0));
            repeated += i >= data.blockRows() && data.x(i, 0) == data.x(i - data.blockRows(), 0) ? 1 : 0;
        }
        assertThat(repeated).isLessThan(5);
    }

    @Test
    void whatTheHeapCannotHoldIsRefusedBeforeItIsMade() {
        assertThatThrownBy(() -> problem(1_000_000_000_000L, 1_000, Precision.DOUBLE))
                .isInstanceOf(LinregException.class)
                .hasMessageMatching(
                        "1000000000000 rows of 1000 features need 8008000\\.\\d\\d GB of memory, where Java has"
                                + " \\d+\\.\\d\\d GB; give it more with java -Xmx\\d+g, or make it fewer rows");
    }
}
