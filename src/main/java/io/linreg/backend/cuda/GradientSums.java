package io.linreg.backend.cuda;

import io.linreg.backend.Gradient;
import io.linreg.data.Dataset;

/**
 * The sums that loss and gradient are made of, on the device: sum r_i x_i, sum r_i, sum r_i^2, for the parameters that
 * are there. Blocks of rows leave partial sums, which are folded in a fixed order: the same data gives the same bits.
 */
sealed interface GradientSums extends AutoCloseable permits FusedSums, GemvSums {
    /** Columns of the sums beside the features. */
    int EXTRA = 2;

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
    static long bytes(Dataset data, long rows, Gradient method) {
        int features = data.features().size();
        return method == Gradient.FUSED
                ? FusedSums.bytes(rows, features, data.precision())
                : GemvSums.bytes(rows, features, data.precision());
    }

    /** Puts the computation, for the rows that the data holds now, into the stream; returns where the sums will be. */
    DeviceBuffer launch();

    /** Frees what was allocated. */
    @Override
    void close();

    /** Makes loss and gradient of the sums over n rows: returns the loss. */
    static double lossAndGradient(double[] sums, long n, double[] gradient) {
        for (int j = 0; j < gradient.length; j++) {
            gradient[j] = 2.0 / n * sums[j];
        }
        return sums[sums.length - 1] / n;
    }

    static long ceilDiv(long a, long b) {
        return (a + b - 1) / b;
    }

    static int[] grid(long blocks) {
        return new int[] {Math.toIntExact(blocks)};
    }
}
