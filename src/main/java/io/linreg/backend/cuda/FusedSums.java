package io.linreg.backend.cuda;

import io.linreg.data.Precision;

/** Residual, loss and gradient by one kernel, which reads X once. */
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
        variant = FusedVariant.of(data.features(), data.precision());
        folding = new Folding(kernels, stream, blocks(data.rows()), data.features() + EXTRA);
    }

    static long bytes(long rows, int features, Precision precision) {
        long blocks =
                GradientSums.ceilDiv(rows, FusedVariant.of(features, precision).rowsPerBlock());
        return Folding.bytes(blocks, features + EXTRA);
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
                GradientSums.grid(blocks),
                data.x(),
                data.y(),
                parameters,
                folding.partials(),
                data.rows(),
                data.features(),
                data.stride());
        return folding.launch(blocks);
    }

    @Override
    public void close() {
        folding.close();
    }
}
