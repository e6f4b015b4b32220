package io.linreg.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.linreg.backend.Backend;
import io.linreg.backend.DeviceChoice;
import io.linreg.backend.Gradient;
import io.linreg.backend.LeastSquares;
import io.linreg.data.Dataset;
import io.linreg.data.Precision;
import io.linreg.peers.MadeRows;
import io.linreg.peers.RawRows;
import io.linreg.peers.Reference;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every benchmark, once, on a tiny shape: what it times is right, and a wrong answer is refused. */
class BenchmarksTest {
    @ParameterizedTest
    @CsvSource({"40x3, fused, float", "4099x16, fused, float", "4099x16, fused, double", "1000x5, gram, float"})
    void epochsDescend(String shape, String gradient, String precision) {
        EpochBenchmark benchmark = new EpochBenchmark();
        benchmark.shape = shape;
        benchmark.gradient = gradient;
        benchmark.precision = precision;
        benchmark.setUp();
        MadeRows rows = MadeRows.of(shape);
        double[] reached = benchmark.epoch();
        assertThat(Reference.error(reached, Reference.descend(rows, rows.learningRate(), 1)))
                .isLessThan(1e-5);
        for (int epoch = 0; epoch < 200; epoch++) {
            reached = benchmark.epoch();
        }
        assertThat(Reference.error(reached, rows.answer())).isLessThan(1e-5);
        benchmark.tearDown();
    }

    @ParameterizedTest
    @ValueSource(strings = {"float", "double"})
    void momentsAreThoseOfTheRows(String precision) {
        MomentsBenchmark benchmark = new MomentsBenchmark();
        benchmark.shape = "4099x16";
        benchmark.precision = precision;
        benchmark.setUp();
        assertThat(benchmark.moments().rows()).isEqualTo(4099);
        benchmark.tearDown();
    }

    @Test
    void csvIsRead() throws Exception {
        IngestBenchmark benchmark = new IngestBenchmark();
        benchmark.shape = "100x3";
        benchmark.setUp();
        assertThat(benchmark.read().rows()).isEqualTo(100);
        benchmark.tearDown();
    }

    @Test
    void theMainJobEnds() throws Exception {
        StartupBenchmark benchmark = new StartupBenchmark();
        benchmark.setUp();
        assertThat(benchmark.mainJob()).contains("coefficients");
    }

    @Test
    void aRowTooFewIsRefused() {
        Dataset oneRowTooFew = new MadeRows(999, 5).dataset(Precision.DOUBLE);
        try (Backend backend = Backend.open(DeviceChoice.CPU);
                LeastSquares objective = backend.load(oneRowTooFew, Gradient.FUSED)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> Check.objective(new MadeRows(1000, 5), objective))
                    .withMessageContaining("is wrong");
        }
    }

    @Test
    void aNumberThatIsNoneIsRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Check.close("it", new double[] {1, Double.NaN}, new double[] {1, 1}));
    }

    @Test
    void rawFilesHoldTheRows(@TempDir Path folder) throws Exception {
        MadeRows made = new MadeRows(70, 3);
        RawRows.write(made, folder);
        RawRows read = new RawRows(folder, 3);
        float[] x = new float[3];
        float[] expected = new float[3];
        for (int i = 0; i < 70; i++) {
            assertThat(read.copy(i, x)).isEqualTo(made.copy(i, expected));
            assertThat(x).isEqualTo(expected);
        }
        assertThat(read.rows()).isEqualTo(70);
    }
}
