package io.linreg.backend;

import io.linreg.data.BlockLayout;
import io.linreg.data.RowBlock;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Tiles and rows on the Vector API, an incubator module: nothing names this class but {@link Kernels}, which looks whether the module is
 * there first.
 *
 * <p>Eight vectors of at most eight lanes are a strip: a whole tile, so that memory is read in one run of addresses. Narrower
 * vectors take a tile in several strips. Floats in vectors of 512 bits take it in four vectors ({@link VectorKernelsWide}): Intel's
 * processors gain a tenth in an epoch and half in moments; AMD's lose some percent in an epoch, as loads cross cache lines.
 *
 * <p>The loops over the features of a tile step by a number that the compiler does not know. One that it knows has it unroll the loop and
 * shuffle the loads of several columns, which loses the processor's prefetcher: from memory that halves the speed.
 *
 * <p>Vectors of one type are of one width, whatever they are for: with two, Java 17 cannot tell which one is meant where the methods of a
 * vector are compiled, puts vectors on the heap, and is 5 times as slow.
 *
 * <p>Species are static and final, and vectors end in arrays where a method ends: otherwise the compiler puts them on the heap.
 */
final class VectorKernels {
    private VectorKernels() {}

    /** Floats: vectors of 512 bits at most. */
    static final class Floats extends PlainKernels.Floats {
        static final VectorSpecies<Float> SPECIES = species();

        private static VectorSpecies<Float> species() {
            VectorSpecies<Float> preferred = FloatVector.SPECIES_PREFERRED;
            if (preferred.length() < BlockLayout.LANES) {
                return preferred;
            }
            int most = Integer.getInteger(Kernels.MOST_BITS, Processor.isIntel() ? 512 : 256);
            return most < 512 ? FloatVector.SPECIES_256 : FloatVector.SPECIES_512;
        }

        private static final int V = SPECIES.length();

        /** Not final, and read for each loop: see {@link VectorKernels}. */
        private int tile = RowBlock.TILE;

        @Override
        public TileKernels<double[]> inDouble() {
            return new Doubles();
        }

        @Override
        public int lanes() {
            return V;
        }

        @Override
        public void residuals(float[] xs, int at, int d, float[] ys, int row, float[] parameters, float[] residuals) {
            if (V == BlockLayout.LANES) {
                VectorKernelsWide.residuals(xs, at, d, ys, row, parameters, residuals, tile);
                return;
            }
            for (int strip = 0; strip < RowBlock.TILE; strip += 8 * V) {
                residuals(xs, at + strip, d, ys, row + strip, parameters, residuals, PADDING + strip, tile);
            }
        }

        private static void residuals(
                float[] xs,
                int at,
                int d,
                float[] ys,
                int row,
                float[] parameters,
                float[] residuals,
                int to,
                int tile) {
            var b = FloatVector.broadcast(SPECIES, parameters[d]);
            var r0 = b.sub(FloatVector.fromArray(SPECIES, ys, row));
            var r1 = b.sub(FloatVector.fromArray(SPECIES, ys, row + V));
            var r2 = b.sub(FloatVector.fromArray(SPECIES, ys, row + 2 * V));
            var r3 = b.sub(FloatVector.fromArray(SPECIES, ys, row + 3 * V));
            var r4 = b.sub(FloatVector.fromArray(SPECIES, ys, row + 4 * V));
            var r5 = b.sub(FloatVector.fromArray(SPECIES, ys, row + 5 * V));
            var r6 = b.sub(FloatVector.fromArray(SPECIES, ys, row + 6 * V));
            var r7 = b.sub(FloatVector.fromArray(SPECIES, ys, row + 7 * V));
            for (int x = at, j = 0; j < d; x += tile, j++) {
                var w = FloatVector.broadcast(SPECIES, parameters[j]);
                r0 = FloatVector.fromArray(SPECIES, xs, x).fma(w, r0);
                r1 = FloatVector.fromArray(SPECIES, xs, x + V).fma(w, r1);
                r2 = FloatVector.fromArray(SPECIES, xs, x + 2 * V).fma(w, r2);
                r3 = FloatVector.fromArray(SPECIES, xs, x + 3 * V).fma(w, r3);
                r4 = FloatVector.fromArray(SPECIES, xs, x + 4 * V).fma(w, r4);
                r5 = FloatVector.fromArray(SPECIES, xs, x + 5 * V).fma(w, r5);
                r6 = FloatVector.fromArray(SPECIES, xs, x + 6 * V).fma(w, r6);
                r7 = FloatVector.fromArray(SPECIES, xs, x + 7 * V).fma(w, r7);
            }
            r0.intoArray(residuals, to);
            r1.intoArray(residuals, to + V);
            r2.intoArray(residuals, to + 2 * V);
            r3.intoArray(residuals, to + 3 * V);
            r4.intoArray(residuals, to + 4 * V);
            r5.intoArray(residuals, to + 5 * V);
            r6.intoArray(residuals, to + 6 * V);
            r7.intoArray(residuals, to + 7 * V);
        }

        @Override
        public void gradient(float[] xs, int at, int d, float[] residuals, int from, float[] partials) {
            if (V == BlockLayout.LANES) {
                VectorKernelsWide.gradient(xs, at, d, residuals, from, partials, tile);
                return;
            }
            for (int strip = 0; strip < RowBlock.TILE; strip += 8 * V) {
                gradient(xs, at + strip, d, residuals, from + strip, partials, tile);
            }
        }

        private static void gradient(
                float[] xs, int at, int d, float[] residuals, int from, float[] partials, int tile) {
            int ofSums = PADDING + d * V;
            var r0 = FloatVector.fromArray(SPECIES, residuals, from);
            var r1 = FloatVector.fromArray(SPECIES, residuals, from + V);
            var r2 = FloatVector.fromArray(SPECIES, residuals, from + 2 * V);
            var r3 = FloatVector.fromArray(SPECIES, residuals, from + 3 * V);
            var r4 = FloatVector.fromArray(SPECIES, residuals, from + 4 * V);
            var r5 = FloatVector.fromArray(SPECIES, residuals, from + 5 * V);
            var r6 = FloatVector.fromArray(SPECIES, residuals, from + 6 * V);
            var r7 = FloatVector.fromArray(SPECIES, residuals, from + 7 * V);
            for (int x = at, sum = PADDING; sum < ofSums; x += tile, sum += V) {
                var even = FloatVector.fromArray(SPECIES, partials, sum);
                even = FloatVector.fromArray(SPECIES, xs, x).fma(r0, even);
                var odd = FloatVector.fromArray(SPECIES, xs, x + V).mul(r1);
                even = FloatVector.fromArray(SPECIES, xs, x + 2 * V).fma(r2, even);
                odd = FloatVector.fromArray(SPECIES, xs, x + 3 * V).fma(r3, odd);
                even = FloatVector.fromArray(SPECIES, xs, x + 4 * V).fma(r4, even);
                odd = FloatVector.fromArray(SPECIES, xs, x + 5 * V).fma(r5, odd);
                even = FloatVector.fromArray(SPECIES, xs, x + 6 * V).fma(r6, even);
                odd = FloatVector.fromArray(SPECIES, xs, x + 7 * V).fma(r7, odd);
                even.add(odd).intoArray(partials, sum);
            }
            FloatVector.fromArray(SPECIES, partials, ofSums)
                    .add(r0.add(r1).add(r2.add(r3)).add(r4.add(r5).add(r6.add(r7))))
                    .intoArray(partials, ofSums);
            var squares = FloatVector.fromArray(SPECIES, partials, ofSums + V);
            squares = r3.fma(r3, r2.fma(r2, r1.fma(r1, r0.fma(r0, squares))));
            squares = r7.fma(r7, r6.fma(r6, r5.fma(r5, r4.fma(r4, squares))));
            squares.intoArray(partials, ofSums + V);
        }

        /** In an order that no compiler chooses. */
        private static float sum(float first, float[] lanes, int from) {
            float sum = first;
            for (int lane = from; lane < from + V; lane++) {
                sum += lanes[lane];
            }
            return sum;
        }

        private static void product(float[] xs, int at, int width, float[] parameters, float[] lanes, int to) {
            var s0 = FloatVector.zero(SPECIES);
            var s1 = s0;
            var s2 = s0;
            var s3 = s0;
            int j = 0;
            int x = at;
            for (; j <= width - 4 * V; j += 4 * V, x += 4 * V) {
                s0 = FloatVector.fromArray(SPECIES, xs, x).fma(FloatVector.fromArray(SPECIES, parameters, j), s0);
                s1 = FloatVector.fromArray(SPECIES, xs, x + V)
                        .fma(FloatVector.fromArray(SPECIES, parameters, j + V), s1);
                s2 = FloatVector.fromArray(SPECIES, xs, x + 2 * V)
                        .fma(FloatVector.fromArray(SPECIES, parameters, j + 2 * V), s2);
                s3 = FloatVector.fromArray(SPECIES, xs, x + 3 * V)
                        .fma(FloatVector.fromArray(SPECIES, parameters, j + 3 * V), s3);
            }
            for (; j < width; j += V, x += V) {
                s0 = FloatVector.fromArray(SPECIES, xs, x).fma(FloatVector.fromArray(SPECIES, parameters, j), s0);
            }
            s0.add(s1).add(s2.add(s3)).intoArray(lanes, to);
        }

        private static void addMultiple(float[] factors, float[] xs, int at, int width, float[] sums) {
            var multiple = FloatVector.broadcast(SPECIES, factors[PADDING]);
            int end = PADDING + width;
            int j = PADDING;
            int x = at;
            for (; j <= end - 4 * V; j += 4 * V, x += 4 * V) {
                var s0 = FloatVector.fromArray(SPECIES, sums, j);
                var s1 = FloatVector.fromArray(SPECIES, sums, j + V);
                var s2 = FloatVector.fromArray(SPECIES, sums, j + 2 * V);
                var s3 = FloatVector.fromArray(SPECIES, sums, j + 3 * V);
                FloatVector.fromArray(SPECIES, xs, x).fma(multiple, s0).intoArray(sums, j);
                FloatVector.fromArray(SPECIES, xs, x + V).fma(multiple, s1).intoArray(sums, j + V);
                FloatVector.fromArray(SPECIES, xs, x + 2 * V).fma(multiple, s2).intoArray(sums, j + 2 * V);
                FloatVector.fromArray(SPECIES, xs, x + 3 * V).fma(multiple, s3).intoArray(sums, j + 3 * V);
            }
            for (; j < end; j += V, x += V) {
                var s0 = FloatVector.fromArray(SPECIES, sums, j);
                FloatVector.fromArray(SPECIES, xs, x).fma(multiple, s0).intoArray(sums, j);
            }
        }

        @Override
        public int tilesTogether() {
            return V == BlockLayout.LANES ? 4 : 2;
        }

        @Override
        public void residualsOfTiles(
                float[] xs, int at, int d, float[] ys, int row, float[] parameters, float[] residuals) {
            if (V == BlockLayout.LANES) {
                VectorKernelsWide.residualsOfTiles(xs, at, d, ys, row, parameters, residuals, tile);
                return;
            }
            for (int strip = 0; strip < RowBlock.TILE; strip += 8 * V) {
                VectorKernelStreams.Floats.residuals(
                        xs, at + strip, d, ys, row + strip, parameters, residuals, PADDING + strip, tile);
            }
        }

        @Override
        public int rowsTogether(boolean several) {
            return several ? 4 : 1;
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
            int at = layout.index(row, 0);
            int width = layout.width();
            if (several && rows == 4) {
                VectorKernelStreams.Floats.products(piece.xs(), at, width, parameters, residuals);
            } else {
                for (int i = 0; i < rows; i++) {
                    product(piece.xs(), at + i * width, width, parameters, residuals, PADDING + i * V);
                }
            }
            for (int i = 0; i < rows; i++) { // each to where sums of a row before stood
                float first = parameters[layout.features()] - piece.ys()[row + i];
                residuals[PADDING + i] = sum(first, residuals, PADDING + i * V);
            }
        }

        @Override
        public void addMultiples(float[] factors, int rows, float[] xs, int at, int width, float[] sums) {
            if (rows == 4) {
                VectorKernelStreams.Floats.addMultiples(factors, xs, at, width, sums);
            } else {
                addMultiple(factors, xs, at, width, sums);
            }
        }

        @Override
        public PanelProducts<float[]> panelProducts(int columns) {
            int width = VectorKernelStrips.Floats.WIDTH;
            return columns < StripProducts.LEAST_COLUMNS || width % DOWN != 0
                    ? new BlockProducts<>(this)
                    : new StripProducts<>(this, new VectorKernelStrips.Floats(), width, columns);
        }

        @Override
        public void products(float[] columns, int rows, int j, int k, double[] products) {
            var zero = FloatVector.zero(SPECIES);
            var p00 = zero;
            var p01 = zero;
            var p02 = zero;
            var p10 = zero;
            var p11 = zero;
            var p12 = zero;
            var p20 = zero;
            var p21 = zero;
            var p22 = zero;
            var p30 = zero;
            var p31 = zero;
            var p32 = zero;
            int a = j * rows;
            int b = k * rows;
            for (int end = a + rows; a < end; a += V, b += V) {
                var b0 = FloatVector.fromArray(SPECIES, columns, b);
                var b1 = FloatVector.fromArray(SPECIES, columns, b + rows);
                var b2 = FloatVector.fromArray(SPECIES, columns, b + 2 * rows);
                var a0 = FloatVector.fromArray(SPECIES, columns, a);
                p00 = a0.fma(b0, p00);
                p01 = a0.fma(b1, p01);
                p02 = a0.fma(b2, p02);
                var a1 = FloatVector.fromArray(SPECIES, columns, a + rows);
                p10 = a1.fma(b0, p10);
                p11 = a1.fma(b1, p11);
                p12 = a1.fma(b2, p12);
                var a2 = FloatVector.fromArray(SPECIES, columns, a + 2 * rows);
                p20 = a2.fma(b0, p20);
                p21 = a2.fma(b1, p21);
                p22 = a2.fma(b2, p22);
                var a3 = FloatVector.fromArray(SPECIES, columns, a + 3 * rows);
                p30 = a3.fma(b0, p30);
                p31 = a3.fma(b1, p31);
                p32 = a3.fma(b2, p32);
            }
            products[PADDING] = p00.reduceLanes(VectorOperators.ADD);
            products[PADDING + 1] = p01.reduceLanes(VectorOperators.ADD);
            products[PADDING + 2] = p02.reduceLanes(VectorOperators.ADD);
            products[PADDING + 3] = p10.reduceLanes(VectorOperators.ADD);
            products[PADDING + 4] = p11.reduceLanes(VectorOperators.ADD);
            products[PADDING + 5] = p12.reduceLanes(VectorOperators.ADD);
            products[PADDING + 6] = p20.reduceLanes(VectorOperators.ADD);
            products[PADDING + 7] = p21.reduceLanes(VectorOperators.ADD);
            products[PADDING + 8] = p22.reduceLanes(VectorOperators.ADD);
            products[PADDING + 9] = p30.reduceLanes(VectorOperators.ADD);
            products[PADDING + 10] = p31.reduceLanes(VectorOperators.ADD);
            products[PADDING + 11] = p32.reduceLanes(VectorOperators.ADD);
        }

        @Override
        public double sum(float[] array, int from, int to) {
            var s0 = FloatVector.zero(SPECIES);
            var s1 = s0;
            var s2 = s0;
            var s3 = s0;
            for (int i = from; i < to; i += 4 * V) {
                s0 = s0.add(FloatVector.fromArray(SPECIES, array, i));
                s1 = s1.add(FloatVector.fromArray(SPECIES, array, i + V));
                s2 = s2.add(FloatVector.fromArray(SPECIES, array, i + 2 * V));
                s3 = s3.add(FloatVector.fromArray(SPECIES, array, i + 3 * V));
            }
            return s0.add(s1).add(s2.add(s3)).reduceLanes(VectorOperators.ADD);
        }

        @Override
        public String describe() {
            return "Java vectors of " + SPECIES.vectorBitSize() + " bits";
        }
    }

    /** Doubles: vectors of 512 bits at most. */
    static final class Doubles extends PlainKernels.Doubles {
        static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED.length() > RowBlock.TILE / 8
                ? DoubleVector.SPECIES_512
                : DoubleVector.SPECIES_PREFERRED;
        private static final int V = SPECIES.length();

        /** Not final, and read for each loop: see {@link VectorKernels}. */
        private int tile = RowBlock.TILE;

        @Override
        public TileKernels<double[]> inDouble() {
            return new Doubles();
        }

        @Override
        public int lanes() {
            return V;
        }

        @Override
        public void residuals(
                double[] xs, int at, int d, double[] ys, int row, double[] parameters, double[] residuals) {
            for (int strip = 0; strip < RowBlock.TILE; strip += 8 * V) {
                residuals(xs, at + strip, d, ys, row + strip, parameters, residuals, PADDING + strip, tile);
            }
        }

        private static void residuals(
                double[] xs,
                int at,
                int d,
                double[] ys,
                int row,
                double[] parameters,
                double[] residuals,
                int to,
                int tile) {
            var b = DoubleVector.broadcast(SPECIES, parameters[d]);
            var r0 = b.sub(DoubleVector.fromArray(SPECIES, ys, row));
            var r1 = b.sub(DoubleVector.fromArray(SPECIES, ys, row + V));
            var r2 = b.sub(DoubleVector.fromArray(SPECIES, ys, row + 2 * V));
            var r3 = b.sub(DoubleVector.fromArray(SPECIES, ys, row + 3 * V));
            var r4 = b.sub(DoubleVector.fromArray(SPECIES, ys, row + 4 * V));
            var r5 = b.sub(DoubleVector.fromArray(SPECIES, ys, row + 5 * V));
            var r6 = b.sub(DoubleVector.fromArray(SPECIES, ys, row + 6 * V));
            var r7 = b.sub(DoubleVector.fromArray(SPECIES, ys, row + 7 * V));
            for (int x = at, j = 0; j < d; x += tile, j++) {
                var w = DoubleVector.broadcast(SPECIES, parameters[j]);
                r0 = DoubleVector.fromArray(SPECIES, xs, x).fma(w, r0);
                r1 = DoubleVector.fromArray(SPECIES, xs, x + V).fma(w, r1);
                r2 = DoubleVector.fromArray(SPECIES, xs, x + 2 * V).fma(w, r2);
                r3 = DoubleVector.fromArray(SPECIES, xs, x + 3 * V).fma(w, r3);
                r4 = DoubleVector.fromArray(SPECIES, xs, x + 4 * V).fma(w, r4);
                r5 = DoubleVector.fromArray(SPECIES, xs, x + 5 * V).fma(w, r5);
                r6 = DoubleVector.fromArray(SPECIES, xs, x + 6 * V).fma(w, r6);
                r7 = DoubleVector.fromArray(SPECIES, xs, x + 7 * V).fma(w, r7);
            }
            r0.intoArray(residuals, to);
            r1.intoArray(residuals, to + V);
            r2.intoArray(residuals, to + 2 * V);
            r3.intoArray(residuals, to + 3 * V);
            r4.intoArray(residuals, to + 4 * V);
            r5.intoArray(residuals, to + 5 * V);
            r6.intoArray(residuals, to + 6 * V);
            r7.intoArray(residuals, to + 7 * V);
        }

        @Override
        public void gradient(double[] xs, int at, int d, double[] residuals, int from, double[] partials) {
            for (int strip = 0; strip < RowBlock.TILE; strip += 8 * V) {
                gradient(xs, at + strip, d, residuals, from + strip, partials, tile);
            }
        }

        private static void gradient(
                double[] xs, int at, int d, double[] residuals, int from, double[] partials, int tile) {
            int ofSums = PADDING + d * V;
            var r0 = DoubleVector.fromArray(SPECIES, residuals, from);
            var r1 = DoubleVector.fromArray(SPECIES, residuals, from + V);
            var r2 = DoubleVector.fromArray(SPECIES, residuals, from + 2 * V);
            var r3 = DoubleVector.fromArray(SPECIES, residuals, from + 3 * V);
            var r4 = DoubleVector.fromArray(SPECIES, residuals, from + 4 * V);
            var r5 = DoubleVector.fromArray(SPECIES, residuals, from + 5 * V);
            var r6 = DoubleVector.fromArray(SPECIES, residuals, from + 6 * V);
            var r7 = DoubleVector.fromArray(SPECIES, residuals, from + 7 * V);
            for (int x = at, sum = PADDING; sum < ofSums; x += tile, sum += V) {
                var even = DoubleVector.fromArray(SPECIES, partials, sum);
                even = DoubleVector.fromArray(SPECIES, xs, x).fma(r0, even);
                var odd = DoubleVector.fromArray(SPECIES, xs, x + V).mul(r1);
                even = DoubleVector.fromArray(SPECIES, xs, x + 2 * V).fma(r2, even);
                odd = DoubleVector.fromArray(SPECIES, xs, x + 3 * V).fma(r3, odd);
                even = DoubleVector.fromArray(SPECIES, xs, x + 4 * V).fma(r4, even);
                odd = DoubleVector.fromArray(SPECIES, xs, x + 5 * V).fma(r5, odd);
                even = DoubleVector.fromArray(SPECIES, xs, x + 6 * V).fma(r6, even);
                odd = DoubleVector.fromArray(SPECIES, xs, x + 7 * V).fma(r7, odd);
                even.add(odd).intoArray(partials, sum);
            }
            DoubleVector.fromArray(SPECIES, partials, ofSums)
                    .add(r0.add(r1).add(r2.add(r3)).add(r4.add(r5).add(r6.add(r7))))
                    .intoArray(partials, ofSums);
            var squares = DoubleVector.fromArray(SPECIES, partials, ofSums + V);
            squares = r3.fma(r3, r2.fma(r2, r1.fma(r1, r0.fma(r0, squares))));
            squares = r7.fma(r7, r6.fma(r6, r5.fma(r5, r4.fma(r4, squares))));
            squares.intoArray(partials, ofSums + V);
        }

        /** In an order that no compiler chooses. */
        private static double sum(double first, double[] lanes, int from) {
            double sum = first;
            for (int lane = from; lane < from + V; lane++) {
                sum += lanes[lane];
            }
            return sum;
        }

        private static void product(double[] xs, int at, int width, double[] parameters, double[] lanes, int to) {
            var s0 = DoubleVector.zero(SPECIES);
            var s1 = s0;
            var s2 = s0;
            var s3 = s0;
            int j = 0;
            int x = at;
            for (; j <= width - 4 * V; j += 4 * V, x += 4 * V) {
                s0 = DoubleVector.fromArray(SPECIES, xs, x).fma(DoubleVector.fromArray(SPECIES, parameters, j), s0);
                s1 = DoubleVector.fromArray(SPECIES, xs, x + V)
                        .fma(DoubleVector.fromArray(SPECIES, parameters, j + V), s1);
                s2 = DoubleVector.fromArray(SPECIES, xs, x + 2 * V)
                        .fma(DoubleVector.fromArray(SPECIES, parameters, j + 2 * V), s2);
                s3 = DoubleVector.fromArray(SPECIES, xs, x + 3 * V)
                        .fma(DoubleVector.fromArray(SPECIES, parameters, j + 3 * V), s3);
            }
            for (; j < width; j += V, x += V) {
                s0 = DoubleVector.fromArray(SPECIES, xs, x).fma(DoubleVector.fromArray(SPECIES, parameters, j), s0);
            }
            s0.add(s1).add(s2.add(s3)).intoArray(lanes, to);
        }

        private static void addMultiple(double[] factors, double[] xs, int at, int width, double[] sums) {
            var multiple = DoubleVector.broadcast(SPECIES, factors[PADDING]);
            int end = PADDING + width;
            int j = PADDING;
            int x = at;
            for (; j <= end - 4 * V; j += 4 * V, x += 4 * V) {
                var s0 = DoubleVector.fromArray(SPECIES, sums, j);
                var s1 = DoubleVector.fromArray(SPECIES, sums, j + V);
                var s2 = DoubleVector.fromArray(SPECIES, sums, j + 2 * V);
                var s3 = DoubleVector.fromArray(SPECIES, sums, j + 3 * V);
                DoubleVector.fromArray(SPECIES, xs, x).fma(multiple, s0).intoArray(sums, j);
                DoubleVector.fromArray(SPECIES, xs, x + V).fma(multiple, s1).intoArray(sums, j + V);
                DoubleVector.fromArray(SPECIES, xs, x + 2 * V).fma(multiple, s2).intoArray(sums, j + 2 * V);
                DoubleVector.fromArray(SPECIES, xs, x + 3 * V).fma(multiple, s3).intoArray(sums, j + 3 * V);
            }
            for (; j < end; j += V, x += V) {
                var s0 = DoubleVector.fromArray(SPECIES, sums, j);
                DoubleVector.fromArray(SPECIES, xs, x).fma(multiple, s0).intoArray(sums, j);
            }
        }

        @Override
        public int tilesTogether() {
            return 2;
        }

        @Override
        public void residualsOfTiles(
                double[] xs, int at, int d, double[] ys, int row, double[] parameters, double[] residuals) {
            for (int strip = 0; strip < RowBlock.TILE; strip += 8 * V) {
                VectorKernelStreams.Doubles.residuals(
                        xs, at + strip, d, ys, row + strip, parameters, residuals, PADDING + strip, tile);
            }
        }

        /** In one stream, too: of vectors of 512 bits, each store crosses cache lines and takes twice as long, and so there are to be few. */
        @Override
        public int rowsTogether(boolean several) {
            return 4;
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
            int at = layout.index(row, 0);
            int width = layout.width();
            if (several && rows == 4) {
                VectorKernelStreams.Doubles.products(piece.xs(), at, width, parameters, residuals);
            } else {
                for (int i = 0; i < rows; i++) {
                    product(piece.xs(), at + i * width, width, parameters, residuals, PADDING + i * V);
                }
            }
            for (int i = 0; i < rows; i++) { // each to where sums of a row before stood
                double first = parameters[layout.features()] - piece.ys()[row + i];
                residuals[PADDING + i] = sum(first, residuals, PADDING + i * V);
            }
        }

        @Override
        public void addMultiples(double[] factors, int rows, double[] xs, int at, int width, double[] sums) {
            if (rows == 4) {
                VectorKernelStreams.Doubles.addMultiples(factors, xs, at, width, sums);
            } else {
                addMultiple(factors, xs, at, width, sums);
            }
        }

        @Override
        public PanelProducts<double[]> panelProducts(int columns) {
            int width = VectorKernelStrips.Doubles.WIDTH;
            return columns < StripProducts.LEAST_COLUMNS || width % DOWN != 0
                    ? new BlockProducts<>(this)
                    : new StripProducts<>(this, new VectorKernelStrips.Doubles(), width, columns);
        }

        @Override
        public void products(double[] columns, int rows, int j, int k, double[] products) {
            var zero = DoubleVector.zero(SPECIES);
            var p00 = zero;
            var p01 = zero;
            var p02 = zero;
            var p10 = zero;
            var p11 = zero;
            var p12 = zero;
            var p20 = zero;
            var p21 = zero;
            var p22 = zero;
            var p30 = zero;
            var p31 = zero;
            var p32 = zero;
            int a = j * rows;
            int b = k * rows;
            for (int end = a + rows; a < end; a += V, b += V) {
                var b0 = DoubleVector.fromArray(SPECIES, columns, b);
                var b1 = DoubleVector.fromArray(SPECIES, columns, b + rows);
                var b2 = DoubleVector.fromArray(SPECIES, columns, b + 2 * rows);
                var a0 = DoubleVector.fromArray(SPECIES, columns, a);
                p00 = a0.fma(b0, p00);
                p01 = a0.fma(b1, p01);
                p02 = a0.fma(b2, p02);
                var a1 = DoubleVector.fromArray(SPECIES, columns, a + rows);
                p10 = a1.fma(b0, p10);
                p11 = a1.fma(b1, p11);
                p12 = a1.fma(b2, p12);
                var a2 = DoubleVector.fromArray(SPECIES, columns, a + 2 * rows);
                p20 = a2.fma(b0, p20);
                p21 = a2.fma(b1, p21);
                p22 = a2.fma(b2, p22);
                var a3 = DoubleVector.fromArray(SPECIES, columns, a + 3 * rows);
                p30 = a3.fma(b0, p30);
                p31 = a3.fma(b1, p31);
                p32 = a3.fma(b2, p32);
            }
            products[PADDING] = p00.reduceLanes(VectorOperators.ADD);
            products[PADDING + 1] = p01.reduceLanes(VectorOperators.ADD);
            products[PADDING + 2] = p02.reduceLanes(VectorOperators.ADD);
            products[PADDING + 3] = p10.reduceLanes(VectorOperators.ADD);
            products[PADDING + 4] = p11.reduceLanes(VectorOperators.ADD);
            products[PADDING + 5] = p12.reduceLanes(VectorOperators.ADD);
            products[PADDING + 6] = p20.reduceLanes(VectorOperators.ADD);
            products[PADDING + 7] = p21.reduceLanes(VectorOperators.ADD);
            products[PADDING + 8] = p22.reduceLanes(VectorOperators.ADD);
            products[PADDING + 9] = p30.reduceLanes(VectorOperators.ADD);
            products[PADDING + 10] = p31.reduceLanes(VectorOperators.ADD);
            products[PADDING + 11] = p32.reduceLanes(VectorOperators.ADD);
        }

        @Override
        public double sum(double[] array, int from, int to) {
            var s0 = DoubleVector.zero(SPECIES);
            var s1 = s0;
            var s2 = s0;
            var s3 = s0;
            for (int i = from; i < to; i += 4 * V) {
                s0 = s0.add(DoubleVector.fromArray(SPECIES, array, i));
                s1 = s1.add(DoubleVector.fromArray(SPECIES, array, i + V));
                s2 = s2.add(DoubleVector.fromArray(SPECIES, array, i + 2 * V));
                s3 = s3.add(DoubleVector.fromArray(SPECIES, array, i + 3 * V));
            }
            return s0.add(s1).add(s2.add(s3)).reduceLanes(VectorOperators.ADD);
        }

        @Override
        public String describe() {
            return "Java vectors of " + SPECIES.vectorBitSize() + " bits";
        }
    }
}
