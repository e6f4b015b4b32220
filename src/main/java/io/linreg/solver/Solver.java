package io.linreg.solver;

import io.linreg.backend.LeastSquares;
import java.util.Map;

/** Finds parameters with a small mean squared error. */
public interface Solver {
    /**
     * Minimises.
     *
     * @param objective the function
     * @param start where to begin: d + 1 numbers, the intercept last; not changed
     * @param intercept whether b is a parameter, or stays where it is
     * @param listener told of progress
     */
    Solution solve(LeastSquares objective, double[] start, boolean intercept, EpochListener listener);

    /** Its name and options, as JSON values under the names of the command line. */
    Map<String, Object> settings();
}
