package io.linreg.backend;

import static io.linreg.backend.TileKernels.PADDING;

import io.linreg.data.RowBlock;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Loops of {@link VectorKernels} over tiles of floats whose columns are four vectors of 512 bits, and not eight or more. 32 vector registers
 * hold the residuals of four tiles.
 */
final class VectorKernelsWide {
    private static final VectorSpecies<Float> SPECIES = VectorKernels.Floats.SPECIES;
    private static final int V = SPECIES.length();

    private VectorKernelsWide() {}

    /** {@link TileKernels#residuals}. */
    static void residuals(
            float[] xs, int at, int d, float[] ys, int row, float[] parameters, float[] residuals, int tile) {
        var b = FloatVector.broadcast(SPECIES, parameters[d]);
        var r0 = b.sub(FloatVector.fromArray(SPECIES, ys, row));
        var r1 = b.sub(FloatVector.fromArray(SPECIES, ys, row + V));
        var r2 = b.sub(FloatVector.fromArray(SPECIES, ys, row + 2 * V));
        var r3 = b.sub(FloatVector.fromArray(SPECIES, ys, row + 3 * V));
        for (int x = at, j = 0; j < d; x += tile, j++) {
            var w = FloatVector.broadcast(SPECIES, parameters[j]);
            r0 = FloatVector.fromArray(SPECIES, xs, x).fma(w, r0);
            r1 = FloatVector.fromArray(SPECIES, xs, x + V).fma(w, r1);
            r2 = FloatVector.fromArray(SPECIES, xs, x + 2 * V).fma(w, r2);
            r3 = FloatVector.fromArray(SPECIES, xs, x + 3 * V).fma(w, r3);
        }
        r0.intoArray(residuals, PADDING);
        r1.intoArray(residuals, PADDING + V);
        r2.intoArray(residuals, PADDING + 2 * V);
        r3.intoArray(residuals, PADDING + 3 * V);
    }

    /** {@link TileKernels#residualsOfTiles} of four: a feature of the first, the same of the others, then the next feature. */
    static void residualsOfTiles(
            float[] xs, int at, int d, float[] ys, int row, float[] parameters, float[] residuals, int tile) {
        int apart = d * tile;
        var b = FloatVector.broadcast(SPECIES, parameters[d]);
        var r0 = b.sub(FloatVector.fromArray(SPECIES, ys, row));
        var r1 = b.sub(FloatVector.fromArray(SPECIES, ys, row + V));
        var r2 = b.sub(FloatVector.fromArray(SPECIES, ys, row + 2 * V));
        var r3 = b.sub(FloatVector.fromArray(SPECIES, ys, row + 3 * V));
        var s0 = b.sub(FloatVector.fromArray(SPECIES, ys, row + RowBlock.TILE));
        var s1 = b.sub(FloatVector.fromArray(SPECIES, ys, row + RowBlock.TILE + V));
        var s2 = b.sub(FloatVector.fromArray(SPECIES, ys, row + RowBlock.TILE + 2 * V));
        var s3 = b.sub(FloatVector.fromArray(SPECIES, ys, row + RowBlock.TILE + 3 * V));
        var t0 = b.sub(FloatVector.fromArray(SPECIES, ys, row + 2 * RowBlock.TILE));
        var t1 = b.sub(FloatVector.fromArray(SPECIES, ys, row + 2 * RowBlock.TILE + V));
        var t2 = b.sub(FloatVector.fromArray(SPECIES, ys, row + 2 * RowBlock.TILE + 2 * V));
        var t3 = b.sub(FloatVector.fromArray(SPECIES, ys, row + 2 * RowBlock.TILE + 3 * V));
        var u0 = b.sub(FloatVector.fromArray(SPECIES, ys, row + 3 * RowBlock.TILE));
        var u1 = b.sub(FloatVector.fromArray(SPECIES, ys, row + 3 * RowBlock.TILE + V));
        var u2 = b.sub(FloatVector.fromArray(SPECIES, ys, row + 3 * RowBlock.TILE + 2 * V));
        var u3 = b.sub(FloatVector.fromArray(SPECIES, ys, row + 3 * RowBlock.TILE + 3 * V));
        for (int x = at, j = 0; j < d; x += tile, j++) {
            var w = FloatVector.broadcast(SPECIES, parameters[j]);
            int second = x + apart;
            int third = second + apart;
            int fourth = third + apart;
            r0 = FloatVector.fromArray(SPECIES, xs, x).fma(w, r0);
            r1 = FloatVector.fromArray(SPECIES, xs, x + V).fma(w, r1);
            r2 = FloatVector.fromArray(SPECIES, xs, x + 2 * V).fma(w, r2);
            r3 = FloatVector.fromArray(SPECIES, xs, x + 3 * V).fma(w, r3);
            s0 = FloatVector.fromArray(SPECIES, xs, second).fma(w, s0);
            s1 = FloatVector.fromArray(SPECIES, xs, second + V).fma(w, s1);
            s2 = FloatVector.fromArray(SPECIES, xs, second + 2 * V).fma(w, s2);
            s3 = FloatVector.fromArray(SPECIES, xs, second + 3 * V).fma(w, s3);
            t0 = FloatVector.fromArray(SPECIES, xs, third).fma(w, t0);
            t1 = FloatVector.fromArray(SPECIES, xs, third + V).fma(w, t1);
            t2 = FloatVector.fromArray(SPECIES, xs, third + 2 * V).fma(w, t2);
            t3 = FloatVector.fromArray(SPECIES, xs, third + 3 * V).fma(w, t3);
            u0 = FloatVector.fromArray(SPECIES, xs, fourth).fma(w, u0);
            u1 = FloatVector.fromArray(SPECIES, xs, fourth + V).fma(w, u1);
            u2 = FloatVector.fromArray(SPECIES, xs, fourth + 2 * V).fma(w, u2);
            u3 = FloatVector.fromArray(SPECIES, xs, fourth + 3 * V).fma(w, u3);
        }
        r0.intoArray(residuals, PADDING);
        r1.intoArray(residuals, PADDING + V);
        r2.intoArray(residuals, PADDING + 2 * V);
        r3.intoArray(residuals, PADDING + 3 * V);
        s0.intoArray(residuals, PADDING + RowBlock.TILE);
        s1.intoArray(residuals, PADDING + RowBlock.TILE + V);
        s2.intoArray(residuals, PADDING + RowBlock.TILE + 2 * V);
        s3.intoArray(residuals, PADDING + RowBlock.TILE + 3 * V);
        t0.intoArray(residuals, PADDING + 2 * RowBlock.TILE);
        t1.intoArray(residuals, PADDING + 2 * RowBlock.TILE + V);
        t2.intoArray(residuals, PADDING + 2 * RowBlock.TILE + 2 * V);
        t3.intoArray(residuals, PADDING + 2 * RowBlock.TILE + 3 * V);
        u0.intoArray(residuals, PADDING + 3 * RowBlock.TILE);
        u1.intoArray(residuals, PADDING + 3 * RowBlock.TILE + V);
        u2.intoArray(residuals, PADDING + 3 * RowBlock.TILE + 2 * V);
        u3.intoArray(residuals, PADDING + 3 * RowBlock.TILE + 3 * V);
    }

    /** {@link TileKernels#gradient}. */
    static void gradient(float[] xs, int at, int d, float[] residuals, int from, float[] partials, int tile) {
        int ofSums = PADDING + d * V;
        var r0 = FloatVector.fromArray(SPECIES, residuals, from);
        var r1 = FloatVector.fromArray(SPECIES, residuals, from + V);
        var r2 = FloatVector.fromArray(SPECIES, residuals, from + 2 * V);
        var r3 = FloatVector.fromArray(SPECIES, residuals, from + 3 * V);
        for (int x = at, sum = PADDING; sum < ofSums; x += tile, sum += V) {
            var even = FloatVector.fromArray(SPECIES, partials, sum);
            even = FloatVector.fromArray(SPECIES, xs, x).fma(r0, even);
            var odd = FloatVector.fromArray(SPECIES, xs, x + V).mul(r1);
            even = FloatVector.fromArray(SPECIES, xs, x + 2 * V).fma(r2, even);
            odd = FloatVector.fromArray(SPECIES, xs, x + 3 * V).fma(r3, odd);
            even.add(odd).intoArray(partials, sum);
        }
        FloatVector.fromArray(SPECIES, partials, ofSums)
                .add(r0.add(r1).add(r2.add(r3)))
                .intoArray(partials, ofSums);
        var squares = FloatVector.fromArray(SPECIES, partials, ofSums + V);
        r3.fma(r3, r2.fma(r2, r1.fma(r1, r0.fma(r0, squares)))).intoArray(partials, ofSums + V);
    }
}
