package io.linreg.backend.cuda;

import io.linreg.backend.Gradient;
import io.linreg.data.Precision;

/**
 * The sums that loss and gradient are made of, on the device: sum r_i x_i, sum r_i, sum r_i^2, for the parameters that
 * are there. Blocks of rows leave partial sums, which are folded in a fixed order: the same data gives the same bits.
 */
final class GradientSums implements AutoCloseable {
    private static final int RESIDUAL_ROWS = 256;
    private static final int GRADIENT_ROWS = 512;
    private static final int SHIFT = 2;

    private final Kernels kernels;
    private final CudaStream stream;
    private final DeviceData data;
    private final DeviceBuffer parameters;
    private final FusedVariant fused;
    private final int columns;
    private final long blocks;
    private final Resources resources = new Resources();
    private final DeviceBuffer residuals;
    private final CublasHandle cublas;
    private final DeviceBuffer weights;
    private final Folding folding;

    /**
     * Allocates what an epoch needs beside the data.
     *
     * @param method fused or gemv
     * @param cublas for gemv; null to do without
     */
    GradientSums(
            Kernels kernels,
            CudaStream stream,
            DeviceData data,
            DeviceBuffer parameters,
            Gradient method,
            CublasHandle cublas) {
        this.kernels = kernels;
        this.stream = stream;
        this.data = data;
        this.parameters = parameters;
        this.cublas = cublas;
        columns = data.features() + SHIFT;
        boolean onePass = method == Gradient.FUSED;
        fused = onePass ? FusedVariant.of(data.features(), data.precision()) : null;
        blocks = blocks(data.rows(), data.features(), data.precision(), method);
        boolean whole = false;
        try {
            residuals = onePass
                    ? null
                    : resources.own(
                            new DeviceBuffer(data.rows() * data.precision().bytes()));
            boolean narrow = cublas != null && data.precision() == Precision.FLOAT;
            weights = narrow ? resources.own(new DeviceBuffer((long) data.features() * Float.BYTES)) : parameters;
            folding = resources.own(new Folding(kernels, stream, blocks, columns));
            whole = true;
        } finally {
            if (!whole) {
                resources.close();
            }
        }
    }

    /** The bytes it allocates. */
    static long bytes(long rows, int features, Precision precision, Gradient method) {
        long residuals = method == Gradient.FUSED ? 0 : (rows + features) * precision.bytes();
        return residuals + Folding.bytes(blocks(rows, features, precision, method), features + SHIFT);
    }

    private static long blocks(long rows, int features, Precision precision, Gradient method) {
        int rowsPerBlock =
                method == Gradient.FUSED ? FusedVariant.of(features, precision).rowsPerBlock() : GRADIENT_ROWS;
        return ceilDiv(rows, rowsPerBlock);
    }

    /** Puts the computation into the stream; returns where the sums will be. */
    DeviceBuffer launch() {
        if (fused != null) {
            kernels.launch(
                    stream.handle(),
                    data.kernel(fused.name()),
                    grid(blocks),
                    data.x(),
                    data.y(),
                    parameters,
                    folding.partials(),
                    data.rows(),
                    data.features(),
                    data.stride());
        } else {
            launchResiduals();
            kernels.launch(
                    stream.handle(),
                    data.kernel("gradient"),
                    grid(blocks),
                    data.x(),
                    residuals,
                    folding.partials(),
                    data.rows(),
                    data.features(),
                    data.stride());
        }
        return folding.launch();
    }

    private void launchResiduals() {
        if (cublas == null) {
            kernels.launch(
                    stream.handle(),
                    data.kernel("residual"),
                    grid(ceilDiv(data.rows(), RESIDUAL_ROWS)),
                    data.x(),
                    data.y(),
                    parameters,
                    residuals,
                    data.rows(),
                    data.features(),
                    data.stride());
            return;
        }
        if (data.precision() == Precision.FLOAT) { // cuBLAS takes w in the precision of X
            long threads = ceilDiv(data.features(), Kernels.THREADS);
            kernels.launch(stream.handle(), "narrow", grid(threads), parameters, weights, data.features());
        }
        cublas.multiply(data, weights, residuals);
        kernels.launch(
                stream.handle(),
                data.kernel("shift"),
                grid(ceilDiv(data.rows(), Kernels.THREADS)),
                residuals,
                data.y(),
                parameters,
                data.rows(),
                data.features());
    }

    static long ceilDiv(long a, long b) {
        return (a + b - 1) / b;
    }

    static int[] grid(long blocks) {
        return new int[] {Math.toIntExact(blocks)};
    }

    @Override
    public void close() {
        resources.close();
    }
}
