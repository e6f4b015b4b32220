package io.linreg.backend;

import java.util.Arrays;

/**
 * Whether a thread reads memory in one stream of addresses or in several at once. Which is quicker is a matter of the processor: some
 * have more of memory under way when several streams ask for it, others lose sight of them. Results are the same bits either way,
 * and so pieces of work are timed, and the quicker way is kept.
 *
 * <p>In a trial both ways take turns, so that they see the same state of a memory that others use, too. Nothing is tried in the first
 * moments, in which code is compiled, nor by jobs that end as soon. Trials grow rare as long as they change nothing.
 */
final class ReadingOrder {
    /** Pieces of a trial. */
    static final int TURNS = 16;

    /** Pieces between trials. */
    static final int LEAST_BETWEEN = 32;

    static final int MOST_BETWEEN = 1 << 13;

    private final boolean open;
    /** Nanoseconds for a row. */
    private final double[] best = new double[2];

    private boolean several;
    private long untilFirst;
    private int turns;
    private int between = LEAST_BETWEEN;
    private int untilTrial = 1;

    private ReadingOrder(boolean open, boolean several, long untilFirst) {
        this.open = open;
        this.several = several;
        this.untilFirst = untilFirst;
    }

    /** Always the same, without trials. */
    static ReadingOrder fixed(boolean several) {
        return new ReadingOrder(false, several, 0);
    }

    /**
     * One stream, until there has been a trial.
     *
     * @param nanos how much work comes before it
     */
    static ReadingOrder triedAfter(long nanos) {
        return new ReadingOrder(true, false, nanos);
    }

    /** Whether it is to be told what pieces took. */
    boolean isOpen() {
        return open;
    }

    /** Whether the next piece is to be read in several streams. */
    boolean several() {
        return turns > 0 ? turns % 2 == 0 : several;
    }

    /** Tells how long the piece took, and how many rows it has: the last of a block may have few. The quickest of each way are compared. */
    void took(long nanos, int rows) {
        if (untilFirst > 0) {
            untilFirst -= nanos;
        } else if (turns > 0) {
            int way = several() ? 1 : 0;
            best[way] = Math.min(best[way], (double) nanos / rows);
            turns--;
            if (turns == 0) {
                conclude(best[1] < best[0]);
            }
        } else {
            untilTrial--;
            if (untilTrial == 0) {
                turns = TURNS;
                Arrays.fill(best, Double.POSITIVE_INFINITY);
            }
        }
    }

    private void conclude(boolean severalAreQuicker) {
        between = severalAreQuicker == several ? Math.min(MOST_BETWEEN, 2 * between) : LEAST_BETWEEN;
        several = severalAreQuicker;
        untilTrial = between;
    }
}
