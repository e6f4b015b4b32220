package io.linreg.backend;

import io.linreg.data.Panel;

/**
 * Scalar products of the centred columns of a panel, a few rows of their matrix at a time.
 *
 * @param <A> the arrays of the columns
 */
interface PanelProducts<A> {
    /** How many columns {@link #of} multiplies: a divisor of {@link TiledMoments#UNIT}. */
    int together();

    /**
     * Takes a panel's columns, less their means, from where they stand: as many as can be taken so, from the first one on.
     *
     * @param end how many columns there are to be taken in all
     * @param centres for what was subtracted
     * @param rests for the means of what is left, as rounding the centres has left it
     * @return how many; {@link #take} is to be given the others
     */
    default int takeRows(Panel panel, int end, double[] centres, double[] rests) {
        return 0;
    }

    /**
     * Takes a panel's columns, which stay as they are as long as their products are asked for.
     *
     * @param numbers column c begins at c times the rows; behind the last column there are {@link TiledMoments#ZEROS} of zeros
     * @param rows a multiple of a tile's
     * @param from the first column: as {@link #takeRows} tells
     * @param end how many columns
     */
    void take(A numbers, int rows, int from, int end);

    /**
     * Multiplies columns with all up to the last of them.
     *
     * @param j the first of them: a multiple of {@link #together}
     * @param products an array for each, where those with column 0, 1 and so on stand from {@link TileKernels#PADDING} on; with room
     *     for {@link #together} more
     */
    void of(int j, double[][] products);
}
