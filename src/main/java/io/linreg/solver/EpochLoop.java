package io.linreg.solver;

import io.linreg.backend.LeastSquares;
import java.util.Arrays;
import java.util.Map;

/** Epochs, one at a time, until there is no more to gain; keeps the losses, and the best parameters by validation rows. */
final class EpochLoop {
    private static final int FEW = 1 << 10;

    private final Validation validation;
    private double[] losses = new double[FEW];
    private double[] validationLosses = new double[FEW];
    private double[] bestParameters;
    private int best;

    private EpochLoop(Validation validation) {
        this.validation = validation;
    }

    /** What is done in an epoch. */
    interface Steps {
        /** The loss where it stands: called before each epoch, and after the last one. */
        double loss();

        /**
         * Runs an epoch.
         *
         * @param epoch how many were run before
         * @return whether it did; it does not where there is nothing more to gain
         */
        boolean run(int epoch);

        /** The loss of other rows where it stands. */
        double lossOn(LeastSquares rows);

        /** The d + 1 parameters where it stands, not to be changed any more. */
        double[] parameters();

        /** The learning rate to report; null if there is none. */
        Double learningRate();

        /** What else there is to report, in the end. */
        default Map<String, Object> details() {
            return Map.of();
        }
    }

    /**
     * Runs epochs.
     *
     * @param epochs the most of them
     * @param validation null to go without
     */
    static Solution run(Steps steps, int epochs, Validation validation, EpochListener listener) {
        return new EpochLoop(validation).run(steps, epochs, listener);
    }

    private Solution run(Steps steps, int epochs, EpochListener listener) {
        int done = 0;
        while (true) {
            losses = grown(losses, done);
            losses[done] = steps.loss();
            if (isEnough(steps, done) || done == epochs || !steps.run(done)) {
                break;
            }
            done++;
            listener.done(done, losses[done - 1]);
        }
        double[] all = Arrays.copyOf(losses, done + 1);
        if (validation == null) {
            return new Solution(steps.parameters(), all, steps.learningRate(), steps.details());
        }
        Solution.Validated validated = new Solution.Validated(Arrays.copyOf(validationLosses, done + 1), best);
        return new Solution(bestParameters, all, steps.learningRate(), steps.details(), validated);
    }

    private boolean isEnough(Steps steps, int epoch) {
        if (validation == null) {
            return false;
        }
        validationLosses = grown(validationLosses, epoch);
        validationLosses[epoch] = steps.lossOn(validation.rows());
        if (epoch == 0 || validationLosses[epoch] < validationLosses[best]) {
            best = epoch;
            bestParameters = steps.parameters();
        }
        return epoch - best >= validation.patience();
    }

    private static double[] grown(double[] array, int index) {
        return index < array.length ? array : Arrays.copyOf(array, 2 * array.length);
    }
}
