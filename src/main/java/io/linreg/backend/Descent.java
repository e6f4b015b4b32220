package io.linreg.backend;

/**
 * A run of gradient descent, in progress.
 *
 * @param parameters where it stands: moved in place
 * @param learningRate the step per unit of gradient
 * @param intercept whether b moves, too
 * @param losses filled with the loss before each epoch; its length is the number of epochs to run
 */
public record Descent(double[] parameters, double learningRate, boolean intercept, double[] losses) {
    /** Takes the step of an epoch. */
    void step(double[] gradient) {
        int moving = intercept ? parameters.length : parameters.length - 1;
        for (int j = 0; j < moving; j++) {
            parameters[j] -= learningRate * gradient[j];
        }
    }
}
