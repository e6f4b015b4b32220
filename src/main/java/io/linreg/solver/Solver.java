package io.linreg.solver;

import io.linreg.backend.LeastSquares;
import java.util.Map;

/** Finds parameters with a small mean squared error. */
public interface Solver {
    /** What a solver needs of the data. */
    enum Reads {
        /** Rows, which stay on the device: it asks for losses and gradients. */
        ROWS,
        /** {@link LeastSquares#moments()} alone: the data is read once, and then let go. */
        MOMENTS,
        /** Moments of the rows as they are, not standardised, in double-double. */
        EXACT_MOMENTS
    }

    /**
     * Minimises.
     *
     * @param objective the function
     * @param start where to begin: d + 1 numbers, the intercept last; not changed
     * @param intercept whether b is a parameter, or stays where it is
     * @param listener told of progress
     */
    Solution solve(LeastSquares objective, double[] start, boolean intercept, EpochListener listener);

    /** What it is called, in words. */
    String describe();

    /** What it needs of the data. */
    default Reads reads() {
        return Reads.ROWS;
    }

    /**
     * Whether it minimises the mean squared error and nothing beside it: then what it looks for is the least-squares answer, about
     * which standard errors and their like are known.
     */
    default boolean isLeastSquares() {
        return true;
    }

    /** Its name ("solver") and options, as JSON values under the names of the command line. */
    Map<String, Object> settings();
}
