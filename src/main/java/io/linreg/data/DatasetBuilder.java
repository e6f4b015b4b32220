package io.linreg.data;

import java.util.ArrayList;
import java.util.List;

/** Gathers the rows of a {@link Dataset}. */
public final class DatasetBuilder {
    private final Names names;
    private final Precision precision;
    private final List<RowBlock> blocks = new ArrayList<>();
    private final int blockRows;
    private long rows;

    DatasetBuilder(List<String> features, String target, Precision precision) {
        names = Names.of(features, target);
        this.precision = precision;
        blockRows = RowBlocks.rowsOfEach(features.size());
    }

    /**
     * Adds a row.
     *
     * @param x its features, copied
     * @param y its target
     * @throws IllegalArgumentException if x is not as long as the features
     */
    public DatasetBuilder add(double[] x, double y) {
        if (x.length != names.features().size()) {
            throw new IllegalArgumentException(
                    x.length + " values for " + names.features().size() + " features");
        }
        room(1).setRow((int) (rows % blockRows), x, y);
        rows++;
        return this;
    }

    /** The block that the next row belongs to, with room for it, and for so many if a block can have them. */
    private RowBlock room(int wanted) {
        int i = (int) (rows % blockRows);
        if (i == 0) {
            int first = Math.min(Math.max(RowBlock.TILE, wanted), blockRows);
            blocks.add(RowBlock.of(first, names.features().size(), precision));
        }
        RowBlock block = blocks.get(blocks.size() - 1);
        return i < block.rows() ? block : resize(Math.min(blockRows, Math.max(2 * i, i + wanted)));
    }

    /**
     * Adds rows that come as columns.
     *
     * @param columns for each feature its numbers, of which those from one, up to and without another, are added
     * @param targets the rows' targets, likewise
     */
    void add(double[][] columns, double[] targets, int from, int to) {
        int next;
        for (int k = from; k < to; k = next) {
            RowBlock block = room(to - k);
            int i = (int) (rows % blockRows);
            next = Math.min(to, k + block.rows() - i);
            block.setRows(i, columns, targets, k, next);
            rows += next - k;
        }
    }

    /** How many rows there are by now. */
    long rows() {
        return rows;
    }

    int blockRows() {
        return blockRows;
    }

    /** Feature j of a row that was added. */
    double x(long row, int j) {
        return blocks.get((int) (row / blockRows)).x((int) (row % blockRows), j);
    }

    /**
     * Adds rows of zeros, for others to fill at the same time.
     *
     * @param last whether no row will follow
     * @return the blocks that hold them, the first rows of the first one maybe others
     */
    List<RowBlock> reserve(long count, boolean last) {
        int first = (int) (rows / blockRows);
        rows += count;
        while ((long) blocks.size() * blockRows < rows) {
            long left = rows - (long) blocks.size() * blockRows;
            blocks.add(RowBlock.of(
                    last ? (int) Math.min(left, blockRows) : blockRows,
                    names.features().size(),
                    precision));
        }
        return List.copyOf(blocks.subList(first, blocks.size()));
    }

    /** Takes back what was added from a row on. */
    void cut(long from) {
        rows = from;
        while (!blocks.isEmpty() && (blocks.size() - 1L) * blockRows >= rows) {
            blocks.remove(blocks.size() - 1);
        }
        int kept = (int) (rows % blockRows);
        if (kept > 0) {
            resize(kept); // what stands behind these rows in their last tile goes, too
            for (int i = kept; i < RowBlock.padded(kept); i++) {
                RowBlock block = blocks.get(blocks.size() - 1);
                for (int j = 0; j < names.features().size(); j++) {
                    block.set(i, j, 0);
                }
                block.setTarget(i, 0);
            }
        }
    }

    /** The data set. The builder is done then. */
    public Dataset build() {
        int last = (int) (rows % blockRows);
        if (last > 0 && blocks.get(blocks.size() - 1).rows() > last) {
            resize(last);
        }
        return new Dataset(names, precision, new RowBlocks(List.copyOf(blocks), blockRows), View.WHOLE, rows);
    }

    private RowBlock resize(int to) {
        RowBlock resized = blocks.get(blocks.size() - 1).resized(to);
        blocks.set(blocks.size() - 1, resized);
        return resized;
    }
}
