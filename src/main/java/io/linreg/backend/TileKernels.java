package io.linreg.backend;

import io.linreg.data.RowBlock;

/**
 * The arithmetic on tiles of {@value RowBlock#TILE} rows, for data in arrays of one type. What surrounds it (threads, the
 * order of sums, what is carried in double) is written once, in {@link TileSums},
 * {@link TiledLeastSquares} and {@link TiledMoments}.
 *
 * @param <A> the arrays: {@code float[]} or {@code double[]}
 */
interface TileKernels<A> {
    /** How many columns {@link #products} takes one way... */
    int DOWN = 4;
    /** ... and the other: as many products as registers hold. */
    int ACROSS = 3;

    /**
     * How many numbers more an array has that a thread writes to all the time: two cache lines at least. Without them another
     * thread's array may begin in the line where it ends, and processors would pass that to and fro.
     */
    int PADDING = 32;

    /** The same for doubles. */
    TileKernels<double[]> inDouble();

    /** An array of zeros. */
    A zeros(int length);

    /** An array of zeros, and {@value #PADDING} behind it. */
    default A padded(int length) {
        return zeros(length + PADDING);
    }

    /** Whether a block's numbers are in such arrays. */
    boolean holds(RowBlock block);

    /** The features of a block. */
    A features(RowBlock block);

    /** The targets of a block. */
    A targets(RowBlock block);

    /** Copies numbers, rounded to what the array holds. */
    void copy(double[] from, A to);

    /** A number, rounded to what the arrays hold. */
    double rounded(double value);

    /** Sets a range to zero. */
    void clear(A array, int from, int to);

    /** How many partial sums there are to a sum: the numbers in a vector. */
    int lanes();

    /**
     * r := X w + b - y.
     *
     * @param xs features
     * @param at where the tile begins in xs
     * @param d how many features there are
     * @param ys targets
     * @param row the tile's first row
     * @param parameters w, then b
     * @param residuals of the tile's rows
     */
    void residuals(A xs, int at, int d, A ys, int row, A parameters, A residuals);

    /**
     * Adds X'r, the sum of r and the sum of r^2 to the d + 2 partial sums: lanes of the first feature, lanes of the second, and
     * so on.
     */
    void gradient(A xs, int at, int d, A residuals, A partials);

    /** Adds the partial sums of so many numbers up, to sums, and sets them to zero. */
    void drain(A partials, int count, double[] sums);

    /**
     * Clips the residuals of a tile to a threshold.
     *
     * @param clipped gains the sum of what is cut off, and the number of residuals that were clipped
     */
    void clip(A residuals, double threshold, double[] clipped);

    /** Copies a row's numbers from one tile to another: the first ones stand at the given places, {@link RowBlock#TILE} apart. */
    void copyRow(A from, int at, A to, int toAt, int numbers);

    /** The sum of a range of numbers: a multiple of a tile's rows. */
    double sum(A numbers, int from, int to);

    /** The numbers in one column of a tile, less their mean. */
    void centre(A xs, int at, double mean, A to, int toAt);

    /** The first numbers of an array, rounded to what the other holds. */
    void copy(double[] from, int count, A to, int toAt);

    /**
     * The scalar products of {@value #DOWN} columns with {@value #ACROSS} others.
     *
     * @param columns columns of as many rows, one after another
     * @param rows how many: a multiple of a tile's
     * @param j the first of the columns down
     * @param k the first of the columns across
     * @param products DOWN x ACROSS numbers, row by row
     */
    void products(A columns, int rows, int j, int k, double[] products);

    /** What it computes with, in a few words. */
    String describe();
}
