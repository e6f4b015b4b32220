package io.linreg.data;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Some rows of a data set as they stand in memory, all of one block. Where the order of rows does not matter, columns are taken
 * from there, at a cost of about a cycle a number (where rows stand by themselves, with a {@link ColumnReader}), and nothing of the
 * data is copied before.
 */
public final class Panel {
    /** The most rows of one: a column of them stays in the first cache while something is done to it. */
    public static final int ROWS = 8 * RowBlock.TILE;

    /** Where targets stand if they have a place of their own. */
    static final int OWN = -1;

    private final RowBlock block;
    /** Which of the block's features, or OWN, are the features, the target and the weights. */
    private final int[] places;
    /** Ascending, for several panels. */
    private final int[] numbers;
    /** Of the data set's rows, which they are; null for all, one after another. */
    private final int[] positions;

    private final int from;
    private final int rows;
    /** Row i is the block's row numbers[from + i] + shift. */
    private final int shift;

    /** The data set's row that row 0 of the block would be. */
    private final long firstPosition;

    private Panel(
            RowBlock block,
            int[] places,
            int[] numbers,
            int[] positions,
            int from,
            int rows,
            int shift,
            long firstPosition) {
        this.block = block;
        this.places = places;
        this.numbers = numbers;
        this.positions = positions;
        this.from = from;
        this.rows = rows;
        this.shift = shift;
        this.firstPosition = firstPosition;
    }

    /** Cuts all rows of blocks into panels. */
    static List<Panel> ofAll(List<RowBlock> stored, int[] places) {
        int[] numbers = IntStream.range(0, ROWS).toArray();
        List<Panel> panels = new ArrayList<>();
        long first = 0;
        for (RowBlock block : stored) {
            for (int row = 0; row < block.rows(); row += ROWS) {
                int rows = Math.min(ROWS, block.rows() - row);
                panels.add(new Panel(block, places, numbers, null, 0, rows, row, first));
            }
            first += block.rows();
        }
        return panels;
    }

    /**
     * Cuts some rows of blocks into panels.
     *
     * @param chosen ascending
     * @param positions which rows of the data set they are
     */
    static List<Panel> of(List<RowBlock> stored, int blockRows, int[] chosen, int[] positions, int[] places) {
        List<Panel> panels = new ArrayList<>();
        for (int from = 0; from < chosen.length; ) {
            int b = chosen[from] / blockRows;
            long end = (b + 1L) * blockRows;
            int to = from + 1;
            while (to < chosen.length && to - from < ROWS && chosen[to] < end) {
                to++;
            }
            panels.add(new Panel(stored.get(b), places, chosen, positions, from, to - from, -b * blockRows, 0));
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

    /** Which row of the data set row i of these is. */
    public long position(int i) {
        return positions == null ? firstPosition + shift + i : positions[from + i];
    }

    /** Where these rows begin in the block, if they are whole tiles of it and it has just their columns; else -1. */
    public int firstOfTiles() {
        return positions == null && places.length == block.features() + 1 && hasOwnPlaces() ? shift : -1;
    }

    private boolean hasOwnPlaces() {
        int d = block.features();
        for (int j = 0; j < d; j++) {
            if (places[j] != j) {
                return false;
            }
        }
        return places[d] == OWN;
    }

    /** Which of the block's features a column is, or {@link #OWN}. */
    int place(int j) {
        return places[j];
    }

    /** Copies {@value BlockLayout#STRIP} of the block's features, from a multiple of that on: its rows stand by themselves. */
    void copyStrip(int first, double[][] into) {
        block.gatherStrip(first, numbers, from, from + rows, shift, into);
    }

    /**
     * Copies a column; {@link ColumnReader} does for many.
     *
     * @param j which feature; d stands for the target, d + 1 for the weights, if there are any
     * @param into at least as long as the rows are many
     */
    public void copyColumn(int j, double[] into) {
        if (places[j] == OWN) {
            block.gatherTargets(numbers, from, from + rows, shift, into);
        } else {
            block.gather(places[j], numbers, from, from + rows, shift, into);
        }
    }
}
