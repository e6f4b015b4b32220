package io.linreg.backend.cuda;

import io.linreg.base.Resources;
import io.linreg.data.Precision;
import io.linreg.data.RowBlock;
import jcuda.driver.CUdeviceptr;

/** Rows on a device, laid out for it. A {@link Lane} brings them there. */
final class DeviceData implements AutoCloseable {
    private static final int LEAST_COLUMNS_OF_A_BLOCK = 32;
    private static final int MOST_BLOCKS_DOWN = 65_535;

    private final RowLayout layout;
    private final long apart;
    private final DeviceBuffer x;
    private final DeviceBuffer y;
    private long rows;

    /** Allocates memory for so many rows. */
    DeviceData(RowLayout layout, long rows) {
        this.layout = layout;
        this.rows = rows;
        apart = rows;
        int size = layout.precision().bytes();
        x = new DeviceBuffer(rows * layout.stride() * size);
        y = Resources.guarded(x, first -> new DeviceBuffer(rows * layout.targets() * size));
    }

    RowLayout layout() {
        return layout;
    }

    DeviceBuffer x() {
        return x;
    }

    DeviceBuffer y() {
        return y;
    }

    /** Where a row begins. */
    CUdeviceptr xAt(long row) {
        return x.at(xOffset(row));
    }

    /** Where a row begins, in the bytes of x. */
    long xOffset(long row) {
        return row * layout.stride() * layout.precision().bytes();
    }

    /** Where the first target of a row is. */
    CUdeviceptr yAt(long row) {
        return y.at(yOffset(0, row));
    }

    /** Where a target of a row is, in the bytes of y. */
    long yOffset(int target, long row) {
        return (target * apart + row) * layout.precision().bytes();
    }

    /** Numbers from one target of a row to the next. */
    long apart() {
        return apart;
    }

    long rows() {
        return rows;
    }

    /** Says how many rows it holds from now on: no more than it was made for. */
    void holds(long rows) {
        this.rows = rows;
    }

    int features() {
        return layout.features();
    }

    int targets() {
        return layout.targets();
    }

    /** Numbers from one row to the next. */
    int stride() {
        return layout.stride();
    }

    Precision precision() {
        return layout.precision();
    }

    /**
     * Puts the laying out of rows into a stream.
     *
     * @param tiles as the host has them
     * @param at the row that the first becomes
     */
    void unpack(Kernels kernels, CudaStream stream, DeviceBuffer tiles, long at, int count) {
        int pieces = (stride() + LEAST_COLUMNS_OF_A_BLOCK - 1) / LEAST_COLUMNS_OF_A_BLOCK;
        kernels.launch(
                stream.handle(),
                kernel("unpack"),
                new int[] {RowBlock.padded(count) / RowBlock.TILE, Math.min(MOST_BLOCKS_DOWN, pieces)},
                tiles,
                xAt(at),
                (long) count,
                features(),
                stride());
    }

    /** The name of a kernel for data of this precision. */
    String kernel(String name) {
        return layout.kernel(name);
    }

    @Override
    public void close() {
        try (x) {
            y.close();
        }
    }
}
