package io.linreg.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Some rows of a data set as they stand in memory, all of one block: where the order of rows does not matter, columns are taken
 * from there, at a cost of about a cycle a number, and nothing of the data is copied before.
 */
public final class Panel {
    private final RowBlock block;
    /** Which features of the block; null for all. */
    private final int[] columns;
    /** Which of them is the target; negative where targets stand in their own place. */
    private final int target;
    /** Ascending, for several panels. */
    private final int[] numbers;

    private final int from;
    private final int rows;
    /** Row i is the block's row numbers[from + i] + shift. */
    private final int shift;

    private final int firstOfTiles;

    private Panel(
            RowBlock block, int[] columns, int target, int[] numbers, int from, int rows, int shift, int firstOfTiles) {
        this.block = block;
        this.columns = columns;
        this.target = target;
        this.numbers = numbers;
        this.from = from;
        this.rows = rows;
        this.shift = shift;
        this.firstOfTiles = firstOfTiles;
    }

    /**
     * Cuts stored blocks into panels.
     *
     * @param chosen which of the rows; null for all
     * @param columns which of the features; null for all
     * @param target which of the features is the target; negative where targets stand in their own place
     * @param most the rows of a panel: a multiple of a tile's
     */
    static List<Panel> of(List<RowBlock> stored, int blockRows, int[] chosen, int[] columns, int target, int most) {
        boolean whole = columns == null && target < 0;
        int[] numbers = chosen == null ? IntStream.range(0, most).toArray() : chosen.clone();
        Arrays.sort(numbers);
        List<Panel> panels = new ArrayList<>();
        int at = 0;
        for (int b = 0; b < stored.size(); b++) {
            RowBlock block = stored.get(b);
            if (chosen == null) {
                for (int row = 0; row < block.rows(); row += most) {
                    int rows = Math.min(most, block.rows() - row);
                    panels.add(new Panel(block, columns, target, numbers, 0, rows, row, whole ? row : -1));
                }
            } else {
                long first = (long) b * blockRows;
                int end = at;
                while (end < numbers.length && numbers[end] < first + blockRows) {
                    end++;
                }
                for (; at < end; at = Math.min(end, at + most)) {
                    panels.add(
                            new Panel(block, columns, target, numbers, at, Math.min(most, end - at), (int) -first, -1));
                }
            }
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

    /** Where these rows begin in the block, if they are whole tiles of it, with all features and its targets; else -1. */
    public int firstOfTiles() {
        return firstOfTiles;
    }

    /**
     * Copies a column.
     *
     * @param j which feature; their number stands for the target
     * @param into at least as long as the rows
     */
    public void copyColumn(int j, double[] into) {
        int features = columns == null ? block.features() : columns.length;
        if (j == features && target < 0) {
            block.gatherTargets(numbers, from, from + rows, shift, into);
        } else {
            int column = j == features ? target : columns == null ? j : columns[j];
            block.gather(column, numbers, from, from + rows, shift, into);
        }
    }
}
