package io.linreg.solver;

import io.linreg.backend.LeastSquares;

/** A solver that goes from one set of parameters to the next, and can be stopped where other rows say so. */
public interface IterativeSolver extends Solver {
    /**
     * Minimises until the validation rows say that it is enough.
     *
     * @param validation null to go on to the end
     */
    Solution solve(
            LeastSquares objective, double[] start, boolean intercept, EpochListener listener, Validation validation);

    @Override
    default Solution solve(LeastSquares objective, double[] start, boolean intercept, EpochListener listener) {
        return solve(objective, start, intercept, listener, null);
    }

    /** Whether losses and gradients of all rows together, as moments give them, are not enough. */
    default boolean needsRows() {
        return false;
    }

    /** Whether rows may have weights: whether what it minimises is a sum of squares. */
    default boolean takesWeights() {
        return true;
    }
}
