package io.linreg.benchmarks;

import io.linreg.data.Dataset;
import io.linreg.peers.CsvFile;
import io.linreg.peers.MadeRows;
import io.linreg.peers.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** CSV to a data set. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class IngestBenchmark {
    @Param({"160x3", "50000x32"})
    String shape;

    private Path file;

    /** Writes the file, and checks every number that is read from it. */
    @Setup
    public void setUp() throws IOException {
        MadeRows rows = MadeRows.of(shape);
        file = Files.createTempFile("linreg-bench", ".csv");
        CsvFile.write(rows, file);
        check(rows, read());
    }

    @Benchmark
    public Dataset read() {
        return Dataset.read(file, "y");
    }

    @TearDown
    public void tearDown() throws IOException {
        Files.deleteIfExists(file);
    }

    private static void check(Rows rows, Dataset data) {
        float[] x = new float[rows.features()];
        for (int i = 0; i < rows.rows(); i++) {
            boolean same = rows.copy(i, x) == (float) data.y(i);
            for (int j = 0; j < x.length; j++) {
                same &= x[j] == (float) data.x(i, j);
            }
            if (!same || data.rows() != rows.rows()) {
                throw new IllegalStateException("row " + i + " was not read as it stands in the file");
            }
        }
    }
}
