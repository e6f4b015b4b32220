package io.linreg.solver;

import io.linreg.backend.Descent;
import io.linreg.backend.LeastSquares;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Full-batch gradient descent with a constant step.
 *
 * <p>Epochs are run in batches, so that a device is left alone for a while: losses are looked at after each batch. If the
 * run should have stopped inside a batch, it is repeated up to there. So the result does not depend on the batches.
 *
 * @param epochs the most epochs to run, 1 to 10^9
 * @param learningRate the step per unit of gradient; or null for 1/L, L the largest eigenvalue of the Hessian: the
 *     largest step at which no component overshoots
 * @param tolerance stop when an epoch lowers the loss by less than this share of it; 0 to run all epochs
 */
public record GradientDescent(int epochs, Double learningRate, double tolerance) implements Solver {
    private static final int MOST_EPOCHS = 1_000_000_000;
    private static final int LONGEST_BATCH = 1 << 10;
    private static final long BATCH_NANOS = 200_000_000L;

    public GradientDescent {
        if (epochs < 1 || epochs > MOST_EPOCHS) {
            throw new IllegalArgumentException("epochs must be from 1 to " + MOST_EPOCHS + ", not " + epochs);
        }
        if (learningRate != null && !(learningRate > 0 && Double.isFinite(learningRate))) {
            throw new IllegalArgumentException("a learning rate is a number above 0, not " + learningRate);
        }
        if (!(tolerance >= 0 && tolerance < 1)) {
            throw new IllegalArgumentException("a tolerance is a number from 0 to below 1, not " + tolerance);
        }
    }

    @Override
    public String describe() {
        return "gradient descent";
    }

    @Override
    public Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("solver", "gd");
        settings.put("epochs", epochs);
        settings.put("tolerance", tolerance);
        return settings;
    }

    @Override
    public Solution solve(LeastSquares objective, double[] start, boolean intercept, EpochListener listener) {
        double rate = learningRate != null ? learningRate : 1 / Curvature.largest(objective, intercept);
        double[] parameters = start.clone();
        double[] losses = new double[Math.min(epochs, LONGEST_BATCH) + 1]; // grows: most runs stop long before 10^9
        Divergence divergence = new Divergence(rate);
        int done = 0;
        int batch = 1;
        while (done < epochs) {
            int length = Math.min(batch, epochs - done);
            double[] before = parameters.clone();
            long began = System.nanoTime();
            double[] batchLosses = descend(objective, parameters, rate, intercept, length);
            long nanos = System.nanoTime() - began;
            if (done + length >= losses.length) {
                losses = Arrays.copyOf(losses, Math.min(epochs, 2 * losses.length) + 1);
            }
            System.arraycopy(batchLosses, 0, losses, done, length);
            int stop = stop(losses, done, done + length);
            // What a batch did beyond its stop does not count: with shorter batches it would not have happened.
            divergence.check(losses, done, stop >= 0 ? stop : done + length);
            if (stop >= 0) {
                parameters = before;
                if (stop > done) {
                    descend(objective, parameters, rate, intercept, stop - done);
                }
                done = stop;
                break;
            }
            done += length;
            listener.done(done, losses[done - 1]);
            batch = next(length, nanos);
        }
        losses[done] = objective.lossAndGradient(parameters, new double[parameters.length]);
        divergence.check(losses, done, done + 1);
        return new Solution(parameters, Arrays.copyOf(losses, done + 1), rate);
    }

    private static double[] descend(
            LeastSquares objective, double[] parameters, double rate, boolean intercept, int length) {
        double[] losses = new double[length];
        objective.descend(new Descent(parameters, rate, intercept, losses));
        return losses;
    }

    /** The first epoch whose step is not worth taking, or -1. */
    private int stop(double[] losses, int from, int to) {
        for (int e = Math.max(from, 1); e < to && tolerance > 0; e++) {
            double gain = losses[e - 1] - losses[e];
            if (gain >= 0 && gain <= tolerance * losses[e - 1]) {
                return e;
            }
        }
        return -1;
    }

    private static int next(int length, long nanos) {
        long affordable = BATCH_NANOS * length / Math.max(nanos, 1);
        return (int) Math.max(1, Math.min(LONGEST_BATCH, Math.min(2L * length, affordable)));
    }
}
