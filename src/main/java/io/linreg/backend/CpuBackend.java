package io.linreg.backend;

import io.linreg.base.Text;
import io.linreg.data.Dataset;
import io.linreg.data.Precision;
import io.linreg.data.Term;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** This machine's processor. */
final class CpuBackend implements Backend {
    private static final Path CPUINFO = Path.of("/proc/cpuinfo");

    /** Up to here a thousand epochs take a few milliseconds whatever computes them, and the specification does, in double. */
    private static final long SMALL = 1 << 10;

    private final int threads;
    private Workers workers;
    /** What the data that was loaded is computed with; null where that is nothing worth telling. */
    private String arithmetic;

    CpuBackend() {
        this(Runtime.getRuntime().availableProcessors());
    }

    CpuBackend(int threads) {
        this.threads = threads;
    }

    @Override
    public LeastSquares load(Dataset train, Gradient gradient) {
        LeastSquares onData = onData(train);
        return gradient == Gradient.GRAM ? new MomentsLeastSquares(onData.moments()) : onData;
    }

    @Override
    public Optional<JointLeastSquares> loadTogether(List<Dataset> targets, Gradient gradient) {
        Dataset first = targets.get(0);
        return isSmall(first)
                ? Optional.empty() // nothing is gained
                : Optional.of(new TiledLeastSquares<>(targets, kernels(first.precision()), workers));
    }

    private LeastSquares onData(Dataset train) {
        return isSmall(train)
                ? new ScalarLeastSquares(train)
                : new VectorLeastSquares<>(train, kernels(train.precision()), workers);
    }

    /** Straight from the rows, wherever they stand. */
    @Override
    public Moments moments(Dataset rows, Precision precision) {
        return isSmall(rows) && !rows.weighted()
                ? new ScalarLeastSquares(rows).moments()
                : TiledMoments.best(rows, kernels(precision), workers);
    }

    @Override
    public ExactMoments exactMoments(Dataset rows, List<Term> terms) {
        return ExactMoments.of(rows, terms, workers());
    }

    private static boolean isSmall(Dataset rows) {
        return rows.rows() * rows.features().size() <= SMALL;
    }

    /** And the threads that use them. */
    private TileKernels<?> kernels(Precision precision) {
        workers();
        TileKernels<?> kernels = Kernels.best(precision);
        arithmetic = kernels.describe();
        return kernels;
    }

    private Workers workers() {
        if (workers == null) {
            workers = new Workers(threads);
        }
        return workers;
    }

    @Override
    public Device device() {
        return new Device(Device.Kind.CPU, 0, processor());
    }

    @Override
    public String describe() {
        if (arithmetic != null) {
            return processor() + ", " + arithmetic + ", " + Text.count(workers.count(), "thread");
        }
        return processor() + ", " + Text.count(Runtime.getRuntime().availableProcessors(), "processor");
    }

    @Override
    public double readBandwidth() {
        return VectorBandwidth.measure();
    }

    /** Java knows the architecture only; Linux says more. */
    private static String processor() {
        String architecture = System.getProperty("os.arch");
        if (!Files.isReadable(CPUINFO)) {
            return architecture;
        }
        try (Stream<String> lines = Files.lines(CPUINFO)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(architecture);
        } catch (IOException e) {
            return architecture;
        }
    }

    @Override
    public void close() {
        if (workers != null) {
            workers.close();
        }
    }
}
