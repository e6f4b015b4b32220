package io.linreg.backend.cuda;

import io.linreg.base.Resources;
import io.linreg.data.Dataset;
import io.linreg.data.Precision;
import io.linreg.data.RowBlock;
import jcuda.driver.CUdeviceptr;

/**
 * Rows on a device: X row by row, each row filled up with zeros to a multiple of 16 bytes, so that a thread loads 16 bytes
 * at a time and a team of neighbouring threads loads neighbouring bytes; and y. A {@link Lane} brings them there.
 */
final class DeviceData implements AutoCloseable {
    private static final int VECTOR_BYTES = 16;
    private static final int LEAST_COLUMNS_OF_A_BLOCK = 32;
    private static final int MOST_BLOCKS_DOWN = 65_535;

    private final Precision precision;
    private final int features;
    private final int stride;
    private final DeviceBuffer x;
    private final DeviceBuffer y;
    private long rows;

    /** Allocates memory for so many rows of a data set. */
    DeviceData(Dataset data, long rows) {
        this(data.precision(), data.features().size(), rows);
    }

    private DeviceData(Precision precision, int features, long rows) {
        this.precision = precision;
        this.features = features;
        stride = stride(features, precision);
        this.rows = rows;
        x = new DeviceBuffer(rows * stride * precision.bytes());
        y = Resources.guarded(x, first -> new DeviceBuffer(rows * precision.bytes()));
    }

    /** Allocates memory for so many rows of doubles. */
    static DeviceData doubles(int features, long rows) {
        return new DeviceData(Precision.DOUBLE, features, rows);
    }

    /** The bytes that so many rows take on a device. */
    static long bytes(Dataset data, long rows) {
        Precision precision = data.precision();
        return rows * (stride(data.features().size(), precision) + 1L) * precision.bytes();
    }

    private static int stride(int features, Precision precision) {
        int vector = VECTOR_BYTES / precision.bytes();
        return (features + vector - 1) / vector * vector;
    }

    DeviceBuffer x() {
        return x;
    }

    DeviceBuffer y() {
        return y;
    }

    /** Where a row begins. */
    CUdeviceptr xAt(long row) {
        return x.at(row * stride * precision.bytes());
    }

    /** Where the target of a row is. */
    CUdeviceptr yAt(long row) {
        return y.at(row * precision.bytes());
    }

    long rows() {
        return rows;
    }

    /** Says how many rows it holds from now on: no more than it was made for. */
    void holds(long rows) {
        this.rows = rows;
    }

    int features() {
        return features;
    }

    /** Numbers from one row to the next. */
    int stride() {
        return stride;
    }

    Precision precision() {
        return precision;
    }

    /**
     * Puts the laying out of rows into a stream.
     *
     * @param tiles as the host has them
     * @param at the row that the first becomes
     */
    void unpack(Kernels kernels, CudaStream stream, DeviceBuffer tiles, long at, int count) {
        int pieces = (stride + LEAST_COLUMNS_OF_A_BLOCK - 1) / LEAST_COLUMNS_OF_A_BLOCK;
        kernels.launch(
                stream.handle(),
                kernel("unpack"),
                new int[] {RowBlock.padded(count) / RowBlock.TILE, Math.min(MOST_BLOCKS_DOWN, pieces)},
                tiles,
                xAt(at),
                (long) count,
                features,
                stride);
    }

    /** The name of a kernel for data of this precision. */
    String kernel(String name) {
        return name + (precision == Precision.FLOAT ? "_f32" : "_f64");
    }

    @Override
    public void close() {
        try (x) {
            y.close();
        }
    }
}
