package io.linreg.backend;

import io.linreg.base.ParallelTasks;
import io.linreg.base.Resources;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;

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

    private record Part(double share, double loss, double[] gradient) {}

    @Override
    public double lossAndGradient(double[] parameters, double[] gradient) {
        List<Callable<Part>> tasks = new ArrayList<>();
        for (LeastSquares part : parts) {
            tasks.add(() -> {
                double[] own = new double[gradient.length];
                double loss = part.lossAndGradient(parameters, own);
                return new Part((double) part.rows() / rows, loss, own);
            });
        }
        double loss = 0;
        Arrays.fill(gradient, 0);
        for (Part part : workers.all(tasks)) {
            loss += part.share() * part.loss();
            for (int j = 0; j < gradient.length; j++) {
                gradient[j] += part.share() * part.gradient()[j];
            }
        }
        return loss;
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
