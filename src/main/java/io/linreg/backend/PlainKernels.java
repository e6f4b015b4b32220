package io.linreg.backend;

import io.linreg.data.RowBlock;
import java.util.Arrays;

/** Tiles in plain Java: short loops over the rows of a tile, which the compiler turns into vector instructions where it can. */
final class PlainKernels {
    private static final int TILE = RowBlock.TILE;

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
        public final void clip(float[] residuals, double threshold, double[] clipped) {
            float most = (float) threshold;
            for (int i = 0; i < TILE; i++) {
                float size = Math.abs(residuals[i]);
                if (size > most) {
                    clipped[0] += size - most;
                    clipped[1]++;
                    residuals[i] = Math.copySign(most, residuals[i]);
                }
            }
        }

        @Override
        public final void copyRow(float[] from, int at, float[] to, int toAt, int numbers) {
            for (int j = 0; j < numbers; j++) {
                to[toAt + j * TILE] = from[at + j * TILE];
            }
        }

        @Override
        public final void drain(float[] partials, int count, double[] sums) {
            int lanes = lanes();
            for (int j = 0, at = 0; j < count; j++) {
                double sum = sums[j]; // which the compiler would store each time around
                for (int lane = 0; lane < lanes; lane++, at++) {
                    sum += partials[at];
                }
                sums[j] = sum;
            }
            Arrays.fill(partials, 0, count * lanes, 0);
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
                residuals[i] = parameters[d] - ys[row + i];
            }
            for (int j = 0; j < d; j++) {
                float w = parameters[j];
                int column = at + j * TILE;
                for (int i = 0; i < TILE; i++) {
                    residuals[i] += w * xs[column + i];
                }
            }
        }

        @Override
        public void gradient(float[] xs, int at, int d, float[] residuals, float[] partials) {
            for (int j = 0; j < d; j++) {
                partials[j] += dot(xs, at + j * TILE, residuals, 0, TILE);
            }
            for (int i = 0; i < TILE; i++) {
                partials[d] += residuals[i];
            }
            partials[d + 1] += dot(residuals, 0, residuals, 0, TILE);
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
        public void products(float[] columns, int rows, int j, int k, double[] products) {
            for (int down = 0; down < DOWN; down++) {
                for (int across = 0; across < ACROSS; across++) {
                    products[down * ACROSS + across] =
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
        public final void clip(double[] residuals, double threshold, double[] clipped) {
            double most = threshold;
            for (int i = 0; i < TILE; i++) {
                double size = Math.abs(residuals[i]);
                if (size > most) {
                    clipped[0] += size - most;
                    clipped[1]++;
                    residuals[i] = Math.copySign(most, residuals[i]);
                }
            }
        }

        @Override
        public final void copyRow(double[] from, int at, double[] to, int toAt, int numbers) {
            for (int j = 0; j < numbers; j++) {
                to[toAt + j * TILE] = from[at + j * TILE];
            }
        }

        @Override
        public final void drain(double[] partials, int count, double[] sums) {
            int lanes = lanes();
            for (int j = 0, at = 0; j < count; j++) {
                double sum = sums[j]; // which the compiler would store each time around
                for (int lane = 0; lane < lanes; lane++, at++) {
                    sum += partials[at];
                }
                sums[j] = sum;
            }
            Arrays.fill(partials, 0, count * lanes, 0);
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
                residuals[i] = parameters[d] - ys[row + i];
            }
            for (int j = 0; j < d; j++) {
                double w = parameters[j];
                int column = at + j * TILE;
                for (int i = 0; i < TILE; i++) {
                    residuals[i] += w * xs[column + i];
                }
            }
        }

        @Override
        public void gradient(double[] xs, int at, int d, double[] residuals, double[] partials) {
            for (int j = 0; j < d; j++) {
                partials[j] += dot(xs, at + j * TILE, residuals, 0, TILE);
            }
            for (int i = 0; i < TILE; i++) {
                partials[d] += residuals[i];
            }
            partials[d + 1] += dot(residuals, 0, residuals, 0, TILE);
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
        public void products(double[] columns, int rows, int j, int k, double[] products) {
            for (int down = 0; down < DOWN; down++) {
                for (int across = 0; across < ACROSS; across++) {
                    products[down * ACROSS + across] =
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
