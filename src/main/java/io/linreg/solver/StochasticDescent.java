package io.linreg.solver;

import io.linreg.backend.LeastSquares;
import io.linreg.backend.MiniBatches;
import io.linreg.backend.Optimizer;
import io.linreg.backend.Shuffle;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Steps on mini-batches: stochastic gradient descent, or Adam. The rows are shuffled anew in each epoch, as PyTorch's
 * DataLoader does with {@code shuffle=True}, in the order of one permutation after another of NumPy's RandomState(seed); the
 * last batch may be shorter. The losses are those of all rows, computed once more between epochs.
 *
 * @param rule how a step follows from a gradient: momentum makes it sgd
 * @param epochs the most epochs to run, 1 to 10^9
 * @param batchSize rows of a batch, 1 or more; null, or as many as there are rows, for all of them, which are then not shuffled
 * @param learningRate of the first epoch; null for one that suits the data: see {@link BatchRate}
 * @param schedule how it changes; null for none where the rate is given, and for cosine where it is not
 * @param tolerance stop when {@value #TOLERANT_EPOCHS} epochs running have not lowered the lowest loss by this share of it; 0
 *     to run all epochs
 * @param seed of the shuffling, 0 to 2^32 - 1
 */
public record StochasticDescent(
        Optimizer.Rule rule,
        int epochs,
        Integer batchSize,
        Double learningRate,
        Schedule schedule,
        double tolerance,
        long seed)
        implements IterativeSolver {
    /** Losses go up and down. */
    private static final int TOLERANT_EPOCHS = 5;

    public StochasticDescent {
        Limits.requireEpochs(epochs);
        Limits.requireLearningRate(learningRate);
        Limits.requireTolerance(tolerance);
        if (batchSize != null && batchSize < 1) {
            throw new IllegalArgumentException("a batch has 1 row or more, not " + batchSize + "; all takes every row");
        }
        seed = Shuffle.requireSeed(seed);
        if (schedule == null) {
            schedule = learningRate == null ? new Schedule.Cosine() : new Schedule.Constant();
        }
    }

    private boolean isAdam() {
        return rule instanceof Optimizer.Adam;
    }

    @Override
    public String describe() {
        return (isAdam() ? "Adam" : "stochastic gradient descent") + ", "
                + (batchSize == null ? "all rows at once" : "batches of " + batchSize);
    }

    @Override
    public boolean needsRows() {
        return batchSize != null;
    }

    @Override
    public Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("solver", isAdam() ? "adam" : "sgd");
        settings.put("epochs", epochs);
        settings.put("tolerance", tolerance);
        settings.put("batch_size", batchSize == null ? "all" : batchSize);
        if (rule instanceof Optimizer.Adam adam) {
            settings.put("beta1", adam.beta1());
            settings.put("beta2", adam.beta2());
            settings.put("adam_epsilon", adam.epsilon());
        } else if (rule instanceof Optimizer.Momentum sgd) {
            settings.put("momentum", sgd.momentum());
            settings.put("nesterov", sgd.nesterov());
        }
        settings.putAll(schedule.settings());
        return settings;
    }

    @Override
    public Solution solve(
            LeastSquares objective, double[] start, boolean intercept, EpochListener listener, Validation validation) {
        long n = objective.rows();
        if (batchSize == null || batchSize >= n) {
            double rate = learningRate != null ? learningRate : BatchRate.of(rule, objective, start, intercept, epochs);
            return EpochLoop.run(new Whole(objective, start, intercept, rate), epochs, validation, listener);
        }
        try (MiniBatches batches = objective.miniBatches()) {
            double rate = learningRate != null
                    ? learningRate
                    : BatchRate.of(rule, objective, start, intercept, epochs, batchSize, batches);
            return EpochLoop.run(new Batches(objective, start, intercept, rate, batches), epochs, validation, listener);
        }
    }

    /** What steps on all rows and on batches have in common. */
    private abstract class Steps implements EpochLoop.Steps {
        final LeastSquares objective;
        final Optimizer optimizer;
        final boolean intercept;
        final double rate;
        final double[] gradient;
        private final double most;
        private int evaluated;
        private double loss;
        private double lowest = Double.POSITIVE_INFINITY;
        private int stagnant;

        Steps(LeastSquares objective, double[] start, boolean intercept, double rate) {
            this.objective = objective;
            this.intercept = intercept;
            this.rate = rate;
            optimizer = new Optimizer(rule, start);
            gradient = new double[start.length];
            most = Divergence.mostOf(objective, start);
        }

        @Override
        public final double loss() {
            loss = objective.lossAndGradient(optimizer.parameters(), gradient);
            Divergence.check(loss, most, evaluated++, rate);
            return loss;
        }

        @Override
        public final boolean run(int epoch) {
            stagnant = loss < lowest * (1 - tolerance) ? 0 : stagnant + 1;
            lowest = Math.min(loss, lowest);
            if (tolerance > 0 && stagnant >= TOLERANT_EPOCHS) {
                return false;
            }
            step(rate * schedule.factor(epoch, epochs));
            return true;
        }

        /** Runs an epoch. */
        abstract void step(double rateOfEpoch);

        @Override
        public final double lossOn(LeastSquares rows) {
            return rows.lossAndGradient(optimizer.parameters(), new double[gradient.length]);
        }

        @Override
        public final double[] parameters() {
            return optimizer.parameters();
        }

        @Override
        public final Double learningRate() {
            return rate;
        }
    }

    /** An epoch is a step on all rows. */
    private final class Whole extends Steps {
        Whole(LeastSquares objective, double[] start, boolean intercept, double rate) {
            super(objective, start, intercept, rate);
        }

        @Override
        void step(double rateOfEpoch) {
            optimizer.step(gradient, rateOfEpoch, gradient.length - (intercept ? 0 : 1));
        }
    }

    /** An epoch is a step for each batch. */
    private final class Batches extends Steps {
        private final MiniBatches batches;
        private final Shuffle shuffle;

        Batches(LeastSquares objective, double[] start, boolean intercept, double rate, MiniBatches batches) {
            super(objective, start, intercept, rate);
            this.batches = batches;
            shuffle = new Shuffle(objective.rows(), seed);
        }

        @Override
        void step(double rateOfEpoch) {
            batches.descend(new MiniBatches.Epoch(shuffle.next(), batchSize, rateOfEpoch, intercept), optimizer);
        }
    }
}
