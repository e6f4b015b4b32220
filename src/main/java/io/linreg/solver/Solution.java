package io.linreg.solver;

/**
 * What a solver found.
 *
 * @param parameters d + 1 numbers, the intercept last
 * @param losses the loss before each epoch, then the final one
 * @param learningRate the step that was used
 */
public record Solution(double[] parameters, double[] losses, double learningRate) {
    /** How many epochs were run. */
    public int epochs() {
        return losses.length - 1;
    }
}
