package io.linreg.solver;

/** Watches a solver. */
@FunctionalInterface
public interface EpochListener {
    /** Does not look. */
    EpochListener NONE = (epochs, loss) -> {};

    /**
     * A batch of epochs is done: a few a second where an epoch takes long, far more where it does not.
     *
     * @param epochs how many so far
     * @param loss the loss before the last of them
     */
    void done(int epochs, double loss);
}
