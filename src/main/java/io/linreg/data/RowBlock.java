package io.linreg.data;

import java.util.Arrays;

/**
 * Consecutive rows of a data set, laid out for hardware, as {@link BlockLayout} says. They are filled up to whole tiles with
 * rows of zeros.
 */
public interface RowBlock {
    /** The rows of a tile: four registers of 16 floats, two warps. */
    int TILE = 64;

    /** Rows that hold data. */
    int rows();

    /** Where features stand in their array. */
    BlockLayout layout();

    default int features() {
        return layout().features();
    }

    /** Feature j of row i. */
    double x(int i, int j);

    /** The target of row i. */
    double y(int i);

    /**
     * Copies features of row i.
     *
     * @param columns which features; null for all
     */
    void copyRow(int i, int[] columns, double[] into);

    /**
     * Copies feature j of the rows numbers[from] + shift and so on, up to and without numbers[to] + shift. It is quick where
     * they ascend.
     */
    void gather(int j, int[] numbers, int from, int to, int shift, double[] into);

    /**
     * Copies {@value BlockLayout#STRIP} features of such rows at once, where rows stand by themselves.
     *
     * @param first of them: a multiple of as many; there may be fewer, and zeros behind them
     */
    void gatherStrip(int first, int[] numbers, int from, int to, int shift, double[][] into);

    /** Copies the targets of such rows. */
    void gatherTargets(int[] numbers, int from, int to, int shift, double[] into);

    void set(int i, int j, double value);

    void setTarget(int i, double value);

    /** Sets the features of row i, and its target. */
    void setRow(int i, double[] x, double y);

    /**
     * Sets rows that come as columns, from row i on: the columns' numbers from one, up to and without another.
     *
     * @param columns for each feature its numbers
     */
    default void setRows(int i, double[][] columns, double[] targets, int from, int to) {
        for (int k = from; k < to; k++) {
            for (int j = 0; j < columns.length; j++) {
                set(i + k - from, j, columns[j][k]);
            }
            setTarget(i + k - from, targets[k]);
        }
    }

    /** Where feature j of row i stands in the array of features. */
    default int index(int i, int j) {
        return layout().index(i, j);
    }

    /** The first rows of this block, or this block and rows of zeros. */
    RowBlock resized(int rows);

    /** The same features, in the same array, with targets of 0, to be set. */
    RowBlock retargeted();

    /** The rows, filled up to whole tiles. */
    static int padded(int rows) {
        return (rows + TILE - 1) / TILE * TILE;
    }

    /** A block of zeros. */
    static RowBlock of(int rows, int features, Precision precision) {
        BlockLayout layout = BlockLayout.of(features, precision);
        int padded = padded(rows);
        return switch (precision) {
            case FLOAT -> new Floats(rows, layout, new float[layout.length(rows)], new float[padded]);
            case DOUBLE -> new Doubles(rows, layout, new double[layout.length(rows)], new double[padded]);
        };
    }

    /** A block of floats. The arrays are the block's own, for kernels to read. */
    record Floats(int rows, BlockLayout layout, float[] xs, float[] ys) implements RowBlock {
        @Override
        public RowBlock resized(int to) {
            return new Floats(to, layout, Arrays.copyOf(xs, layout.length(to)), Arrays.copyOf(ys, padded(to)));
        }

        @Override
        public RowBlock retargeted() {
            return new Floats(rows, layout, xs, new float[ys.length]);
        }

        @Override
        public double x(int i, int j) {
            return xs[layout.index(i, j)];
        }

        @Override
        public double y(int i) {
            return ys[i];
        }

        @Override
        public void copyRow(int i, int[] columns, double[] into) {
            int first = layout.index(i, 0);
            int step = layout.step();
            for (int j = 0; j < into.length; j++) {
                into[j] = xs[first + step * (columns == null ? j : columns[j])];
            }
        }

        @Override
        public void gather(int j, int[] numbers, int from, int to, int shift, double[] into) {
            if (layout.isByRow()) { // numbers and shift may be large, and their sum is small: so is the place, whatever
                // overflows
                for (int i = from, at = layout.index(shift, j); i < to; i++) {
                    into[i - from] = xs[at + numbers[i] * layout.width()];
                }
                return;
            }
            for (int i = from; i < to; ) { // those of one tile stand beside each other
                int tile = (numbers[i] + shift) / TILE * TILE;
                int end = tile - shift + TILE;
                int at = layout.index(tile, j) - tile + shift;
                for (; i < to && numbers[i] < end; i++) {
                    into[i - from] = xs[at + numbers[i]];
                }
            }
        }

        @Override
        public void gatherStrip(int first, int[] numbers, int from, int to, int shift, double[][] into) {
            int at = layout.index(shift, first);
            for (int i = from, k = 0; i < to; i++, k++) {
                int x = at + numbers[i] * layout.width();
                into[0][k] = xs[x];
                into[1][k] = xs[x + 1];
                into[2][k] = xs[x + 2];
                into[3][k] = xs[x + 3];
                into[4][k] = xs[x + 4];
                into[5][k] = xs[x + 5];
                into[6][k] = xs[x + 6];
                into[7][k] = xs[x + 7];
            }
        }

        @Override
        public void gatherTargets(int[] numbers, int from, int to, int shift, double[] into) {
            for (int i = from; i < to; i++) {
                into[i - from] = ys[numbers[i] + shift];
            }
        }

        @Override
        public void setRow(int i, double[] x, double y) {
            int first = layout.index(i, 0);
            int step = layout.step();
            for (int j = 0; j < x.length; j++) {
                xs[first + step * j] = (float) x[j];
            }
            ys[i] = (float) y;
        }

        @Override
        public void set(int i, int j, double value) {
            xs[layout.index(i, j)] = (float) value;
        }

        @Override
        public void setTarget(int i, double value) {
            ys[i] = (float) value;
        }
    }

    /** A block of doubles. The arrays are the block's own, for kernels to read. */
    record Doubles(int rows, BlockLayout layout, double[] xs, double[] ys) implements RowBlock {
        @Override
        public RowBlock resized(int to) {
            return new Doubles(to, layout, Arrays.copyOf(xs, layout.length(to)), Arrays.copyOf(ys, padded(to)));
        }

        @Override
        public RowBlock retargeted() {
            return new Doubles(rows, layout, xs, new double[ys.length]);
        }

        @Override
        public double x(int i, int j) {
            return xs[layout.index(i, j)];
        }

        @Override
        public double y(int i) {
            return ys[i];
        }

        @Override
        public void copyRow(int i, int[] columns, double[] into) {
            int first = layout.index(i, 0);
            int step = layout.step();
            for (int j = 0; j < into.length; j++) {
                into[j] = xs[first + step * (columns == null ? j : columns[j])];
            }
        }

        @Override
        public void gather(int j, int[] numbers, int from, int to, int shift, double[] into) {
            if (layout.isByRow()) { // numbers and shift may be large, and their sum is small: so is the place, whatever
                // overflows
                for (int i = from, at = layout.index(shift, j); i < to; i++) {
                    into[i - from] = xs[at + numbers[i] * layout.width()];
                }
                return;
            }
            for (int i = from; i < to; ) { // those of one tile stand beside each other
                int tile = (numbers[i] + shift) / TILE * TILE;
                int end = tile - shift + TILE;
                int at = layout.index(tile, j) - tile + shift;
                for (; i < to && numbers[i] < end; i++) {
                    into[i - from] = xs[at + numbers[i]];
                }
            }
        }

        @Override
        public void gatherStrip(int first, int[] numbers, int from, int to, int shift, double[][] into) {
            int at = layout.index(shift, first);
            for (int i = from, k = 0; i < to; i++, k++) {
                int x = at + numbers[i] * layout.width();
                into[0][k] = xs[x];
                into[1][k] = xs[x + 1];
                into[2][k] = xs[x + 2];
                into[3][k] = xs[x + 3];
                into[4][k] = xs[x + 4];
                into[5][k] = xs[x + 5];
                into[6][k] = xs[x + 6];
                into[7][k] = xs[x + 7];
            }
        }

        @Override
        public void gatherTargets(int[] numbers, int from, int to, int shift, double[] into) {
            for (int i = from; i < to; i++) {
                into[i - from] = ys[numbers[i] + shift];
            }
        }

        @Override
        public void setRow(int i, double[] x, double y) {
            int first = layout.index(i, 0);
            int step = layout.step();
            for (int j = 0; j < x.length; j++) {
                xs[first + step * j] = x[j];
            }
            ys[i] = y;
        }

        @Override
        public void setRows(int i, double[][] columns, double[] targets, int from, int to) {
            if (layout.isByRow()) {
                RowBlock.super.setRows(i, columns, targets, from, to);
                return;
            }
            int next;
            for (int k = from; k < to; k = next) {
                int row = i + k - from;
                next = Math.min(to, k + TILE - row % TILE);
                for (int j = 0; j < columns.length; j++) {
                    System.arraycopy(columns[j], k, xs, layout.index(row, j), next - k);
                }
            }
            System.arraycopy(targets, from, ys, i, to - from);
        }

        @Override
        public void set(int i, int j, double value) {
            xs[layout.index(i, j)] = value;
        }

        @Override
        public void setTarget(int i, double value) {
            ys[i] = value;
        }
    }
}
