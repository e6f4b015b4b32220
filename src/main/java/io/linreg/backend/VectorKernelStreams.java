package io.linreg.backend;

import static io.linreg.backend.TileKernels.PADDING;

import io.linreg.data.RowBlock;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Loops of {@link VectorKernels} that read two tiles or four rows at once, for processors that have more of memory under way when several
 * streams of addresses ask for it: see {@link ReadingOrder}. Each number is computed as there, to the bit. With 32 vector registers
 * the sums stay in them.
 */
final class VectorKernelStreams {
    private VectorKernelStreams() {}

    /** Floats. */
    static final class Floats {
        private static final VectorSpecies<Float> SPECIES = VectorKernels.Floats.SPECIES;
        private static final int V = SPECIES.length();

        private Floats() {}

        /** {@link TileKernels#residualsOfTiles} of a strip: a feature of one tile, the same of the next, then the next feature. */
        static void residuals(
                float[] xs,
                int at,
                int d,
                float[] ys,
                int row,
                float[] parameters,
                float[] residuals,
                int to,
                int tile) {
            int apart = d * tile;
            int nextRow = row + RowBlock.TILE;
            int nextTo = to + RowBlock.TILE;
            var b = FloatVector.broadcast(SPECIES, parameters[d]);
            var r0 = b.sub(FloatVector.fromArray(SPECIES, ys, row));
            var r1 = b.sub(FloatVector.fromArray(SPECIES, ys, row + V));
            var r2 = b.sub(FloatVector.fromArray(SPECIES, ys, row + 2 * V));
            var r3 = b.sub(FloatVector.fromArray(SPECIES, ys, row + 3 * V));
            var r4 = b.sub(FloatVector.fromArray(SPECIES, ys, row + 4 * V));
            var r5 = b.sub(FloatVector.fromArray(SPECIES, ys, row + 5 * V));
            var r6 = b.sub(FloatVector.fromArray(SPECIES, ys, row + 6 * V));
            var r7 = b.sub(FloatVector.fromArray(SPECIES, ys, row + 7 * V));
            var s0 = b.sub(FloatVector.fromArray(SPECIES, ys, nextRow));
            var s1 = b.sub(FloatVector.fromArray(SPECIES, ys, nextRow + V));
            var s2 = b.sub(FloatVector.fromArray(SPECIES, ys, nextRow + 2 * V));
            var s3 = b.sub(FloatVector.fromArray(SPECIES, ys, nextRow + 3 * V));
            var s4 = b.sub(FloatVector.fromArray(SPECIES, ys, nextRow + 4 * V));
            var s5 = b.sub(FloatVector.fromArray(SPECIES, ys, nextRow + 5 * V));
            var s6 = b.sub(FloatVector.fromArray(SPECIES, ys, nextRow + 6 * V));
            var s7 = b.sub(FloatVector.fromArray(SPECIES, ys, nextRow + 7 * V));
            for (int x = at, j = 0; j < d; x += tile, j++) {
                var w = FloatVector.broadcast(SPECIES, parameters[j]);
                int next = x + apart;
                r0 = FloatVector.fromArray(SPECIES, xs, x).fma(w, r0);
                r1 = FloatVector.fromArray(SPECIES, xs, x + V).fma(w, r1);
                r2 = FloatVector.fromArray(SPECIES, xs, x + 2 * V).fma(w, r2);
                r3 = FloatVector.fromArray(SPECIES, xs, x + 3 * V).fma(w, r3);
                r4 = FloatVector.fromArray(SPECIES, xs, x + 4 * V).fma(w, r4);
                r5 = FloatVector.fromArray(SPECIES, xs, x + 5 * V).fma(w, r5);
                r6 = FloatVector.fromArray(SPECIES, xs, x + 6 * V).fma(w, r6);
                r7 = FloatVector.fromArray(SPECIES, xs, x + 7 * V).fma(w, r7);
                s0 = FloatVector.fromArray(SPECIES, xs, next).fma(w, s0);
                s1 = FloatVector.fromArray(SPECIES, xs, next + V).fma(w, s1);
                s2 = FloatVector.fromArray(SPECIES, xs, next + 2 * V).fma(w, s2);
                s3 = FloatVector.fromArray(SPECIES, xs, next + 3 * V).fma(w, s3);
                s4 = FloatVector.fromArray(SPECIES, xs, next + 4 * V).fma(w, s4);
                s5 = FloatVector.fromArray(SPECIES, xs, next + 5 * V).fma(w, s5);
                s6 = FloatVector.fromArray(SPECIES, xs, next + 6 * V).fma(w, s6);
                s7 = FloatVector.fromArray(SPECIES, xs, next + 7 * V).fma(w, s7);
            }
            r0.intoArray(residuals, to);
            r1.intoArray(residuals, to + V);
            r2.intoArray(residuals, to + 2 * V);
            r3.intoArray(residuals, to + 3 * V);
            r4.intoArray(residuals, to + 4 * V);
            r5.intoArray(residuals, to + 5 * V);
            r6.intoArray(residuals, to + 6 * V);
            r7.intoArray(residuals, to + 7 * V);
            s0.intoArray(residuals, nextTo);
            s1.intoArray(residuals, nextTo + V);
            s2.intoArray(residuals, nextTo + 2 * V);
            s3.intoArray(residuals, nextTo + 3 * V);
            s4.intoArray(residuals, nextTo + 4 * V);
            s5.intoArray(residuals, nextTo + 5 * V);
            s6.intoArray(residuals, nextTo + 6 * V);
            s7.intoArray(residuals, nextTo + 7 * V);
        }

        /** The products of four rows with the parameters: for each, as many sums as numbers stand in a vector. */
        static void products(float[] xs, int at, int width, float[] parameters, float[] lanes) {
            int at1 = at + width;
            int at2 = at1 + width;
            int at3 = at2 + width;
            var s00 = FloatVector.zero(SPECIES);
            var s01 = s00;
            var s02 = s00;
            var s03 = s00;
            var s10 = s00;
            var s11 = s00;
            var s12 = s00;
            var s13 = s00;
            var s20 = s00;
            var s21 = s00;
            var s22 = s00;
            var s23 = s00;
            var s30 = s00;
            var s31 = s00;
            var s32 = s00;
            var s33 = s00;
            int j = 0;
            for (; j <= width - 4 * V; j += 4 * V) {
                var w0 = FloatVector.fromArray(SPECIES, parameters, j);
                var w1 = FloatVector.fromArray(SPECIES, parameters, j + V);
                var w2 = FloatVector.fromArray(SPECIES, parameters, j + 2 * V);
                var w3 = FloatVector.fromArray(SPECIES, parameters, j + 3 * V);
                s00 = FloatVector.fromArray(SPECIES, xs, at + j).fma(w0, s00);
                s01 = FloatVector.fromArray(SPECIES, xs, at + j + V).fma(w1, s01);
                s02 = FloatVector.fromArray(SPECIES, xs, at + j + 2 * V).fma(w2, s02);
                s03 = FloatVector.fromArray(SPECIES, xs, at + j + 3 * V).fma(w3, s03);
                s10 = FloatVector.fromArray(SPECIES, xs, at1 + j).fma(w0, s10);
                s11 = FloatVector.fromArray(SPECIES, xs, at1 + j + V).fma(w1, s11);
                s12 = FloatVector.fromArray(SPECIES, xs, at1 + j + 2 * V).fma(w2, s12);
                s13 = FloatVector.fromArray(SPECIES, xs, at1 + j + 3 * V).fma(w3, s13);
                s20 = FloatVector.fromArray(SPECIES, xs, at2 + j).fma(w0, s20);
                s21 = FloatVector.fromArray(SPECIES, xs, at2 + j + V).fma(w1, s21);
                s22 = FloatVector.fromArray(SPECIES, xs, at2 + j + 2 * V).fma(w2, s22);
                s23 = FloatVector.fromArray(SPECIES, xs, at2 + j + 3 * V).fma(w3, s23);
                s30 = FloatVector.fromArray(SPECIES, xs, at3 + j).fma(w0, s30);
                s31 = FloatVector.fromArray(SPECIES, xs, at3 + j + V).fma(w1, s31);
                s32 = FloatVector.fromArray(SPECIES, xs, at3 + j + 2 * V).fma(w2, s32);
                s33 = FloatVector.fromArray(SPECIES, xs, at3 + j + 3 * V).fma(w3, s33);
            }
            for (; j < width; j += V) {
                var w = FloatVector.fromArray(SPECIES, parameters, j);
                s00 = FloatVector.fromArray(SPECIES, xs, at + j).fma(w, s00);
                s10 = FloatVector.fromArray(SPECIES, xs, at1 + j).fma(w, s10);
                s20 = FloatVector.fromArray(SPECIES, xs, at2 + j).fma(w, s20);
                s30 = FloatVector.fromArray(SPECIES, xs, at3 + j).fma(w, s30);
            }
            s00.add(s01).add(s02.add(s03)).intoArray(lanes, PADDING);
            s10.add(s11).add(s12.add(s13)).intoArray(lanes, PADDING + V);
            s20.add(s21).add(s22.add(s23)).intoArray(lanes, PADDING + 2 * V);
            s30.add(s31).add(s32.add(s33)).intoArray(lanes, PADDING + 3 * V);
        }

        /** {@link TileKernels#addMultiples} of four rows. */
        static void addMultiples(float[] factors, float[] xs, int at, int width, float[] sums) {
            var f0 = FloatVector.broadcast(SPECIES, factors[PADDING]);
            var f1 = FloatVector.broadcast(SPECIES, factors[PADDING + 1]);
            var f2 = FloatVector.broadcast(SPECIES, factors[PADDING + 2]);
            var f3 = FloatVector.broadcast(SPECIES, factors[PADDING + 3]);
            int end = PADDING + width;
            for (int j = PADDING, x = at; j < end; j += V, x += V) {
                var sum = FloatVector.fromArray(SPECIES, sums, j);
                sum = FloatVector.fromArray(SPECIES, xs, x).fma(f0, sum);
                sum = FloatVector.fromArray(SPECIES, xs, x + width).fma(f1, sum);
                sum = FloatVector.fromArray(SPECIES, xs, x + 2 * width).fma(f2, sum);
                sum = FloatVector.fromArray(SPECIES, xs, x + 3 * width).fma(f3, sum);
                sum.intoArray(sums, j);
            }
        }
    }

    /** Doubles. */
    static final class Doubles {
        private static final VectorSpecies<Double> SPECIES = VectorKernels.Doubles.SPECIES;
        private static final int V = SPECIES.length();

        private Doubles() {}

        /** {@link TileKernels#residualsOfTiles} of a strip: a feature of one tile, the same of the next, then the next feature. */
        static void residuals(
                double[] xs,
                int at,
                int d,
                double[] ys,
                int row,
                double[] parameters,
                double[] residuals,
                int to,
                int tile) {
            int apart = d * tile;
            int nextRow = row + RowBlock.TILE;
            int nextTo = to + RowBlock.TILE;
            var b = DoubleVector.broadcast(SPECIES, parameters[d]);
            var r0 = b.sub(DoubleVector.fromArray(SPECIES, ys, row));
            var r1 = b.sub(DoubleVector.fromArray(SPECIES, ys, row + V));
            var r2 = b.sub(DoubleVector.fromArray(SPECIES, ys, row + 2 * V));
            var r3 = b.sub(DoubleVector.fromArray(SPECIES, ys, row + 3 * V));
            var r4 = b.sub(DoubleVector.fromArray(SPECIES, ys, row + 4 * V));
            var r5 = b.sub(DoubleVector.fromArray(SPECIES, ys, row + 5 * V));
            var r6 = b.sub(DoubleVector.fromArray(SPECIES, ys, row + 6 * V));
            var r7 = b.sub(DoubleVector.fromArray(SPECIES, ys, row + 7 * V));
            var s0 = b.sub(DoubleVector.fromArray(SPECIES, ys, nextRow));
            var s1 = b.sub(DoubleVector.fromArray(SPECIES, ys, nextRow + V));
            var s2 = b.sub(DoubleVector.fromArray(SPECIES, ys, nextRow + 2 * V));
            var s3 = b.sub(DoubleVector.fromArray(SPECIES, ys, nextRow + 3 * V));
            var s4 = b.sub(DoubleVector.fromArray(SPECIES, ys, nextRow + 4 * V));
            var s5 = b.sub(DoubleVector.fromArray(SPECIES, ys, nextRow + 5 * V));
            var s6 = b.sub(DoubleVector.fromArray(SPECIES, ys, nextRow + 6 * V));
            var s7 = b.sub(DoubleVector.fromArray(SPECIES, ys, nextRow + 7 * V));
            for (int x = at, j = 0; j < d; x += tile, j++) {
                var w = DoubleVector.broadcast(SPECIES, parameters[j]);
                int next = x + apart;
                r0 = DoubleVector.fromArray(SPECIES, xs, x).fma(w, r0);
                r1 = DoubleVector.fromArray(SPECIES, xs, x + V).fma(w, r1);
                r2 = DoubleVector.fromArray(SPECIES, xs, x + 2 * V).fma(w, r2);
                r3 = DoubleVector.fromArray(SPECIES, xs, x + 3 * V).fma(w, r3);
                r4 = DoubleVector.fromArray(SPECIES, xs, x + 4 * V).fma(w, r4);
                r5 = DoubleVector.fromArray(SPECIES, xs, x + 5 * V).fma(w, r5);
                r6 = DoubleVector.fromArray(SPECIES, xs, x + 6 * V).fma(w, r6);
                r7 = DoubleVector.fromArray(SPECIES, xs, x + 7 * V).fma(w, r7);
                s0 = DoubleVector.fromArray(SPECIES, xs, next).fma(w, s0);
                s1 = DoubleVector.fromArray(SPECIES, xs, next + V).fma(w, s1);
                s2 = DoubleVector.fromArray(SPECIES, xs, next + 2 * V).fma(w, s2);
                s3 = DoubleVector.fromArray(SPECIES, xs, next + 3 * V).fma(w, s3);
                s4 = DoubleVector.fromArray(SPECIES, xs, next + 4 * V).fma(w, s4);
                s5 = DoubleVector.fromArray(SPECIES, xs, next + 5 * V).fma(w, s5);
                s6 = DoubleVector.fromArray(SPECIES, xs, next + 6 * V).fma(w, s6);
                s7 = DoubleVector.fromArray(SPECIES, xs, next + 7 * V).fma(w, s7);
            }
            r0.intoArray(residuals, to);
            r1.intoArray(residuals, to + V);
            r2.intoArray(residuals, to + 2 * V);
            r3.intoArray(residuals, to + 3 * V);
            r4.intoArray(residuals, to + 4 * V);
            r5.intoArray(residuals, to + 5 * V);
            r6.intoArray(residuals, to + 6 * V);
            r7.intoArray(residuals, to + 7 * V);
            s0.intoArray(residuals, nextTo);
            s1.intoArray(residuals, nextTo + V);
            s2.intoArray(residuals, nextTo + 2 * V);
            s3.intoArray(residuals, nextTo + 3 * V);
            s4.intoArray(residuals, nextTo + 4 * V);
            s5.intoArray(residuals, nextTo + 5 * V);
            s6.intoArray(residuals, nextTo + 6 * V);
            s7.intoArray(residuals, nextTo + 7 * V);
        }

        /** The products of four rows with the parameters: for each, as many sums as numbers stand in a vector. */
        static void products(double[] xs, int at, int width, double[] parameters, double[] lanes) {
            int at1 = at + width;
            int at2 = at1 + width;
            int at3 = at2 + width;
            var s00 = DoubleVector.zero(SPECIES);
            var s01 = s00;
            var s02 = s00;
            var s03 = s00;
            var s10 = s00;
            var s11 = s00;
            var s12 = s00;
            var s13 = s00;
            var s20 = s00;
            var s21 = s00;
            var s22 = s00;
            var s23 = s00;
            var s30 = s00;
            var s31 = s00;
            var s32 = s00;
            var s33 = s00;
            int j = 0;
            for (; j <= width - 4 * V; j += 4 * V) {
                var w0 = DoubleVector.fromArray(SPECIES, parameters, j);
                var w1 = DoubleVector.fromArray(SPECIES, parameters, j + V);
                var w2 = DoubleVector.fromArray(SPECIES, parameters, j + 2 * V);
                var w3 = DoubleVector.fromArray(SPECIES, parameters, j + 3 * V);
                s00 = DoubleVector.fromArray(SPECIES, xs, at + j).fma(w0, s00);
                s01 = DoubleVector.fromArray(SPECIES, xs, at + j + V).fma(w1, s01);
                s02 = DoubleVector.fromArray(SPECIES, xs, at + j + 2 * V).fma(w2, s02);
                s03 = DoubleVector.fromArray(SPECIES, xs, at + j + 3 * V).fma(w3, s03);
                s10 = DoubleVector.fromArray(SPECIES, xs, at1 + j).fma(w0, s10);
                s11 = DoubleVector.fromArray(SPECIES, xs, at1 + j + V).fma(w1, s11);
                s12 = DoubleVector.fromArray(SPECIES, xs, at1 + j + 2 * V).fma(w2, s12);
                s13 = DoubleVector.fromArray(SPECIES, xs, at1 + j + 3 * V).fma(w3, s13);
                s20 = DoubleVector.fromArray(SPECIES, xs, at2 + j).fma(w0, s20);
                s21 = DoubleVector.fromArray(SPECIES, xs, at2 + j + V).fma(w1, s21);
                s22 = DoubleVector.fromArray(SPECIES, xs, at2 + j + 2 * V).fma(w2, s22);
                s23 = DoubleVector.fromArray(SPECIES, xs, at2 + j + 3 * V).fma(w3, s23);
                s30 = DoubleVector.fromArray(SPECIES, xs, at3 + j).fma(w0, s30);
                s31 = DoubleVector.fromArray(SPECIES, xs, at3 + j + V).fma(w1, s31);
                s32 = DoubleVector.fromArray(SPECIES, xs, at3 + j + 2 * V).fma(w2, s32);
                s33 = DoubleVector.fromArray(SPECIES, xs, at3 + j + 3 * V).fma(w3, s33);
            }
            for (; j < width; j += V) {
                var w = DoubleVector.fromArray(SPECIES, parameters, j);
                s00 = DoubleVector.fromArray(SPECIES, xs, at + j).fma(w, s00);
                s10 = DoubleVector.fromArray(SPECIES, xs, at1 + j).fma(w, s10);
                s20 = DoubleVector.fromArray(SPECIES, xs, at2 + j).fma(w, s20);
                s30 = DoubleVector.fromArray(SPECIES, xs, at3 + j).fma(w, s30);
            }
            s00.add(s01).add(s02.add(s03)).intoArray(lanes, PADDING);
            s10.add(s11).add(s12.add(s13)).intoArray(lanes, PADDING + V);
            s20.add(s21).add(s22.add(s23)).intoArray(lanes, PADDING + 2 * V);
            s30.add(s31).add(s32.add(s33)).intoArray(lanes, PADDING + 3 * V);
        }

        /** {@link TileKernels#addMultiples} of four rows. */
        static void addMultiples(double[] factors, double[] xs, int at, int width, double[] sums) {
            var f0 = DoubleVector.broadcast(SPECIES, factors[PADDING]);
            var f1 = DoubleVector.broadcast(SPECIES, factors[PADDING + 1]);
            var f2 = DoubleVector.broadcast(SPECIES, factors[PADDING + 2]);
            var f3 = DoubleVector.broadcast(SPECIES, factors[PADDING + 3]);
            int end = PADDING + width;
            for (int j = PADDING, x = at; j < end; j += V, x += V) {
                var sum = DoubleVector.fromArray(SPECIES, sums, j);
                sum = DoubleVector.fromArray(SPECIES, xs, x).fma(f0, sum);
                sum = DoubleVector.fromArray(SPECIES, xs, x + width).fma(f1, sum);
                sum = DoubleVector.fromArray(SPECIES, xs, x + 2 * width).fma(f2, sum);
                sum = DoubleVector.fromArray(SPECIES, xs, x + 3 * width).fma(f3, sum);
                sum.intoArray(sums, j);
            }
        }
    }
}
