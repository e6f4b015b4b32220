package io.linreg.solver;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a solver found.
 *
 * @param parameters d + 1 numbers, the intercept last
 * @param losses the loss before each epoch, then the final one. A solver that reads the data once has run one epoch
 * @param learningRate the step that was used; null for a solver that has none
 * @param details what else it can tell of this run, as JSON values: sweeps, rank, a duality gap
 * @param validated what rows that were not learnt from had to say; null if there were none
 */
public record Solution(
        double[] parameters, double[] losses, Double learningRate, Map<String, Object> details, Validated validated) {
    /**
     * Losses of rows that were not learnt from. The parameters are those of the best epoch, not of the last.
     *
     * @param losses before each epoch, and after the last one
     * @param best after how many epochs it was lowest
     */
    public record Validated(double[] losses, int best) {}

    public Solution {
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }

    /** Without validation. */
    public Solution(double[] parameters, double[] losses, Double learningRate, Map<String, Object> details) {
        this(parameters, losses, learningRate, details, null);
    }

    /** With nothing else to tell. */
    public Solution(double[] parameters, double[] losses, Double learningRate) {
        this(parameters, losses, learningRate, Map.of());
    }

    /** How many epochs were run. */
    public int epochs() {
        return losses.length - 1;
    }

    /** The loss of the parameters. */
    public double finalLoss() {
        return losses[validated == null ? epochs() : validated.best()];
    }

    /** The same, but with other parameters. */
    public Solution with(double[] others) {
        return new Solution(others, losses, learningRate, details, validated);
    }

    /** The same, with other details. */
    public Solution with(Map<String, Object> others) {
        return new Solution(parameters, losses, learningRate, others, validated);
    }
}
