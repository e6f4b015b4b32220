package io.linreg.backend.cuda;

import io.linreg.backend.Moments;
import io.linreg.base.Resources;

/** Computes moments on a device: means in one pass, centred products in a second; all sums in double. */
final class DeviceMoments implements AutoCloseable {
    private static final int SUM_ROWS = 512;
    private static final int TILE = 32;
    /** Bounds the memory of the partial products. */
    private static final long PARTIAL_NUMBERS = 1 << 25;

    private static final int MOST_SLICES = 256;
    private static final long LEAST_ROWS_PER_SLICE = 4096;

    private final Kernels kernels;
    private final CudaStream stream;
    private final int columns;
    private final Resources resources = new Resources();
    private final DeviceBuffer centre;
    private final Folding sums;
    private final Folding gram;

    /** Allocates what is needed for up to so many rows. */
    DeviceMoments(Kernels kernels, CudaStream stream, int features, long rows) {
        this.kernels = kernels;
        this.stream = stream;
        columns = features + 1;
        try {
            centre = resources.own(DeviceBuffer.doubles(columns));
            sums = resources.own(new Folding(kernels, stream, GradientSums.ceilDiv(rows, SUM_ROWS), columns));
            gram = resources.own(new Folding(kernels, stream, slices(rows, columns), columns * columns));
        } catch (RuntimeException | Error e) {
            resources.closeAfter(e);
            throw e;
        }
    }

    /** The bytes it allocates. */
    static long bytes(long rows, int features) {
        int columns = features + 1;
        return (long) columns * Double.BYTES
                + Folding.bytes(GradientSums.ceilDiv(rows, SUM_ROWS), columns)
                + Folding.bytes(slices(rows, columns), (long) columns * columns);
    }

    /** The moments of rows that are on the device, or will be once the stream has come so far. */
    Moments of(DeviceData data) {
        double[] means = new double[columns];
        long blocks = GradientSums.ceilDiv(data.rows(), SUM_ROWS);
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
        DeviceBuffer total = sums.launch(blocks);
        stream.synchronize();
        total.download(means);
        for (int j = 0; j < columns; j++) {
            means[j] /= data.rows();
        }
        centre.upload(means);

        int slices = slices(data.rows(), columns);
        int tiles = (data.features() + TILE - 1) / TILE;
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
        DeviceBuffer whole = gram.launch(slices);
        stream.synchronize();
        double[] products = new double[columns * columns];
        whole.download(products);
        return Moments.of(data.rows(), means, products);
    }

    private static int slices(long rows, int columns) {
        long affordable = Math.max(1, PARTIAL_NUMBERS / ((long) columns * columns));
        long useful = GradientSums.ceilDiv(rows, LEAST_ROWS_PER_SLICE);
        return (int) Math.min(MOST_SLICES, Math.min(affordable, useful));
    }

    @Override
    public void close() {
        resources.close();
    }
}
