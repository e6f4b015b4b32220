package io.linreg.solver;

/** Watches a solver. */
@FunctionalInterface
public interface EpochListener {
    /** Does not look. */
    EpochListener NONE = (epochs, loss) -> {};

    /**
     * Some epochs are done; called a few times a second at most.
     *
     * @param epochs how many so far
     * @param loss the loss before the last of them
     */
    void done(int epochs, double loss);
}
