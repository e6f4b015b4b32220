package io.linreg.backend.cuda;

/** Residual, loss and gradient by one kernel, which reads X once, for four targets or one at a time. */
final class FusedSums implements GradientSums {
    private final Kernels kernels;
    private final CudaStream stream;
    private final DeviceData data;
    private final DeviceBuffer parameters;
    private final FusedVariant variant;
    private final Folding folding;

    FusedSums(Kernels kernels, CudaStream stream, DeviceData data, DeviceBuffer parameters) {
        this.kernels = kernels;
        this.stream = stream;
        this.data = data;
        this.parameters = parameters;
        variant = FusedVariant.of(data.layout());
        folding = new Folding(
                kernels, stream, blocks(data.rows()), GradientSums.columns(data.layout(), variant.targets()));
    }

    static long bytes(RowLayout layout, long rows) {
        FusedVariant variant = FusedVariant.of(layout);
        long blocks = GradientSums.ceilDiv(rows, variant.rowsPerBlock());
        return Folding.bytes(blocks, GradientSums.columns(layout, variant.targets()));
    }

    private long blocks(long rows) {
        return GradientSums.ceilDiv(rows, variant.rowsPerBlock());
    }

    @Override
    public DeviceBuffer launch() {
        long blocks = blocks(data.rows());
        kernels.launch(
                stream.handle(),
                data.kernel(variant.name()),
                GradientSums.grid(blocks, data.layout(), variant.targets()),
                data.x(),
                data.y(),
                parameters,
                folding.partials(),
                data.rows(),
                data.features(),
                data.stride(),
                data.targets(),
                data.apart());
        return folding.launch(blocks);
    }

    @Override
    public void close() {
        folding.close();
    }
}
