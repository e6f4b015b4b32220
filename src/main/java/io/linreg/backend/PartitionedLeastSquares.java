package io.linreg.backend;

import io.linreg.base.ParallelTasks;
import io.linreg.base.Resources;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;

/**
 * The mean squared error over rows that are shared out: each part computes at the same time as the others, on a device of its
 * own or in a way of its own, and what they find is added up in the order of the parts.
 *
 * <p>With n_k rows in part k, loss and gradient are the means of the parts' weighted by n_k / n, and moments merge.
 */
public final class PartitionedLeastSquares implements LeastSquares {
    private final List<LeastSquares> parts;
    private final ParallelTasks workers;
    private final long rows;

    /**
     * Puts parts together.
     *
     * @param parts of the same features; they are closed with this
     */
    public PartitionedLeastSquares(List<LeastSquares> parts) {
        this.parts = List.copyOf(parts);
        rows = parts.stream().mapToLong(LeastSquares::rows).sum();
        workers = new ParallelTasks(parts.size());
    }

    @Override
    public int features() {
        return parts.get(0).features();
    }

    @Override
    public long rows() {
        return rows;
    }

    @Override
    public Gradient method() {
        return parts.get(0).method();
    }

    private record Part(double share, ClippedResiduals residuals, double[] gradient) {}

    @Override
    public double lossAndGradient(double[] parameters, double[] gradient) {
        return sum(gradient, (part, own) -> new ClippedResiduals(part.lossAndGradient(parameters, own), 0, 0))
                .square();
    }

    @Override
    public ClippedResiduals clippedGradient(double[] parameters, double threshold, double[] gradient) {
        return sum(gradient, (part, own) -> part.clippedGradient(parameters, threshold, own));
    }

    /** What the parts find at the same time, added up in their order. */
    private ClippedResiduals sum(double[] gradient, BiFunction<LeastSquares, double[], ClippedResiduals> epoch) {
        List<Callable<Part>> tasks = new ArrayList<>();
        for (LeastSquares part : parts) {
            tasks.add(() -> {
                double[] own = new double[gradient.length];
                return new Part((double) part.rows() / rows, epoch.apply(part, own), own);
            });
        }
        double square = 0;
        double excess = 0;
        long outliers = 0;
        Arrays.fill(gradient, 0);
        for (Part part : workers.all(tasks)) {
            square += part.share() * part.residuals().square();
            excess += part.share() * part.residuals().excess();
            outliers += part.residuals().outliers();
            for (int j = 0; j < gradient.length; j++) {
                gradient[j] += part.share() * part.gradient()[j];
            }
        }
        return new ClippedResiduals(square, excess, outliers);
    }

    @Override
    public MiniBatches miniBatches() {
        throw new DeviceUnavailableException(
                "mini-batches are drawn from all rows at random, and not all of them are on"
                        + " one device; use one that holds them, --device cpu, or --solver gd");
    }

    @Override
    public Moments moments() {
        List<Callable<Moments>> tasks = new ArrayList<>();
        for (LeastSquares part : parts) {
            tasks.add(part::moments);
        }
        return workers.all(tasks).stream().reduce(Moments::merge).orElseThrow();
    }

    @Override
    public void close() {
        try (Resources resources = new Resources()) {
            resources.own(workers);
            parts.forEach(resources::own);
        }
    }
}
