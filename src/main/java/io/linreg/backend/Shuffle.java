package io.linreg.backend;

import io.linreg.base.LinregException;
import io.linreg.data.MersenneTwister;

/** Orders of rows, a new one for each epoch: one permutation after another of NumPy's RandomState(seed). */
public final class Shuffle {
    private static final long MOST_ROWS = Integer.MAX_VALUE - 8;

    private final MersenneTwister random;
    private final int rows;

    /**
     * Begins with the first order.
     *
     * @throws LinregException if there are too many rows to number them
     */
    public Shuffle(long rows, long seed) {
        if (rows > MOST_ROWS) {
            throw new LinregException(rows + " rows are too many to be shuffled; use --solver gd");
        }
        this.rows = (int) rows;
        random = new MersenneTwister(seed);
    }

    /**
     * The seed, if it is one.
     *
     * @throws IllegalArgumentException if not
     */
    public static long requireSeed(long seed) {
        return MersenneTwister.requireSeed(seed);
    }

    /** The numbers of the rows in the next order. */
    public int[] next() {
        return random.permutation(rows);
    }
}
