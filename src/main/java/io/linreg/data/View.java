package io.linreg.data;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** Which of the stored rows and columns a data set has, and as what. They stay where they are. */
final class View {
    /** Everything, as it is stored. */
    static final View WHOLE = new View(null, null, Panel.OWN, View.NONE);

    private static final int NONE = -2;

    /** Which rows, in order; null for all. */
    private final int[] rows;
    /** Which columns are features, in order; null for all. */
    private final int[] columns;

    private final int target;
    private final int weights;

    private View(int[] rows, int[] columns, int target, int weights) {
        this.rows = rows;
        this.columns = columns;
        this.target = target;
        this.weights = weights;
    }

    /** Whether blocks are all rows, all features and the target; weights do not stand in blocks in any case. */
    boolean isWhole() {
        return rows == null && columns == null && target == Panel.OWN;
    }

    /** Where row i is stored. */
    long row(long i) {
        return rows == null ? i : rows[(int) i];
    }

    /** Where feature j is stored. */
    int column(int j) {
        return columns == null ? j : columns[j];
    }

    /** Where all features are stored; null if that is in their own order. */
    int[] columns() {
        return columns;
    }

    /** Which column is the target; {@link Panel#OWN} where targets stand in their own place. */
    int target() {
        return target;
    }

    /** Which column weighs the rows, if one does. */
    int weights() {
        return weights;
    }

    boolean weighted() {
        return weights != NONE;
    }

    /**
     * Some of the rows.
     *
     * @param wanted of the rows seen so far, in the order wanted
     * @throws IndexOutOfBoundsException if one of them is none: a block is filled up with rows of zeros, which would pass for data
     */
    View select(int[] wanted, long count) {
        int[] selection = new int[wanted.length];
        for (int i = 0; i < wanted.length; i++) {
            Objects.checkIndex(wanted[i], count);
            selection[i] = (int) row(wanted[i]);
        }
        return new View(selection, columns, target, weights);
    }

    /** Some of the features. */
    View project(int[] wanted) {
        return new View(rows, Arrays.stream(wanted).map(this::column).toArray(), target, weights);
    }

    /** A feature's column becomes the target. */
    View target(int feature) {
        return new View(rows, columns, column(feature), weights);
    }

    /** A feature's column becomes the weights. */
    View weights(int feature) {
        return new View(rows, columns, target, column(feature));
    }

    /** The positions of the rows, by where they stand. Chosen ones are counted: that takes a tenth of the time of sorting. */
    int[] order(RowBlocks blocks) {
        int all = blocks.rows();
        if (rows == null) {
            return IntStream.range(0, all).toArray();
        }
        int[] places = new int[all + 1];
        for (int row : rows) {
            places[row + 1]++;
        }
        for (int row = 0; row < all; row++) {
            places[row + 1] += places[row];
        }
        int[] order = new int[rows.length];
        for (int i = 0; i < order.length; i++) {
            order[places[rows[i]]++] = i;
        }
        return order;
    }

    /** The rows of blocks as they stand in memory. */
    List<Panel> panels(RowBlocks blocks, int features) {
        int[] places = new int[weighted() ? features + 2 : features + 1];
        for (int j = 0; j < features; j++) {
            places[j] = column(j);
        }
        places[features] = target;
        if (weighted()) {
            places[features + 1] = weights;
        }
        if (rows == null) {
            return Panel.ofAll(blocks.list(), places);
        }
        int[] positions = order(blocks);
        int[] ascending = Arrays.stream(positions).map(i -> rows[i]).toArray();
        return Panel.of(blocks.list(), blocks.rowsOfEach(), ascending, positions, places);
    }
}
