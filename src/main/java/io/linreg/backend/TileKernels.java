package io.linreg.backend;

import io.linreg.data.BlockLayout;
import io.linreg.data.RowBlock;
import java.util.List;

/**
 * The arithmetic on tiles of {@value RowBlock#TILE} rows and on wide rows, for data in arrays of one type. What surrounds it
 * (threads, the order of sums, what is carried in double) is written once, in {@link TileSums}, {@link RowSums},
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
     * What threads write to all the time, residuals and sums, stands from here on in its array, with as many numbers behind it: two
     * cache lines at least. Otherwise what another thread reads or writes may be in the same line, and processors would pass that
     * to and fro.
     */
    int PADDING = 32;

    /** The most that {@link #tilesTogether} may be. */
    int MOST_TILES = 4;

    /** Room for {@link #residualsOfRows}: a vector of sums for each of four rows. */
    int ROW_SCRATCH = 4 * BlockLayout.LANES;

    /** The same for doubles. */
    TileKernels<double[]> inDouble();

    /** An array of zeros. */
    A zeros(int length);

    /** Zeros from {@value #PADDING} on. */
    default A padded(int length) {
        return zeros(PADDING + length + PADDING);
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
     * @param residuals of the tile's rows, from {@value #PADDING} on
     */
    void residuals(A xs, int at, int d, A ys, int row, A parameters, A residuals);

    /** How many tiles {@link #residualsOfTiles} takes: 1 where nothing is gained by more. */
    int tilesTogether();

    /** {@link #residuals} of consecutive tiles: the same bits, read in several streams of addresses at once. */
    void residualsOfTiles(A xs, int at, int d, A ys, int row, A parameters, A residuals);

    /**
     * Adds X'r, the sum of r and the sum of r^2 to the d + 2 partial sums: lanes of the first feature, lanes of the second, and
     * so on. They begin at {@value #PADDING}.
     *
     * @param from where the tile's residuals begin
     */
    void gradient(A xs, int at, int d, A residuals, int from, A partials);

    /**
     * How many rows that stand by themselves are best taken together.
     *
     * @param several whether they are to be read in several streams of addresses at once
     */
    int rowsTogether(boolean several);

    /**
     * x'w + b - y of consecutive rows that stand by themselves: the same bits, whether together or one by one.
     *
     * @param row the first of them
     * @param rows how many: 1, or as many as {@link #rowsTogether} tells
     * @param several whether to read them in several streams of addresses at once
     * @param parameters w, then b; of which there are {@value BlockLayout#LANES} numbers more
     * @param residuals theirs, from {@value #PADDING} on, and room for {@value #ROW_SCRATCH} numbers in all
     */
    void residualsOfRows(
            Piece<A> piece, int row, int rows, boolean several, BlockLayout layout, A parameters, A residuals);

    /**
     * Adds multiples of the numbers of as many rows, as many numbers as their width, to as many sums: row after row, whether together or one by one.
     * Factors and sums begin at {@value #PADDING}.
     */
    void addMultiples(A factors, int rows, A xs, int at, int width, A sums);

    /**
     * Adds the partial sums of so many numbers up, some of each one after another, to sums, and sets them to zero. Both begin at
     * {@value #PADDING}.
     */
    void drain(A partials, int count, int ofEach, double[] sums);

    /**
     * Clips residuals to a threshold.
     *
     * @param from the first of them
     * @param to behind the last
     * @param sums to which is added, from a place on, the sum of what is cut off, and how many residuals were clipped
     */
    void clip(A residuals, int from, int to, double threshold, double[] sums, int at);

    /** Adds residuals to one sum and their squares to the next, in their order. */
    void addSquares(A residuals, int from, int to, double[] sums, int at);

    /** Copies a row's numbers: the first ones stand at the given places, the others a step apart. */
    void copyRow(A from, int at, A to, int toAt, int numbers, int step);

    /**
     * Copies rows as columns, {@value BlockLayout#STRIP} at a time: number j of row i to {@code to[toAt + j * apart + i]}.
     *
     * @param at where the first row begins in xs
     * @param width from one row to the next
     * @param columns how many there are to be; there may be more, up to a multiple of {@value BlockLayout#STRIP}
     */
    void transpose(A xs, int at, int width, int rows, int columns, A to, int toAt, int apart);

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
     * @param products DOWN x ACROSS numbers, row by row, from {@value #PADDING} on
     */
    void products(A columns, int rows, int j, int k, double[] products);

    /** Multiplies the columns of panels, as is quickest for so many. */
    PanelProducts<A> panelProducts(int columns);

    /**
     * Copies columns, as many numbers apart as there are rows, as rows, each of them from {@value #PADDING} on.
     *
     * @param end how many columns
     */
    void split(A columns, int count, int end, List<A> rows);

    /**
     * Adds, for k up to j, the sum of x_j x_k of four rows to sums; numbers of rows and sums begin at {@value #PADDING}.
     *
     * @param i the first of the rows
     */
    void addProducts(List<A> rows, int i, int j, A sums);

    /** What it computes with, in a few words. */
    String describe();
}
