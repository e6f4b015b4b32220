package io.linreg.backend.cuda;

import io.linreg.base.Resources;
import io.linreg.data.Precision;
import jcuda.driver.CUdeviceptr;

/**
 * Residuals by a matrix-vector product, of cuBLAS or our own, then a reduction: X is read twice. The second reading finds X
 * in the L2 cache where both are done for some rows before the next ones, at the price of more launches.
 */
final class GemvSums implements GradientSums {
    /**
     * Has the rows done so many at a time, which changes no bit with our own kernel, and with cuBLAS the rounding at most;
     * all at once where it is not set. It is there to be measured: see kernels/README.md.
     */
    static final String ROWS_AT_ONCE = "linreg.gemv.rows";

    private static final int RESIDUAL_ROWS = 256;
    private static final int GRADIENT_ROWS = 512;

    private final Kernels kernels;
    private final CudaStream stream;
    private final DeviceData data;
    private final DeviceBuffer parameters;
    private final CublasHandle cublas;
    private final long rowsAtOnce;
    private final int columns;
    private final Resources resources = new Resources();
    private final DeviceBuffer residuals;
    private final DeviceBuffer weights;
    private final Folding folding;

    /**
     * Allocates what it needs.
     *
     * @param cublas null to do without
     */
    GemvSums(Kernels kernels, CudaStream stream, DeviceData data, DeviceBuffer parameters, CublasHandle cublas) {
        this.kernels = kernels;
        this.stream = stream;
        this.data = data;
        this.parameters = parameters;
        this.cublas = cublas;
        columns = data.features() + EXTRA;
        long wished = Long.getLong(ROWS_AT_ONCE, Long.MAX_VALUE);
        rowsAtOnce = Math.max(1, wished / GRADIENT_ROWS) * GRADIENT_ROWS;
        try {
            residuals = resources.own(
                    new DeviceBuffer(data.rows() * data.precision().bytes()));
            weights = narrow() ? resources.own(new DeviceBuffer((long) data.features() * Float.BYTES)) : parameters;
            folding = resources.own(
                    new Folding(kernels, stream, GradientSums.ceilDiv(data.rows(), GRADIENT_ROWS), columns));
        } catch (RuntimeException | Error e) {
            resources.closeAfter(e);
            throw e;
        }
    }

    static long bytes(long rows, int features, Precision precision) {
        return (rows + features) * precision.bytes()
                + Folding.bytes(GradientSums.ceilDiv(rows, GRADIENT_ROWS), features + EXTRA);
    }

    /** cuBLAS takes w in the precision of X. */
    private boolean narrow() {
        return cublas != null && data.precision() == Precision.FLOAT;
    }

    /** What is put into the stream between residuals and gradient. */
    @FunctionalInterface
    interface Between {
        /** For rows from one on, given where their residuals are. */
        void launch(CUdeviceptr residuals, long first, long rows);
    }

    @Override
    public DeviceBuffer launch() {
        return launch((ofRows, first, rows) -> {});
    }

    /** The same with residuals that something is done to. */
    DeviceBuffer launch(Between between) {
        if (narrow()) {
            long threads = GradientSums.ceilDiv(data.features(), Kernels.THREADS);
            kernels.launch(stream.handle(), "narrow", GradientSums.grid(threads), parameters, weights, data.features());
        }
        for (long first = 0; first < data.rows(); first += rowsAtOnce) {
            long rows = Math.min(rowsAtOnce, data.rows() - first);
            launchResiduals(first, rows);
            between.launch(residuals.at(first * data.precision().bytes()), first, rows);
            launchGradient(first, rows);
        }
        return folding.launch(GradientSums.ceilDiv(data.rows(), GRADIENT_ROWS));
    }

    private void launchResiduals(long first, long rows) {
        if (cublas == null) {
            kernels.launch(
                    stream.handle(),
                    data.kernel("residual"),
                    GradientSums.grid(GradientSums.ceilDiv(rows, RESIDUAL_ROWS)),
                    data.xAt(first),
                    data.yAt(first),
                    parameters,
                    residuals.at(first * data.precision().bytes()),
                    rows,
                    data.features(),
                    data.stride());
            return;
        }
        cublas.multiply(data, first, rows, weights, residuals);
        kernels.launch(
                stream.handle(),
                data.kernel("shift"),
                GradientSums.grid(GradientSums.ceilDiv(rows, Kernels.THREADS)),
                residuals.at(first * data.precision().bytes()),
                data.yAt(first),
                parameters,
                rows,
                data.features());
    }

    private void launchGradient(long first, long rows) {
        kernels.launch(
                stream.handle(),
                data.kernel("gradient"),
                GradientSums.grid(GradientSums.ceilDiv(rows, GRADIENT_ROWS)),
                data.xAt(first),
                residuals.at(first * data.precision().bytes()),
                folding.partials().at(first / GRADIENT_ROWS * columns * Double.BYTES),
                rows,
                data.features(),
                data.stride());
    }

    @Override
    public void close() {
        resources.close();
    }
}
