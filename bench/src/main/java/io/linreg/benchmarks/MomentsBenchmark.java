package io.linreg.benchmarks;

import io.linreg.backend.Backend;
import io.linreg.backend.DeviceChoice;
import io.linreg.backend.Gradient;
import io.linreg.backend.LeastSquares;
import io.linreg.backend.Moments;
import io.linreg.backend.MomentsLeastSquares;
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

/** The one pass over the data that gram needs. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "-XX:+UseTransparentHugePages"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class MomentsBenchmark {
    @Param({"160x3", "1000000x32", "4000000x16", "100000x1024"})
    String shape;

    @Param({"float", "double"})
    String precision;

    private Backend backend;
    private LeastSquares data;

    /** Loads the data, and checks what a loss and a gradient made of its moments are. */
    @Setup
    public void setUp() {
        MadeRows rows = MadeRows.of(shape);
        backend = Backend.open(DeviceChoice.CPU);
        data = backend.load(rows.dataset(Params.constant(Precision.class, precision)), Gradient.FUSED);
        Check.objective(rows, new MomentsLeastSquares(data.moments()));
    }

    @Benchmark
    public Moments moments() {
        return data.moments();
    }

    @TearDown
    public void tearDown() {
        data.close();
        backend.close();
    }
}
