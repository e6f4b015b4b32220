package io.linreg.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.linreg.backend.Backend;
import io.linreg.backend.Device;
import io.linreg.backend.DeviceChoice;
import io.linreg.backend.Gradient;
import io.linreg.backend.LeastSquares;
import io.linreg.backend.Moments;
import io.linreg.base.LinregException;
import io.linreg.data.Dataset;
import io.linreg.data.Precision;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BenchmarkTest {
    private static BenchmarkSettings settings(int rows, int features, Precision precision, Gradient... gradients) {
        return new BenchmarkSettings(rows, features, 3, List.of(gradients), precision);
    }

    private static List<BenchmarkResult> onTheCpu(BenchmarkSettings settings) {
        try (Backend cpu = Backend.open(DeviceChoice.CPU)) {
            return Benchmark.run(settings, cpu);
        }
    }

    @ParameterizedTest
    @CsvSource({"8, 1", "160, 3"})
    void theAnswerIsRightToRounding(int rows, int features) {
        for (Precision precision : Precision.values()) {
            List<BenchmarkResult> results =
                    onTheCpu(settings(rows, features, precision, Gradient.FUSED, Gradient.GRAM));

            assertThat(results).extracting(BenchmarkResult::gradient).containsExactly(Gradient.FUSED, Gradient.GRAM);
            assertThat(results).allSatisfy(result -> {
                assertThat(result.answerError()).isBetween(0.0, precision == Precision.FLOAT ? 1e-6 : 1e-10);
                assertThat(result.readBandwidth()).isPositive().isFinite();
                assertThat(result.trainSeconds()).isPositive();
            });
        }
    }

    @Test
    void ratesAreOfOneReadingOfXAnEpoch() {
        BenchmarkResult result = new BenchmarkResult(
                settings(1000, 20, Precision.FLOAT, Gradient.FUSED),
                new Device(Device.Kind.CPU, 0, "some"),
                "some",
                Gradient.FUSED,
                0,
                1,
                2,
                1.5,
                320_000);

        assertThat(result.epochsPerSecond()).isEqualTo(2);
        assertThat(result.rowsPerSecond()).isEqualTo(2000);
        assertThat(result.bytesPerSecond()).isEqualTo(160_000);
        assertThat(result.shareOfReadBandwidth()).isEqualTo(0.5);
    }

    /** Each fault is one that a benchmark of the time alone would not notice, or be glad of. */
    @ParameterizedTest
    @ValueSource(strings = {"a row is left out", "a parameter does not move", "not a number", "a step too few"})
    void aWrongAnswerGetsNoTime(String fault) {
        BenchmarkSettings settings = settings(1000, 3, Precision.DOUBLE, Gradient.FUSED);
        try (Backend faulty = new Faulty(Backend.open(DeviceChoice.CPU), fault)) {
            assertThatThrownBy(() -> Benchmark.run(settings, faulty))
                    .isInstanceOf(LinregException.class)
                    .hasMessageMatching("the answer of .* is wrong: it is off by .* no time is given");
        }
    }

    private record Faulty(Backend right, String fault) implements Backend {
        @Override
        public LeastSquares load(Dataset train, Gradient gradient) {
            Dataset data = fault.equals("a row is left out")
                    ? Dataset.computed(train.features(), "y", train.precision(), train.rows() - 1, (index, block) -> {
                        for (int i = 0; i < block.rows(); i++) {
                            for (int j = 0; j < block.features(); j++) {
                                block.set(i, j, train.x(i, j));
                            }
                            block.setTarget(i, train.y(i));
                        }
                    })
                    : train;
            return new FaultyLeastSquares(right.load(data, gradient), fault);
        }

        @Override
        public Device device() {
            return right.device();
        }

        @Override
        public String describe() {
            return right.describe();
        }

        @Override
        public double readBandwidth() {
            return 1;
        }

        @Override
        public void close() {
            right.close();
        }
    }

    private record FaultyLeastSquares(LeastSquares right, String fault) implements LeastSquares {
        @Override
        public int features() {
            return right.features();
        }

        @Override
        public long rows() {
            return right.rows();
        }

        @Override
        public Gradient method() {
            return right.method();
        }

        @Override
        public double lossAndGradient(double[] parameters, double[] gradient) {
            double loss = right.lossAndGradient(parameters, gradient);
            switch (fault) {
                case "a parameter does not move" -> gradient[0] = 0;
                case "not a number" -> gradient[1] = Double.NaN;
                case "a step too few" -> gradient[2] = loss > 0.1 ? gradient[2] : 0;
                default -> {} // the data is at fault
            }
            return loss;
        }

        @Override
        public Moments moments() {
            return right.moments();
        }

        @Override
        public void close() {
            right.close();
        }
    }
}
