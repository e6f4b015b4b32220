package io.linreg.data;

/**
 * The generator MT19937 (Matsumoto and Nishimura, 1998), seeded and read as NumPy's legacy RandomState does, so that the
 * rows and starting values drawn here are the very ones drawn there.
 */
public final class MersenneTwister {
    /** The largest seed. */
    public static final long MAX_SEED = 0xFFFFFFFFL;

    private static final int N = 624;
    private static final int M = 397;

    private final int[] state = new int[N];
    private int index = N;
    private double spareNormal = Double.NaN;

    /**
     * @param seed 0 to 2^32 - 1
     * @throws IllegalArgumentException if the seed is outside
     */
    public MersenneTwister(long seed) {
        state[0] = (int) requireSeed(seed);
        for (int i = 1; i < N; i++) {
            state[i] = 1812433253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
        }
    }

    /**
     * The seed, if it is one.
     *
     * @throws IllegalArgumentException if not
     */
    public static long requireSeed(long seed) {
        if (seed < 0 || seed > MAX_SEED) {
            throw new IllegalArgumentException("a seed is a whole number from 0 to " + MAX_SEED + ", not " + seed);
        }
        return seed;
    }

    /** The next 32 random bits. */
    public int nextInt() {
        if (index == N) {
            regenerate();
        }
        int y = state[index++];
        y ^= y >>> 11;
        y ^= (y << 7) & 0x9d2c5680;
        y ^= (y << 15) & 0xefc60000;
        return y ^ (y >>> 18);
    }

    private void regenerate() {
        for (int i = 0; i < N; i++) {
            int y = (state[i] & 0x80000000) | (state[(i + 1) % N] & 0x7fffffff);
            state[i] = state[(i + M) % N] ^ (y >>> 1) ^ ((y & 1) == 0 ? 0 : 0x9908b0df);
        }
        index = 0;
    }

    /** Uniform on [0, 1), 53 bits. */
    public double nextDouble() {
        int high = nextInt() >>> 5;
        int low = nextInt() >>> 6;
        return (high * 67108864.0 + low) / 9007199254740992.0;
    }

    /** Standard normal, by Marsaglia's polar method: the numbers of RandomState.standard_normal. */
    public double nextNormal() {
        if (!Double.isNaN(spareNormal)) {
            double spare = spareNormal;
            spareNormal = Double.NaN;
            return spare;
        }
        double x1;
        double x2;
        double r2;
        do {
            x1 = 2 * nextDouble() - 1;
            x2 = 2 * nextDouble() - 1;
            r2 = x1 * x1 + x2 * x2;
        } while (r2 >= 1 || r2 == 0);
        double f = Math.sqrt(-2 * Math.log(r2) / r2);
        spareNormal = f * x1;
        return f * x2;
    }

    /** Uniform on 0..max, both included, by masked rejection. */
    int nextInt(int max) {
        int mask = max == 0 ? 0 : -1 >>> Integer.numberOfLeadingZeros(max);
        int value;
        do {
            value = max == 0 ? 0 : nextInt() & mask;
        } while (value > max);
        return value;
    }

    /** The numbers 0..n-1 in random order: RandomState.permutation(n). */
    public int[] permutation(int n) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            order[i] = i;
        }
        for (int i = n - 1; i > 0; i--) {
            int j = nextInt(i);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        return order;
    }
}
