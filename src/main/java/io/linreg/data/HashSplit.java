package io.linreg.data;

/**
 * Which rows are held out, told from each row's number and a seed alone: what rows that are read once, a block at a time and in any
 * order, can be split by. Row i is given the place u in [0, 1) of the upper 53 bits of mix(mix(seed) + i), mix being SplitMix64's
 * step and finaliser (Steele, Lea and Flood, 2014); it is held out if u is below the test size. What is left above it goes to the
 * folds of a cross-validation in equal shares. So about the share asked for is held out, not exactly.
 *
 * @param testSize the share held out, from 0 to below 1
 * @param seed 0 to 2^32 - 1
 */
public record HashSplit(double testSize, long seed) {
    /** What {@link #part} calls the held-out rows. */
    public static final int TEST = -1;

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    public HashSplit {
        testSize = Split.requireTestSize(testSize);
        seed = MersenneTwister.requireSeed(seed);
    }

    /**
     * Where a row goes.
     *
     * @param row its number, from 0
     * @param folds how many parts the training rows have
     * @return {@link #TEST}, or its fold, from 0
     */
    public int part(long row, int folds) {
        double place = place(row);
        int fold = (int) ((place - testSize) / (1 - testSize) * folds);
        return place < testSize ? TEST : Math.min(fold, folds - 1);
    }

    /** A row's place, uniform in [0, 1). */
    public double place(long row) {
        return (mix(mix(seed) + row) >>> 11) * 0x1p-53;
    }

    private static long mix(long state) {
        long z = state + GOLDEN;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
