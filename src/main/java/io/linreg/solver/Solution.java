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
 */
public record Solution(double[] parameters, double[] losses, Double learningRate, Map<String, Object> details) {
    public Solution {
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }

    /** With nothing else to tell. */
    public Solution(double[] parameters, double[] losses, Double learningRate) {
        this(parameters, losses, learningRate, Map.of());
    }

    /** How many epochs were run. */
    public int epochs() {
        return losses.length - 1;
    }

    /** The same, but with other parameters. */
    public Solution with(double[] others) {
        return new Solution(others, losses, learningRate, details);
    }
}
