package io.linreg.solver;

/** What the options of solvers may be. */
final class Limits {
    private static final int MOST_EPOCHS = 1_000_000_000;

    private Limits() {}

    static void requireEpochs(int epochs) {
        if (epochs < 1 || epochs > MOST_EPOCHS) {
            throw new IllegalArgumentException("epochs must be from 1 to " + MOST_EPOCHS + ", not " + epochs);
        }
    }

    /** Null leaves it to the solver. */
    static void requireLearningRate(Double learningRate) {
        if (learningRate != null && !(learningRate > 0 && Double.isFinite(learningRate))) {
            throw new IllegalArgumentException("a learning rate is a number above 0, not " + learningRate);
        }
    }

    static void requireTolerance(double tolerance) {
        if (!(tolerance >= 0 && tolerance < 1)) {
            throw new IllegalArgumentException("a tolerance is a number from 0 to below 1, not " + tolerance);
        }
    }
}
