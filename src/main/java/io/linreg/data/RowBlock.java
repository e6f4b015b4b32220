package io.linreg.data;

import java.util.Arrays;

/**
 * Consecutive rows of a data set, laid out for hardware: tiles of {@value #TILE} rows, in a tile feature by feature, so
 * that a vector register or a warp holds neighbouring rows of one feature, and an epoch finds the tile in cache when it
 * comes back to it for the gradient.
 *
 * <p>Feature j of row i stands at {@link #index(int, int)}. The last tile is filled up with rows of zeros.
 */
public interface RowBlock {
    /** The rows of a tile: four registers of 16 floats, two warps. */
    int TILE = 64;

    /** Rows that hold data. */
    int rows();

    int features();

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
     * they ascend: those of one tile stand beside each other.
     */
    void gather(int j, int[] numbers, int from, int to, int shift, double[] into);

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
        return ((i / TILE) * features() + j) * TILE + i % TILE;
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
        int padded = padded(rows);
        return switch (precision) {
            case FLOAT -> new Floats(rows, features, new float[padded * features], new float[padded]);
            case DOUBLE -> new Doubles(rows, features, new double[padded * features], new double[padded]);
        };
    }

    /** A block of floats. The arrays are the block's own, for kernels to read. */
    record Floats(int rows, int features, float[] xs, float[] ys) implements RowBlock {
        @Override
        public RowBlock resized(int to) {
            int padded = padded(to);
            return new Floats(to, features, Arrays.copyOf(xs, padded * features), Arrays.copyOf(ys, padded));
        }

        @Override
        public RowBlock retargeted() {
            return new Floats(rows, features, xs, new float[ys.length]);
        }

        @Override
        public double x(int i, int j) {
            return xs[index(i, j)];
        }

        @Override
        public double y(int i) {
            return ys[i];
        }

        @Override
        public void copyRow(int i, int[] columns, double[] into) {
            int first = index(i, 0);
            for (int j = 0; j < into.length; j++) {
                into[j] = xs[first + TILE * (columns == null ? j : columns[j])];
            }
        }

        @Override
        public void gather(int j, int[] numbers, int from, int to, int shift, double[] into) {
            for (int i = from; i < to; ) {
                int tile = (numbers[i] + shift) / TILE * TILE;
                int end = tile - shift + TILE;
                int at = index(tile, j) - tile + shift;
                for (; i < to && numbers[i] < end; i++) {
                    into[i - from] = xs[at + numbers[i]];
                }
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
            int first = index(i, 0);
            for (int j = 0; j < x.length; j++) {
                xs[first + TILE * j] = (float) x[j];
            }
            ys[i] = (float) y;
        }

        @Override
        public void set(int i, int j, double value) {
            xs[index(i, j)] = (float) value;
        }

        @Override
        public void setTarget(int i, double value) {
            ys[i] = (float) value;
        }
    }

    /** A block of doubles. The arrays are the block's own, for kernels to read. */
    record Doubles(int rows, int features, double[] xs, double[] ys) implements RowBlock {
        @Override
        public RowBlock resized(int to) {
            int padded = padded(to);
            return new Doubles(to, features, Arrays.copyOf(xs, padded * features), Arrays.copyOf(ys, padded));
        }

        @Override
        public RowBlock retargeted() {
            return new Doubles(rows, features, xs, new double[ys.length]);
        }

        @Override
        public double x(int i, int j) {
            return xs[index(i, j)];
        }

        @Override
        public double y(int i) {
            return ys[i];
        }

        @Override
        public void copyRow(int i, int[] columns, double[] into) {
            int first = index(i, 0);
            for (int j = 0; j < into.length; j++) {
                into[j] = xs[first + TILE * (columns == null ? j : columns[j])];
            }
        }

        @Override
        public void gather(int j, int[] numbers, int from, int to, int shift, double[] into) {
            for (int i = from; i < to; ) {
                int tile = (numbers[i] + shift) / TILE * TILE;
                int end = tile - shift + TILE;
                int at = index(tile, j) - tile + shift;
                for (; i < to && numbers[i] < end; i++) {
                    into[i - from] = xs[at + numbers[i]];
                }
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
            int first = index(i, 0);
            for (int j = 0; j < x.length; j++) {
                xs[first + TILE * j] = x[j];
            }
            ys[i] = y;
        }

        @Override
        public void setRows(int i, double[][] columns, double[] targets, int from, int to) {
            int next;
            for (int k = from; k < to; k = next) {
                int row = i + k - from;
                next = Math.min(to, k + TILE - row % TILE);
                for (int j = 0; j < columns.length; j++) {
                    System.arraycopy(columns[j], k, xs, index(row, j), next - k);
                }
            }
            System.arraycopy(targets, from, ys, i, to - from);
        }

        @Override
        public void set(int i, int j, double value) {
            xs[index(i, j)] = value;
        }

        @Override
        public void setTarget(int i, double value) {
            ys[i] = value;
        }
    }
}
