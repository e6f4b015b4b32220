package io.linreg.backend;

import io.linreg.data.BlockLayout;
import io.linreg.data.RowBlock;
import java.util.Arrays;
import java.util.List;

/** Tiles and rows in plain Java: short loops, which the compiler turns into vector instructions where it can. */
final class PlainKernels {
    private static final int TILE = RowBlock.TILE;

    /** Rows that are copied as columns together: a cache line of each column. */
    private static final int TRANSPOSED = 16;

    private PlainKernels() {}

    /** Floats. */
    static class Floats implements TileKernels<float[]> {
        @Override
        public final float[] zeros(int length) {
            return new float[length];
        }

        @Override
        public final boolean holds(RowBlock block) {
            return block instanceof RowBlock.Floats;
        }

        @Override
        public final float[] features(RowBlock block) {
            return ((RowBlock.Floats) block).xs();
        }

        @Override
        public final float[] targets(RowBlock block) {
            return ((RowBlock.Floats) block).ys();
        }

        @Override
        public final void copy(double[] from, float[] to) {
            for (int j = 0; j < from.length; j++) {
                to[j] = (float) from[j];
            }
        }

        @Override
        public final double rounded(double value) {
            return (float) value;
        }

        @Override
        public final void clear(float[] array, int from, int to) {
            Arrays.fill(array, from, to, 0);
        }

        @Override
        public final void clip(float[] residuals, int from, int to, double threshold, double[] sums, int at) {
            float most = (float) threshold;
            for (int i = from; i < to; i++) {
                float size = Math.abs(residuals[i]);
                if (size > most) {
                    sums[at] += size - most;
                    sums[at + 1]++;
                    residuals[i] = Math.copySign(most, residuals[i]);
                }
            }
        }

        @Override
        public final void addSquares(float[] residuals, int from, int to, double[] sums, int at) {
            double sum = sums[at];
            double squares = sums[at + 1];
            for (int i = from; i < to; i++) {
                double residual = residuals[i];
                sum += residual;
                squares += residual * residual;
            }
            sums[at] = sum;
            sums[at + 1] = squares;
        }

        @Override
        public final void copyRow(float[] from, int at, float[] to, int toAt, int numbers, int step) {
            for (int j = 0; j < numbers; j++) {
                to[toAt + j * step] = from[at + j * step];
            }
        }

        @Override
        public final void transpose(
                float[] xs, int at, int width, int rows, int columns, float[] to, int toAt, int apart) {
            for (int first = 0; first < rows; first += TRANSPOSED) {
                int last = Math.min(rows, first + TRANSPOSED);
                for (int j = 0; j < columns; j += 8) {
                    int column = toAt + j * apart;
                    for (int i = first, x = at + first * width + j; i < last; i++, x += width) {
                        to[column + i] = xs[x];
                        to[column + apart + i] = xs[x + 1];
                        to[column + 2 * apart + i] = xs[x + 2];
                        to[column + 3 * apart + i] = xs[x + 3];
                        to[column + 4 * apart + i] = xs[x + 4];
                        to[column + 5 * apart + i] = xs[x + 5];
                        to[column + 6 * apart + i] = xs[x + 6];
                        to[column + 7 * apart + i] = xs[x + 7];
                    }
                }
            }
        }

        @Override
        public final void drain(float[] partials, int count, int ofEach, double[] sums) {
            if (ofEach == 1) {
                for (int j = PADDING; j < PADDING + count; j++) {
                    sums[j] += partials[j];
                }
            } else {
                for (int j = PADDING, at = PADDING; j < PADDING + count; j++) {
                    double sum = sums[j]; // which the compiler would store each time around
                    for (int k = 0; k < ofEach; k++, at++) {
                        sum += partials[at];
                    }
                    sums[j] = sum;
                }
            }
            Arrays.fill(partials, PADDING, PADDING + count * ofEach, 0);
        }

        @Override
        public TileKernels<double[]> inDouble() {
            return new Doubles();
        }

        @Override
        public int lanes() {
            return 1;
        }

        @Override
        public void residuals(float[] xs, int at, int d, float[] ys, int row, float[] parameters, float[] residuals) {
            for (int i = 0; i < TILE; i++) {
                residuals[PADDING + i] = parameters[d] - ys[row + i];
            }
            for (int j = 0; j < d; j++) {
                float w = parameters[j];
                int column = at + j * TILE;
                for (int i = 0; i < TILE; i++) {
                    residuals[PADDING + i] += w * xs[column + i];
                }
            }
        }

        @Override
        public void gradient(float[] xs, int at, int d, float[] residuals, int from, float[] partials) {
            for (int j = 0; j < d; j++) {
                partials[PADDING + j] += dot(xs, at + j * TILE, residuals, from, TILE);
            }
            int sum = PADDING + d;
            for (int i = 0; i < TILE; i++) {
                partials[sum] += residuals[from + i];
            }
            partials[sum + 1] += dot(residuals, from, residuals, from, TILE);
        }

        @Override
        public int tilesTogether() {
            return 1;
        }

        @Override
        public void residualsOfTiles(
                float[] xs, int at, int d, float[] ys, int row, float[] parameters, float[] residuals) {
            residuals(xs, at, d, ys, row, parameters, residuals);
        }

        @Override
        public int rowsTogether(boolean several) {
            return 1;
        }

        @Override
        public void residualsOfRows(
                Piece<float[]> piece,
                int row,
                int rows,
                boolean several,
                BlockLayout layout,
                float[] parameters,
                float[] residuals) {
            for (int i = 0; i < rows; i++) {
                residuals[PADDING + i] = dot(piece.xs(), layout.index(row + i, 0), parameters, 0, layout.width())
                        + parameters[layout.features()]
                        - piece.ys()[row + i];
            }
        }

        @Override
        public void addMultiples(float[] factors, int rows, float[] xs, int at, int width, float[] sums) {
            for (int i = 0; i < rows; i++) {
                float factor = factors[PADDING + i];
                int x = at + i * width;
                for (int j = 0; j < width; j++) {
                    sums[PADDING + j] += factor * xs[x + j];
                }
            }
        }

        @Override
        public final void centre(float[] xs, int at, double mean, float[] to, int toAt) {
            float centre = (float) mean;
            for (int i = 0; i < TILE; i++) {
                to[toAt + i] = xs[at + i] - centre;
            }
        }

        @Override
        public final void copy(double[] from, int count, float[] to, int toAt) {
            for (int i = 0; i < count; i++) {
                to[toAt + i] = (float) from[i];
            }
        }

        @Override
        public PanelProducts<float[]> panelProducts(int columns) {
            return columns < RowProducts.LEAST_COLUMNS ? new BlockProducts<>(this) : new RowProducts<>(this, columns);
        }

        @Override
        public final void split(float[] columns, int count, int end, List<float[]> rows) {
            for (int first = 0; first < end; first += 16) { // a cache line or two of each row
                int last = Math.min(end, first + 16);
                for (int i = 0; i < count; i++) {
                    float[] row = rows.get(i);
                    for (int c = first; c < last; c++) {
                        row[PADDING + c] = columns[c * count + i];
                    }
                }
            }
        }

        @Override
        public final void addProducts(List<float[]> rows, int i, int j, float[] sums) {
            float[] x0 = rows.get(i);
            float[] x1 = rows.get(i + 1);
            float[] x2 = rows.get(i + 2);
            float[] x3 = rows.get(i + 3);
            addProducts(x0, x1, x2, x3, x0[PADDING + j], x1[PADDING + j], x2[PADDING + j], x3[PADDING + j], j, sums);
        }

        /** Of one place in each array, and term by term: otherwise the compiler makes no vector instructions of it. */
        private static void addProducts(
                float[] x0,
                float[] x1,
                float[] x2,
                float[] x3,
                float f0,
                float f1,
                float f2,
                float f3,
                int j,
                float[] sums) {
            for (int k = PADDING; k <= PADDING + j; k++) {
                sums[k] = sums[k] + f0 * x0[k] + f1 * x1[k] + f2 * x2[k] + f3 * x3[k];
            }
        }

        @Override
        public void products(float[] columns, int rows, int j, int k, double[] products) {
            for (int down = 0; down < DOWN; down++) {
                for (int across = 0; across < ACROSS; across++) {
                    products[PADDING + down * ACROSS + across] =
                            dot(columns, (j + down) * rows, columns, (k + across) * rows, rows);
                }
            }
        }

        /** In eight sums, as the compiler may not make several of one. */
        private static float dot(float[] a, int atA, float[] b, int atB, int length) {
            float s0 = 0;
            float s1 = 0;
            float s2 = 0;
            float s3 = 0;
            float s4 = 0;
            float s5 = 0;
            float s6 = 0;
            float s7 = 0;
            for (int i = atA, k = atB; i < atA + length; i += 8, k += 8) {
                s0 += a[i] * b[k];
                s1 += a[i + 1] * b[k + 1];
                s2 += a[i + 2] * b[k + 2];
                s3 += a[i + 3] * b[k + 3];
                s4 += a[i + 4] * b[k + 4];
                s5 += a[i + 5] * b[k + 5];
                s6 += a[i + 6] * b[k + 6];
                s7 += a[i + 7] * b[k + 7];
            }
            return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
        }

        @Override
        public double sum(float[] array, int from, int to) {
            float s0 = 0;
            float s1 = 0;
            float s2 = 0;
            float s3 = 0;
            for (int i = from; i < to; i += 4) {
                s0 += array[i];
                s1 += array[i + 1];
                s2 += array[i + 2];
                s3 += array[i + 3];
            }
            return s0 + s1 + s2 + s3;
        }

        @Override
        public String describe() {
            return "plain Java";
        }
    }

    /** Doubles. */
    static class Doubles implements TileKernels<double[]> {
        @Override
        public final double[] zeros(int length) {
            return new double[length];
        }

        @Override
        public final boolean holds(RowBlock block) {
            return block instanceof RowBlock.Doubles;
        }

        @Override
        public final double[] features(RowBlock block) {
            return ((RowBlock.Doubles) block).xs();
        }

        @Override
        public final double[] targets(RowBlock block) {
            return ((RowBlock.Doubles) block).ys();
        }

        @Override
        public final void copy(double[] from, double[] to) {
            for (int j = 0; j < from.length; j++) {
                to[j] = from[j];
            }
        }

        @Override
        public final double rounded(double value) {
            return value;
        }

        @Override
        public final void clear(double[] array, int from, int to) {
            Arrays.fill(array, from, to, 0);
        }

        @Override
        public final void clip(double[] residuals, int from, int to, double threshold, double[] sums, int at) {
            double most = threshold;
            for (int i = from; i < to; i++) {
                double size = Math.abs(residuals[i]);
                if (size > most) {
                    sums[at] += size - most;
                    sums[at + 1]++;
                    residuals[i] = Math.copySign(most, residuals[i]);
                }
            }
        }

        @Override
        public final void addSquares(double[] residuals, int from, int to, double[] sums, int at) {
            double sum = sums[at];
            double squares = sums[at + 1];
            for (int i = from; i < to; i++) {
                double residual = residuals[i];
                sum += residual;
                squares += residual * residual;
            }
            sums[at] = sum;
            sums[at + 1] = squares;
        }

        @Override
        public final void copyRow(double[] from, int at, double[] to, int toAt, int numbers, int step) {
            for (int j = 0; j < numbers; j++) {
                to[toAt + j * step] = from[at + j * step];
            }
        }

        @Override
        public final void transpose(
                double[] xs, int at, int width, int rows, int columns, double[] to, int toAt, int apart) {
            for (int first = 0; first < rows; first += TRANSPOSED) {
                int last = Math.min(rows, first + TRANSPOSED);
                for (int j = 0; j < columns; j += 8) {
                    int column = toAt + j * apart;
                    for (int i = first, x = at + first * width + j; i < last; i++, x += width) {
                        to[column + i] = xs[x];
                        to[column + apart + i] = xs[x + 1];
                        to[column + 2 * apart + i] = xs[x + 2];
                        to[column + 3 * apart + i] = xs[x + 3];
                        to[column + 4 * apart + i] = xs[x + 4];
                        to[column + 5 * apart + i] = xs[x + 5];
                        to[column + 6 * apart + i] = xs[x + 6];
                        to[column + 7 * apart + i] = xs[x + 7];
                    }
                }
            }
        }

        @Override
        public final void drain(double[] partials, int count, int ofEach, double[] sums) {
            if (ofEach == 1) {
                for (int j = PADDING; j < PADDING + count; j++) {
                    sums[j] += partials[j];
                }
            } else {
                for (int j = PADDING, at = PADDING; j < PADDING + count; j++) {
                    double sum = sums[j]; // which the compiler would store each time around
                    for (int k = 0; k < ofEach; k++, at++) {
                        sum += partials[at];
                    }
                    sums[j] = sum;
                }
            }
            Arrays.fill(partials, PADDING, PADDING + count * ofEach, 0);
        }

        @Override
        public TileKernels<double[]> inDouble() {
            return new Doubles();
        }

        @Override
        public int lanes() {
            return 1;
        }

        @Override
        public void residuals(
                double[] xs, int at, int d, double[] ys, int row, double[] parameters, double[] residuals) {
            for (int i = 0; i < TILE; i++) {
                residuals[PADDING + i] = parameters[d] - ys[row + i];
            }
            for (int j = 0; j < d; j++) {
                double w = parameters[j];
                int column = at + j * TILE;
                for (int i = 0; i < TILE; i++) {
                    residuals[PADDING + i] += w * xs[column + i];
                }
            }
        }

        @Override
        public void gradient(double[] xs, int at, int d, double[] residuals, int from, double[] partials) {
            for (int j = 0; j < d; j++) {
                partials[PADDING + j] += dot(xs, at + j * TILE, residuals, from, TILE);
            }
            int sum = PADDING + d;
            for (int i = 0; i < TILE; i++) {
                partials[sum] += residuals[from + i];
            }
            partials[sum + 1] += dot(residuals, from, residuals, from, TILE);
        }

        @Override
        public int tilesTogether() {
            return 1;
        }

        @Override
        public void residualsOfTiles(
                double[] xs, int at, int d, double[] ys, int row, double[] parameters, double[] residuals) {
            residuals(xs, at, d, ys, row, parameters, residuals);
        }

        @Override
        public int rowsTogether(boolean several) {
            return 1;
        }

        @Override
        public void residualsOfRows(
                Piece<double[]> piece,
                int row,
                int rows,
                boolean several,
                BlockLayout layout,
                double[] parameters,
                double[] residuals) {
            for (int i = 0; i < rows; i++) {
                residuals[PADDING + i] = dot(piece.xs(), layout.index(row + i, 0), parameters, 0, layout.width())
                        + parameters[layout.features()]
                        - piece.ys()[row + i];
            }
        }

        @Override
        public void addMultiples(double[] factors, int rows, double[] xs, int at, int width, double[] sums) {
            for (int i = 0; i < rows; i++) {
                double factor = factors[PADDING + i];
                int x = at + i * width;
                for (int j = 0; j < width; j++) {
                    sums[PADDING + j] += factor * xs[x + j];
                }
            }
        }

        @Override
        public final void centre(double[] xs, int at, double mean, double[] to, int toAt) {
            double centre = mean;
            for (int i = 0; i < TILE; i++) {
                to[toAt + i] = xs[at + i] - centre;
            }
        }

        @Override
        public final void copy(double[] from, int count, double[] to, int toAt) {
            System.arraycopy(from, 0, to, toAt, count);
        }

        @Override
        public PanelProducts<double[]> panelProducts(int columns) {
            return columns < RowProducts.LEAST_COLUMNS ? new BlockProducts<>(this) : new RowProducts<>(this, columns);
        }

        @Override
        public final void split(double[] columns, int count, int end, List<double[]> rows) {
            for (int first = 0; first < end; first += 16) { // a cache line or two of each row
                int last = Math.min(end, first + 16);
                for (int i = 0; i < count; i++) {
                    double[] row = rows.get(i);
                    for (int c = first; c < last; c++) {
                        row[PADDING + c] = columns[c * count + i];
                    }
                }
            }
        }

        @Override
        public final void addProducts(List<double[]> rows, int i, int j, double[] sums) {
            double[] x0 = rows.get(i);
            double[] x1 = rows.get(i + 1);
            double[] x2 = rows.get(i + 2);
            double[] x3 = rows.get(i + 3);
            addProducts(x0, x1, x2, x3, x0[PADDING + j], x1[PADDING + j], x2[PADDING + j], x3[PADDING + j], j, sums);
        }

        /** Of one place in each array, and term by term: otherwise the compiler makes no vector instructions of it. */
        private static void addProducts(
                double[] x0,
                double[] x1,
                double[] x2,
                double[] x3,
                double f0,
                double f1,
                double f2,
                double f3,
                int j,
                double[] sums) {
            for (int k = PADDING; k <= PADDING + j; k++) {
                sums[k] = sums[k] + f0 * x0[k] + f1 * x1[k] + f2 * x2[k] + f3 * x3[k];
            }
        }

        @Override
        public void products(double[] columns, int rows, int j, int k, double[] products) {
            for (int down = 0; down < DOWN; down++) {
                for (int across = 0; across < ACROSS; across++) {
                    products[PADDING + down * ACROSS + across] =
                            dot(columns, (j + down) * rows, columns, (k + across) * rows, rows);
                }
            }
        }

        /** In eight sums, as the compiler may not make several of one. */
        private static double dot(double[] a, int atA, double[] b, int atB, int length) {
            double s0 = 0;
            double s1 = 0;
            double s2 = 0;
            double s3 = 0;
            double s4 = 0;
            double s5 = 0;
            double s6 = 0;
            double s7 = 0;
            for (int i = atA, k = atB; i < atA + length; i += 8, k += 8) {
                s0 += a[i] * b[k];
                s1 += a[i + 1] * b[k + 1];
                s2 += a[i + 2] * b[k + 2];
                s3 += a[i + 3] * b[k + 3];
                s4 += a[i + 4] * b[k + 4];
                s5 += a[i + 5] * b[k + 5];
                s6 += a[i + 6] * b[k + 6];
                s7 += a[i + 7] * b[k + 7];
            }
            return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
        }

        @Override
        public double sum(double[] array, int from, int to) {
            double s0 = 0;
            double s1 = 0;
            double s2 = 0;
            double s3 = 0;
            for (int i = from; i < to; i += 4) {
                s0 += array[i];
                s1 += array[i + 1];
                s2 += array[i + 2];
                s3 += array[i + 3];
            }
            return s0 + s1 + s2 + s3;
        }

        @Override
        public String describe() {
            return "plain Java";
        }
    }
}
