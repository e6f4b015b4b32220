package io.linreg.benchmarks;

import io.linreg.backend.Backend;
import io.linreg.backend.Descent;
import io.linreg.backend.DeviceChoice;
import io.linreg.backend.Gradient;
import io.linreg.backend.LeastSquares;
import io.linreg.data.Precision;
import io.linreg.peers.MadeRows;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** An epoch of gradient descent. With gram it is one on the moments, which {@link MomentsBenchmark} times. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "-XX:+UseTransparentHugePages"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class EpochBenchmark {
    @Param({"160x3", "1000000x32", "4000000x16", "100000x1024"})
    String shape;

    @Param({"fused", "gram"})
    String gradient;

    @Param({"float", "double"})
    String precision;

    private Backend backend;
    private LeastSquares objective;
    private Descent epoch;

    /** Loads the data, and checks what a loss and a gradient of it are. */
    @Setup
    public void setUp() {
        MadeRows rows = MadeRows.of(shape);
        backend = Backend.open(DeviceChoice.CPU);
        objective = backend.load(
                rows.dataset(Params.constant(Precision.class, precision)), Params.constant(Gradient.class, gradient));
        Check.objective(rows, objective);
        epoch = new Descent(new double[rows.features() + 1], rows.learningRate(), true, new double[1]);
    }

    /** One, from where the last one ended. */
    @Benchmark
    public double[] epoch() {
        objective.descend(epoch);
        return epoch.parameters();
    }

    @TearDown
    public void tearDown() {
        objective.close();
        backend.close();
    }
}
