package io.linreg.backend.cuda;

import io.linreg.backend.Gradient;

/**
 * The sums that loss and gradient are made of, on the device: sum r_i x_i, sum r_i, sum r_i^2, for the parameters that
 * are there, target by target. Blocks of rows leave partial sums, which are folded in a fixed order: the same data gives the same bits.
 */
sealed interface GradientSums extends AutoCloseable permits FusedSums, GemvSums {
    /** Columns of the sums beside the features. */
    int EXTRA = 2;

    int MOST_BLOCKS_DOWN = 65_535;

    /**
     * Allocates what an epoch needs beside the data.
     *
     * @param method fused or gemv
     * @param cublas for gemv; null to do without
     */
    static GradientSums of(
            Kernels kernels,
            CudaStream stream,
            DeviceData data,
            DeviceBuffer parameters,
            Gradient method,
            CublasHandle cublas) {
        return method == Gradient.FUSED
                ? new FusedSums(kernels, stream, data, parameters)
                : new GemvSums(kernels, stream, data, parameters, cublas);
    }

    /** The bytes that are allocated for so many rows. */
    static long bytes(RowLayout layout, long rows, Gradient method) {
        return method == Gradient.FUSED ? FusedSums.bytes(layout, rows) : GemvSums.bytes(layout, rows);
    }

    /** Puts the computation, for the rows that the data holds now, into the stream; returns where the sums will be. */
    DeviceBuffer launch();

    /** Frees what was allocated. */
    @Override
    void close();

    /** Makes loss and gradient of a target of the sums over n rows: returns the loss. */
    static double lossAndGradient(double[] sums, int target, long n, double[] gradient) {
        int first = target * (gradient.length + 1);
        for (int j = 0; j < gradient.length; j++) {
            gradient[j] = 2.0 / n * sums[first + j];
        }
        return sums[first + gradient.length] / n;
    }

    /** The columns of the sums of a block of rows, where so many targets are taken at a time. */
    static int columns(RowLayout layout, int atOnce) {
        return Math.toIntExact(ceilDiv(layout.targets(), atOnce) * atOnce * (layout.features() + EXTRA));
    }

    /** So many blocks of rows, each as wide as it takes for all targets. Some may be past the last one. */
    static int[] grid(long blocks, RowLayout layout, int atOnce) {
        long high = Math.min(MOST_BLOCKS_DOWN, blocks);
        return new int[] {(int) ceilDiv(layout.targets(), atOnce), (int) high, (int) ceilDiv(blocks, high)};
    }

    static long ceilDiv(long a, long b) {
        return (a + b - 1) / b;
    }

    static int[] grid(long blocks) {
        return new int[] {Math.toIntExact(blocks)};
    }
}
