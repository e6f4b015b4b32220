package io.linreg.backend.cuda;

import io.linreg.backend.Moments;

/** Moments, computed on a device: means in one pass, centred products in a second; all sums in double. */
final class DeviceMoments {
    private static final int SUM_ROWS = 512;
    private static final int TILE = 32;
    /** Bounds the memory of the partial products. */
    private static final long PARTIAL_NUMBERS = 1 << 25;

    private static final long LEAST_ROWS_PER_SLICE = 4096;

    private DeviceMoments() {}

    static Moments of(Kernels kernels, CudaStream stream, DeviceData data) {
        int columns = data.features() + 1;
        double[] means = new double[columns];
        try (Resources resources = new Resources();
                DeviceBuffer centre = DeviceBuffer.doubles(columns)) {
            long blocks = GradientSums.ceilDiv(data.rows(), SUM_ROWS);
            Folding sums = resources.own(new Folding(kernels, stream, blocks, columns));
            kernels.launch(
                    stream.handle(),
                    data.kernel("sums"),
                    GradientSums.grid(blocks),
                    data.x(),
                    data.y(),
                    sums.partials(),
                    data.rows(),
                    data.features(),
                    data.stride());
            DeviceBuffer total = sums.launch();
            stream.synchronize();
            total.download(means);
            for (int j = 0; j < columns; j++) {
                means[j] /= data.rows();
            }
            centre.upload(means);

            int slices = slices(data.rows(), columns);
            Folding gram = resources.own(new Folding(kernels, stream, slices, columns * columns));
            int tiles = (columns + TILE - 1) / TILE;
            kernels.launch(
                    stream.handle(),
                    data.kernel("gram"),
                    new int[] {tiles, tiles, slices},
                    data.x(),
                    data.y(),
                    centre,
                    gram.partials(),
                    data.rows(),
                    data.features(),
                    data.stride(),
                    slices);
            DeviceBuffer whole = gram.launch();
            stream.synchronize();
            double[] products = new double[columns * columns];
            whole.download(products);
            return Moments.of(data.rows(), means, products);
        }
    }

    private static int slices(long rows, int columns) {
        long affordable = Math.max(1, PARTIAL_NUMBERS / ((long) columns * columns));
        long useful = GradientSums.ceilDiv(rows, LEAST_ROWS_PER_SLICE);
        return (int) Math.min(256, Math.min(affordable, useful));
    }
}
