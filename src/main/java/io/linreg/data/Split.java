package io.linreg.data;

import io.linreg.base.LinregException;
import io.linreg.base.Text;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Which rows train the model and which are held out, numbered from 0.
 *
 * @param train the training rows, in the order in which they are used
 * @param test the held-out rows; none if the model trains on every row
 */
public record Split(int[] train, int[] test) {

    /**
     * The split of scikit-learn's {@code train_test_split(test_size=testSize, random_state=seed)}: a permutation of
     * NumPy's RandomState, of which the first ceil(testSize n) rows are held out. A test size of 0 keeps all rows, in
     * their order.
     *
     * @param rows how many rows there are
     * @param testSize the share held out, from 0 to below 1
     * @param seed 0 to 2^32 - 1
     * @throws LinregException if no row would be left to train on
     * @throws IllegalArgumentException if an argument is out of range
     */
    public static Split of(int rows, double testSize, long seed) {
        MersenneTwister random = new MersenneTwister(seed);
        if (requireTestSize(testSize) == 0) {
            return new Split(IntStream.range(0, rows).toArray(), new int[0]);
        }
        int held = (int) Math.ceil(testSize * rows);
        if (held >= rows) {
            throw new LinregException("holding out " + testSize + " of " + Text.count(rows, "row")
                    + " leaves none to train on; add rows or give --test-size 0");
        }
        int[] order = random.permutation(rows);
        return new Split(Arrays.copyOfRange(order, held, rows), Arrays.copyOf(order, held));
    }

    /** The split of a data set's rows; see {@link #of(int, double, long)}. */
    public static Split of(Dataset data, double testSize, long seed) {
        return of(Math.toIntExact(data.rows()), testSize, seed);
    }

    /**
     * The test size, if it is one.
     *
     * @throws IllegalArgumentException if not
     */
    public static double requireTestSize(double testSize) {
        if (!(testSize >= 0 && testSize < 1)) {
            throw new IllegalArgumentException("a test size is a number from 0 to below 1, not " + testSize);
        }
        return testSize;
    }
}
