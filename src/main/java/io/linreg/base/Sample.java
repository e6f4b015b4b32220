package io.linreg.base;

/** Thins what is too much to show. */
public final class Sample {
    private Sample() {}

    /**
     * Evenly spaced numbers from 0 to below n, the first and the last among them.
     *
     * @param n how many there are
     * @param most how many to choose at most, 2 or more
     */
    public static int[] evenly(int n, int most) {
        int[] chosen = new int[Math.min(n, most)];
        for (int k = 0; k < chosen.length; k++) {
            chosen[k] = n <= most ? k : (int) ((long) k * (n - 1) / (most - 1));
        }
        return chosen;
    }
}
