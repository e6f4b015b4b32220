package io.linreg.data;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Some rows of a data set as they stand in memory, all of one block. Where the order of rows does not matter, columns are taken
 * from there, at a cost of about a cycle a number, and nothing of the data is copied before.
 */
public final class Panel {
    /** Where targets stand if they have a place of their own. */
    static final int OWN = -1;

    private final RowBlock block;
    /** Which of the block's features, or OWN, are the features, the target and the weights. */
    private final int[] places;
    /** Ascending, for several panels. */
    private final int[] numbers;

    private final int from;
    private final int rows;
    /** Row i is the block's row numbers[from + i] + shift. */
    private final int shift;

    private final boolean whole;

    private Panel(RowBlock block, int[] places, int[] numbers, int from, int rows, int shift, boolean whole) {
        this.block = block;
        this.places = places;
        this.numbers = numbers;
        this.from = from;
        this.rows = rows;
        this.shift = shift;
        this.whole = whole;
    }

    /**
     * Cuts all rows of blocks into panels.
     *
     * @param most the rows of a panel: a multiple of a tile's
     * @param whole whether the places are those of the blocks
     */
    static List<Panel> ofAll(List<RowBlock> stored, int[] places, boolean whole, int most) {
        int[] numbers = IntStream.range(0, most).toArray();
        List<Panel> panels = new ArrayList<>();
        for (RowBlock block : stored) {
            for (int row = 0; row < block.rows(); row += most) {
                panels.add(new Panel(block, places, numbers, 0, Math.min(most, block.rows() - row), row, whole));
            }
        }
        return panels;
    }

    /**
     * Cuts some rows of blocks into panels.
     *
     * @param chosen ascending
     */
    static List<Panel> of(List<RowBlock> stored, int blockRows, int[] chosen, int[] places, int most) {
        List<Panel> panels = new ArrayList<>();
        for (int from = 0; from < chosen.length; ) {
            int b = chosen[from] / blockRows;
            long end = (b + 1L) * blockRows;
            int to = from + 1;
            while (to < chosen.length && to - from < most && chosen[to] < end) {
                to++;
            }
            panels.add(new Panel(stored.get(b), places, chosen, from, to - from, -b * blockRows, false));
            from = to;
        }
        return panels;
    }

    /** How many they are: one at least. */
    public int rows() {
        return rows;
    }

    /** The block they are of. */
    public RowBlock block() {
        return block;
    }

    /** Where these rows begin in the block, if they are whole tiles of it and it has just their columns; else -1. */
    public int firstOfTiles() {
        return whole ? shift : -1;
    }

    /**
     * Copies a column.
     *
     * @param j which feature; d stands for the target, d + 1 for the weights, if there are any
     * @param into at least as long as the rows
     */
    public void copyColumn(int j, double[] into) {
        if (places[j] == OWN) {
            block.gatherTargets(numbers, from, from + rows, shift, into);
        } else {
            block.gather(places[j], numbers, from, from + rows, shift, into);
        }
    }
}
