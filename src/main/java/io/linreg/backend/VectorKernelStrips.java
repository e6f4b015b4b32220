package io.linreg.backend;

import java.util.List;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The innermost loops of {@link StripProducts}: four columns times three vectors of others, as many sums as 16 vector registers hold. */
final class VectorKernelStrips {
    private VectorKernelStrips() {}

    /** Floats. */
    static final class Floats implements StripProducts.Kernel<float[]> {
        private static final VectorSpecies<Float> SPECIES = VectorKernels.Floats.SPECIES;
        private static final int V = SPECIES.length();

        /** How many columns a strip has. */
        static final int WIDTH = 3 * V;

        @Override
        public void addProducts(float[] strips, int left, int right, int numbers, List<float[]> sums, int row, int at) {
            var p00 = FloatVector.zero(SPECIES);
            var p01 = p00;
            var p02 = p00;
            var p10 = p00;
            var p11 = p00;
            var p12 = p00;
            var p20 = p00;
            var p21 = p00;
            var p22 = p00;
            var p30 = p00;
            var p31 = p00;
            var p32 = p00;
            for (int a = left, b = right, end = right + numbers; b < end; a += WIDTH, b += WIDTH) {
                var b0 = FloatVector.fromArray(SPECIES, strips, b);
                var b1 = FloatVector.fromArray(SPECIES, strips, b + V);
                var b2 = FloatVector.fromArray(SPECIES, strips, b + 2 * V);
                var a0 = FloatVector.broadcast(SPECIES, strips[a]);
                p00 = b0.fma(a0, p00);
                p01 = b1.fma(a0, p01);
                p02 = b2.fma(a0, p02);
                var a1 = FloatVector.broadcast(SPECIES, strips[a + 1]);
                p10 = b0.fma(a1, p10);
                p11 = b1.fma(a1, p11);
                p12 = b2.fma(a1, p12);
                var a2 = FloatVector.broadcast(SPECIES, strips[a + 2]);
                p20 = b0.fma(a2, p20);
                p21 = b1.fma(a2, p21);
                p22 = b2.fma(a2, p22);
                var a3 = FloatVector.broadcast(SPECIES, strips[a + 3]);
                p30 = b0.fma(a3, p30);
                p31 = b1.fma(a3, p31);
                p32 = b2.fma(a3, p32);
            }
            add(p00, p01, p02, sums.get(row), at);
            add(p10, p11, p12, sums.get(row + 1), at);
            add(p20, p21, p22, sums.get(row + 2), at);
            add(p30, p31, p32, sums.get(row + 3), at);
        }

        @Override
        public void subtract(float[] xs, int at, float[] less, int count, float[] strips, int to, int apart) {
            for (int c = 0, strip = to; c < count; c += WIDTH, strip += apart) {
                var x0 = FloatVector.fromArray(SPECIES, xs, at + c);
                var x1 = FloatVector.fromArray(SPECIES, xs, at + c + V);
                var x2 = FloatVector.fromArray(SPECIES, xs, at + c + 2 * V);
                x0.sub(FloatVector.fromArray(SPECIES, less, c)).intoArray(strips, strip);
                x1.sub(FloatVector.fromArray(SPECIES, less, c + V)).intoArray(strips, strip + V);
                x2.sub(FloatVector.fromArray(SPECIES, less, c + 2 * V)).intoArray(strips, strip + 2 * V);
            }
        }

        private static void add(FloatVector p0, FloatVector p1, FloatVector p2, float[] sums, int at) {
            FloatVector.fromArray(SPECIES, sums, at).add(p0).intoArray(sums, at);
            FloatVector.fromArray(SPECIES, sums, at + V).add(p1).intoArray(sums, at + V);
            FloatVector.fromArray(SPECIES, sums, at + 2 * V).add(p2).intoArray(sums, at + 2 * V);
        }
    }

    /** Doubles. */
    static final class Doubles implements StripProducts.Kernel<double[]> {
        private static final VectorSpecies<Double> SPECIES = VectorKernels.Doubles.SPECIES;
        private static final int V = SPECIES.length();

        /** How many columns a strip has. */
        static final int WIDTH = 3 * V;

        @Override
        public void addProducts(
                double[] strips, int left, int right, int numbers, List<double[]> sums, int row, int at) {
            var p00 = DoubleVector.zero(SPECIES);
            var p01 = p00;
            var p02 = p00;
            var p10 = p00;
            var p11 = p00;
            var p12 = p00;
            var p20 = p00;
            var p21 = p00;
            var p22 = p00;
            var p30 = p00;
            var p31 = p00;
            var p32 = p00;
            for (int a = left, b = right, end = right + numbers; b < end; a += WIDTH, b += WIDTH) {
                var b0 = DoubleVector.fromArray(SPECIES, strips, b);
                var b1 = DoubleVector.fromArray(SPECIES, strips, b + V);
                var b2 = DoubleVector.fromArray(SPECIES, strips, b + 2 * V);
                var a0 = DoubleVector.broadcast(SPECIES, strips[a]);
                p00 = b0.fma(a0, p00);
                p01 = b1.fma(a0, p01);
                p02 = b2.fma(a0, p02);
                var a1 = DoubleVector.broadcast(SPECIES, strips[a + 1]);
                p10 = b0.fma(a1, p10);
                p11 = b1.fma(a1, p11);
                p12 = b2.fma(a1, p12);
                var a2 = DoubleVector.broadcast(SPECIES, strips[a + 2]);
                p20 = b0.fma(a2, p20);
                p21 = b1.fma(a2, p21);
                p22 = b2.fma(a2, p22);
                var a3 = DoubleVector.broadcast(SPECIES, strips[a + 3]);
                p30 = b0.fma(a3, p30);
                p31 = b1.fma(a3, p31);
                p32 = b2.fma(a3, p32);
            }
            add(p00, p01, p02, sums.get(row), at);
            add(p10, p11, p12, sums.get(row + 1), at);
            add(p20, p21, p22, sums.get(row + 2), at);
            add(p30, p31, p32, sums.get(row + 3), at);
        }

        @Override
        public void subtract(double[] xs, int at, double[] less, int count, double[] strips, int to, int apart) {
            for (int c = 0, strip = to; c < count; c += WIDTH, strip += apart) {
                var x0 = DoubleVector.fromArray(SPECIES, xs, at + c);
                var x1 = DoubleVector.fromArray(SPECIES, xs, at + c + V);
                var x2 = DoubleVector.fromArray(SPECIES, xs, at + c + 2 * V);
                x0.sub(DoubleVector.fromArray(SPECIES, less, c)).intoArray(strips, strip);
                x1.sub(DoubleVector.fromArray(SPECIES, less, c + V)).intoArray(strips, strip + V);
                x2.sub(DoubleVector.fromArray(SPECIES, less, c + 2 * V)).intoArray(strips, strip + 2 * V);
            }
        }

        private static void add(DoubleVector p0, DoubleVector p1, DoubleVector p2, double[] sums, int at) {
            DoubleVector.fromArray(SPECIES, sums, at).add(p0).intoArray(sums, at);
            DoubleVector.fromArray(SPECIES, sums, at + V).add(p1).intoArray(sums, at + V);
            DoubleVector.fromArray(SPECIES, sums, at + 2 * V).add(p2).intoArray(sums, at + 2 * V);
        }
    }
}
