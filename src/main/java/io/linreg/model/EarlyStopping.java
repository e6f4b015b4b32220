package io.linreg.model;

/**
 * When to stop before the last epoch: rows that are held back from the training rows tell.
 *
 * @param share of the training rows that are held back, above 0 and below 1: those that scikit-learn's train_test_split(
 *     test_size=share, random_state=seed) picks of them
 * @param patience how many epochs may pass without a new lowest loss of theirs, 1 or more
 */
public record EarlyStopping(double share, int patience) {
    /** The share unless another is asked for. */
    public static final double SHARE = 0.1;

    /** The patience unless another is asked for. */
    public static final int PATIENCE = 10;

    /**
     * Checks both.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public EarlyStopping {
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException("--validation-share is a number between 0 and 1, not " + share);
        }
        if (patience < 1) {
            throw new IllegalArgumentException("--patience is a number of epochs, 1 or more, not " + patience);
        }
    }
}
