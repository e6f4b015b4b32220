package io.linreg.backend.cuda;

import io.linreg.base.Resources;
import io.linreg.data.Precision;

/**
 * Residuals by a matrix-vector product, or by a product of matrices for several targets, of cuBLAS or our own, then a reduction: X
 * is read twice. The second reading finds X in the L2 cache where both are done for some rows before the next ones, at the price
 * of more launches.
 */
final class GemvSums implements GradientSums {
    /**
     * Has the rows done so many at a time, which changes no bit with our own kernel, and with cuBLAS the rounding at most. It is
     * there to be measured: see kernels/README.md.
     */
    static final String ROWS_AT_ONCE = "linreg.gemv.rows";

    /** Where it is not set, as many rows as have so many residuals, to bound their memory. */
    private static final long MOST_RESIDUALS = 1 << 27;

    private static final int RESIDUAL_ROWS = 256;
    private static final int GRADIENT_ROWS = 512;
    private static final int FOUR = 4;

    private final Kernels kernels;
    private final CudaStream stream;
    private final DeviceData data;
    private final DeviceBuffer parameters;
    private final CublasHandle cublas;
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
        try {
            residuals = resources.own(new DeviceBuffer(residualBytes(data.layout(), data.rows())));
            weights = narrow()
                    ? resources.own(new DeviceBuffer((long) data.layout().parameters() * Float.BYTES))
                    : parameters;
            folding = resources.own(
                    new Folding(kernels, stream, GradientSums.ceilDiv(data.rows(), GRADIENT_ROWS), columns()));
        } catch (RuntimeException | Error e) {
            resources.closeAfter(e);
            throw e;
        }
    }

    static long bytes(RowLayout layout, long rows) {
        return residualBytes(layout, rows)
                + (long) layout.parameters() * layout.precision().bytes()
                + Folding.bytes(
                        GradientSums.ceilDiv(rows, GRADIENT_ROWS), GradientSums.columns(layout, targetsAtOnce(layout)));
    }

    private static long residualBytes(RowLayout layout, long rows) {
        return Math.min(rows, rowsAtOnce(layout))
                * layout.targets()
                * layout.precision().bytes();
    }

    /** Whole blocks of them. */
    private static long rowsAtOnce(RowLayout layout) {
        long wished = Long.getLong(ROWS_AT_ONCE, MOST_RESIDUALS / layout.targets());
        return Math.max(1, wished / GRADIENT_ROWS) * GRADIENT_ROWS;
    }

    private static int targetsAtOnce(RowLayout layout) {
        return layout.targets() == 1 ? 1 : FOUR;
    }

    private int columns() {
        return GradientSums.columns(data.layout(), targetsAtOnce(data.layout()));
    }

    /** cuBLAS takes W in the precision of X. */
    private boolean narrow() {
        return cublas != null && data.precision() == Precision.FLOAT;
    }

    /** What is put into the stream between residuals and gradient. */
    @FunctionalInterface
    interface Between {
        /** For rows from one on, given their residuals. */
        void launch(DeviceBuffer residuals, long first, long rows);
    }

    @Override
    public DeviceBuffer launch() {
        return launch((ofRows, first, rows) -> {});
    }

    /** The same with residuals that something is done to: without cuBLAS. */
    DeviceBuffer launch(Between between) {
        if (narrow()) {
            int numbers = data.layout().parameters();
            long blocks = GradientSums.ceilDiv(numbers, Kernels.THREADS);
            kernels.launch(stream.handle(), "narrow", GradientSums.grid(blocks), parameters, weights, numbers);
        }
        long rowsAtOnce = rowsAtOnce(data.layout());
        for (long first = 0; first < data.rows(); first += rowsAtOnce) {
            long rows = Math.min(rowsAtOnce, data.rows() - first);
            launchResiduals(first, rows);
            between.launch(residuals, first, rows);
            launchGradient(first, rows);
        }
        return folding.launch(GradientSums.ceilDiv(data.rows(), GRADIENT_ROWS));
    }

    private void launchResiduals(long first, long rows) {
        if (cublas != null) {
            cublas.multiply(data, first, rows, weights, residuals);
            return;
        }
        launch(
                "residual",
                GradientSums.ceilDiv(rows, RESIDUAL_ROWS),
                data.xAt(first),
                data.yAt(first),
                parameters,
                residuals,
                rows,
                data.features(),
                data.stride(),
                data.targets(),
                data.apart());
    }

    private void launchGradient(long first, long rows) {
        launch(
                "gradient",
                GradientSums.ceilDiv(rows, GRADIENT_ROWS),
                data.xAt(first),
                residuals,
                data.yAt(first),
                parameters,
                folding.partials().at(first / GRADIENT_ROWS * columns() * Double.BYTES),
                rows,
                data.features(),
                data.stride(),
                data.targets(),
                data.apart(),
                cublas == null ? 0 : 1); // cuBLAS leaves products, which are no residuals yet
    }

    private void launch(String kernel, long blocks, Object... arguments) {
        int atOnce = targetsAtOnce(data.layout());
        kernels.launch(
                stream.handle(),
                data.kernel(atOnce == 1 ? kernel : kernel + atOnce),
                GradientSums.grid(blocks, data.layout(), atOnce),
                arguments);
    }

    @Override
    public void close() {
        resources.close();
    }
}
