package io.linreg.backend;

import java.util.List;

/**
 * The mean squared errors of several targets of the same rows, each a function of parameters of its own: Y = X W' + b, W a row
 * for each target. X is read once for all of them.
 *
 * <p>What is found for a target is what a {@link LeastSquares} of it alone finds, to rounding, and depends on that target's
 * parameters alone, to the bit: whatever the others' are.
 */
public interface JointLeastSquares extends AutoCloseable {
    /** How many targets there are, one at least. */
    int targets();

    /** d. */
    int features();

    /** n. */
    long rows();

    /** How an epoch is computed. */
    Gradient method();

    /**
     * The losses and their gradients.
     *
     * @param parameters d + 1 numbers for each target
     * @param losses a number for each target, overwritten
     * @param gradients d + 1 numbers for each target, overwritten
     */
    void lossesAndGradients(double[][] parameters, double[] losses, double[][] gradients);

    /**
     * Runs epochs of full-batch gradient descent for all targets, each as {@link LeastSquares#descend} has it.
     *
     * @param each for each target, of as many epochs; all with the intercept, or all without
     */
    default void descend(List<Descent> each) {
        double[][] parameters = each.stream().map(Descent::parameters).toArray(double[][]::new);
        double[][] gradients = new double[targets()][features() + 1];
        double[] losses = new double[targets()];
        int epochs = each.get(0).losses().length;
        for (int epoch = 0; epoch < epochs; epoch++) {
            lossesAndGradients(parameters, losses, gradients);
            for (int t = 0; t < losses.length; t++) {
                each.get(t).losses()[epoch] = losses[t];
                each.get(t).step(gradients[t]);
            }
        }
    }

    /** Frees what the device holds. */
    @Override
    void close();
}
