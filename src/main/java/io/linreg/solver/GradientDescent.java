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
 * <p>With a penalty it minimises the loss plus twice the penalty, by the proximal gradient (Parikh and Boyd, Proximal algorithms,
 * 2014, 4.2): each epoch ends with the coefficients pulled to 0, on the host.
 *
 * @param epochs the most epochs to run, 1 to 10^9
 * @param learningRate the step per unit of gradient; or null for 1/L, L the largest eigenvalue of the Hessian: the
 *     largest step at which no component overshoots
 * @param tolerance stop when an epoch lowers what is minimised by less than this share of it; 0 to run all epochs
 * @param penalty what coefficients cost
 */
public record GradientDescent(int epochs, Double learningRate, double tolerance, Penalty penalty)
        implements IterativeSolver {
    private static final int LONGEST_BATCH = 1 << 10;
    private static final long BATCH_NANOS = 200_000_000L;

    public GradientDescent {
        Limits.requireEpochs(epochs);
        Limits.requireLearningRate(learningRate);
        Limits.requireTolerance(tolerance);
    }

    /** Without a penalty. */
    public GradientDescent(int epochs, Double learningRate, double tolerance) {
        this(epochs, learningRate, tolerance, Penalty.NONE);
    }

    @Override
    public boolean isLeastSquares() {
        return penalty.isNone();
    }

    @Override
    public String describe() {
        return penalty.isNone() ? "gradient descent" : "proximal gradient descent, " + penalty;
    }

    @Override
    public Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("solver", "gd");
        settings.put("epochs", epochs);
        settings.put("tolerance", tolerance);
        if (!penalty.isNone()) {
            settings.putAll(penalty.toJson());
        }
        return settings;
    }

    @Override
    public Solution solve(
            LeastSquares objective, double[] start, boolean intercept, EpochListener listener, Validation validation) {
        double rate =
                learningRate != null ? learningRate : 1 / (Curvature.largest(objective, intercept) + 2 * penalty.l2());
        return validation == null
                ? solve(objective, start, intercept, rate, listener)
                : EpochLoop.run(new Steps(objective, start, intercept, rate), epochs, validation, listener);
    }

    private Solution solve(
            LeastSquares objective, double[] start, boolean intercept, double rate, EpochListener listener) {
        double[] parameters = start.clone();
        double[] losses = {}; // they grow: most runs stop long before 10^9
        double[] values = {};
        Divergence divergence = new Divergence(rate);
        int done = 0;
        int batch = 1;
        while (done < epochs) {
            int length = Math.min(batch, epochs - done);
            double[] before = parameters.clone();
            long began = System.nanoTime();
            Epochs run = descend(objective, parameters, rate, intercept, length);
            long nanos = System.nanoTime() - began;
            losses = with(losses, done, run.losses);
            values = with(values, done, run.values);
            int stop = stop(values, done, done + length);
            // What a batch did beyond its stop does not count: with shorter batches it would not have happened.
            divergence.check(values, done, stop >= 0 ? stop : done + length);
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
        double loss = objective.lossAndGradient(parameters, new double[parameters.length]);
        double value = loss + 2 * penalty.of(parameters, objective.features());
        losses = with(losses, done, new double[] {loss});
        values = with(values, done, new double[] {value});
        divergence.check(values, done, done + 1);
        return new Solution(parameters, Arrays.copyOf(losses, done + 1), rate, details(parameters, value));
    }

    private Map<String, Object> details(double[] parameters, double value) {
        Map<String, Object> details = new LinkedHashMap<>();
        if (!penalty.isNone()) {
            details.put("objective", value / 2);
            details.put("nonzero", Penalty.nonzero(parameters, parameters.length - 1));
        }
        return details;
    }

    /** What was before each of some epochs: the losses, and the values of what is minimised, maybe the same array. */
    private record Epochs(double[] losses, double[] values) {}

    private Epochs descend(LeastSquares objective, double[] parameters, double rate, boolean intercept, int length) {
        double[] losses = new double[length];
        if (penalty.isNone()) {
            objective.descend(new Descent(parameters, rate, intercept, losses));
            return new Epochs(losses, losses);
        }
        double[] values = new double[length];
        double[] gradient = new double[parameters.length];
        int d = objective.features();
        for (int epoch = 0; epoch < length; epoch++) {
            losses[epoch] = objective.lossAndGradient(parameters, gradient);
            values[epoch] = losses[epoch] + 2 * penalty.of(parameters, d);
            for (int j = 0; j < d; j++) {
                double stepped = parameters[j] - rate * (gradient[j] + 2 * penalty.l2() * parameters[j]);
                parameters[j] = Penalty.shrunk(stepped, 2 * rate * penalty.l1());
            }
            parameters[d] -= intercept ? rate * gradient[d] : 0;
        }
        return new Epochs(losses, values);
    }

    /** The numbers so far, with more from a place on. */
    private static double[] with(double[] numbers, int from, double[] more) {
        int length = from + more.length;
        double[] all = length > numbers.length ? Arrays.copyOf(numbers, Math.max(length, 2 * from)) : numbers;
        System.arraycopy(more, 0, all, from, more.length);
        return all;
    }

    /** The first epoch whose step is not worth taking, or -1. */
    private int stop(double[] losses, int from, int to) {
        for (int e = Math.max(from, 1); e < to; e++) {
            if (isEnough(losses[e - 1], losses[e])) {
                return e;
            }
        }
        return -1;
    }

    private boolean isEnough(double before, double now) {
        return tolerance > 0 && before - now >= 0 && before - now <= tolerance * before;
    }

    private static int next(int length, long nanos) {
        long affordable = BATCH_NANOS * length / Math.max(nanos, 1);
        return (int) Math.max(1, Math.min(LONGEST_BATCH, Math.min(2L * length, affordable)));
    }

    /** One epoch at a time: those who validate look at the parameters after each. */
    private final class Steps implements EpochLoop.Steps {
        private final LeastSquares objective;
        private final boolean intercept;
        private final double rate;
        private final Divergence divergence;
        private double[] parameters;
        /** Where the next epoch leads: it is run to know the loss before it. */
        private double[] next;

        private double valueBefore;
        private double value;

        Steps(LeastSquares objective, double[] start, boolean intercept, double rate) {
            this.objective = objective;
            this.intercept = intercept;
            this.rate = rate;
            divergence = new Divergence(rate);
            parameters = start.clone();
            value = Double.NaN;
        }

        @Override
        public double loss() {
            next = parameters.clone();
            Epochs epoch = descend(objective, next, rate, intercept, 1);
            valueBefore = value;
            value = epoch.values[0];
            divergence.check(value);
            return epoch.losses[0];
        }

        @Override
        public boolean run(int epoch) {
            if (isEnough(valueBefore, value)) {
                return false;
            }
            parameters = next;
            return true;
        }

        @Override
        public double lossOn(LeastSquares rows) {
            return rows.lossAndGradient(parameters, new double[parameters.length]);
        }

        @Override
        public double[] parameters() {
            return parameters;
        }

        @Override
        public Double learningRate() {
            return rate;
        }

        @Override
        public Map<String, Object> details() {
            return GradientDescent.this.details(parameters, value);
        }
    }
}
