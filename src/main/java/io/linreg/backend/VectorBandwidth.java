package io.linreg.backend;

import io.linreg.data.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How fast this machine's memory can be read: all processors add up arrays that fit no cache, as fast as they can. */
final class VectorBandwidth {
    /** As long as a block of rows. */
    private static final int LENGTH = 1 << 22;

    private static final int MOST_ARRAYS = 16; // 256 MB
    private static final int PART = 1 << 18;
    private static final int WARMING = 4;
    private static final int PASSES = 12;

    private VectorBandwidth() {}

    /** Bytes a second, over several passes after some to warm up: others use this memory, too, and slow epochs down likewise. */
    static double measure() {
        return measure(Kernels.best(Precision.FLOAT));
    }

    private static <A> double measure(TileKernels<A> kernels) {
        List<A> arrays = new ArrayList<>();
        do { // of half the heap that is left
            arrays.add(kernels.zeros(LENGTH));
        } while (arrays.size() < MOST_ARRAYS && free() / 2 > 4L * LENGTH * (arrays.size() + 1));
        int parts = LENGTH / PART;
        double[] sums = new double[arrays.size() * parts];
        long began = System.nanoTime();
        long ended;
        try (Workers workers = new Workers()) {
            for (int pass = -WARMING; pass < PASSES; pass++) {
                if (pass == 0) {
                    began = System.nanoTime();
                }
                workers.run(sums.length, (worker, piece) -> {
                    int from = piece % parts * PART;
                    sums[piece] = kernels.sum(arrays.get(piece / parts), from, from + PART);
                });
            }
            ended = System.nanoTime();
        }
        if (Arrays.stream(sums).sum() != 0) { // which also keeps the compiler from leaving the reading out
            throw new IllegalStateException("zeros do not add up to 0");
        }
        return 4.0 * LENGTH * arrays.size() * PASSES / ((ended - began) * 1e-9);
    }

    private static long free() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.maxMemory() - (runtime.totalMemory() - runtime.freeMemory());
    }
}
