package io.linreg.backend.cuda;

import io.linreg.data.Dataset;
import io.linreg.data.Precision;
import io.linreg.data.RowBlock;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;

/**
 * A data set on a device: X row by row, each row filled up with zeros to a multiple of 16 bytes, so that a thread loads
 * 16 bytes at a time and a team of neighbouring threads loads neighbouring bytes; and y.
 */
final class DeviceData implements AutoCloseable {
    private static final int VECTOR_BYTES = 16;
    private static final int STAGING_BYTES = 1 << 24;

    private final Precision precision;
    private final int features;
    private final int stride;
    private final long rows;
    private final DeviceBuffer x;
    private final DeviceBuffer y;

    /** Allocates memory for a data set and copies it there. */
    DeviceData(Dataset data) {
        precision = data.precision();
        features = data.features().size();
        stride = stride(features, precision);
        rows = data.rows();
        x = new DeviceBuffer(rows * stride * precision.bytes());
        try {
            y = new DeviceBuffer(rows * precision.bytes());
        } catch (RuntimeException e) {
            x.close();
            throw e;
        }
        boolean whole = false;
        try {
            upload(data);
            whole = true;
        } finally {
            if (!whole) {
                close();
            }
        }
    }

    /** The bytes that a data set takes on a device. */
    static long bytes(Dataset data) {
        Precision precision = data.precision();
        return data.rows() * (stride(data.features().size(), precision) + 1L) * precision.bytes();
    }

    private static int stride(int features, Precision precision) {
        int vector = VECTOR_BYTES / precision.bytes();
        return (features + vector - 1) / vector * vector;
    }

    private void upload(Dataset data) {
        int rowBytes = stride * precision.bytes();
        int chunk = Math.max(1, STAGING_BYTES / rowBytes);
        ByteBuffer staging =
                ByteBuffer.allocateDirect(Math.max(chunk, 1) * rowBytes).order(ByteOrder.nativeOrder());
        Numbers numbers = Numbers.of(staging, precision);
        long first = 0;
        for (RowBlock block : data.blocks()) {
            for (int from = 0; from < block.rows(); from += chunk) {
                int count = Math.min(chunk, block.rows() - from);
                for (int i = 0; i < count; i++) {
                    for (int j = 0; j < stride; j++) {
                        numbers.put(i * stride + j, j < features ? block.x(from + i, j) : 0);
                    }
                }
                x.upload(numbers.buffer(), (first + from) * rowBytes, (long) count * rowBytes);
                for (int i = 0; i < count; i++) {
                    numbers.put(i, block.y(from + i));
                }
                y.upload(numbers.buffer(), (first + from) * precision.bytes(), (long) count * precision.bytes());
            }
            first += block.rows();
        }
    }

    /** Numbers of one precision in a buffer of bytes. */
    private interface Numbers {
        void put(int index, double value);

        Buffer buffer();

        static Numbers of(ByteBuffer bytes, Precision precision) {
            return precision == Precision.FLOAT
                    ? new Floats(bytes.asFloatBuffer())
                    : new Doubles(bytes.asDoubleBuffer());
        }

        record Floats(FloatBuffer buffer) implements Numbers {
            @Override
            public void put(int index, double value) {
                buffer.put(index, (float) value);
            }
        }

        record Doubles(DoubleBuffer buffer) implements Numbers {
            @Override
            public void put(int index, double value) {
                buffer.put(index, value);
            }
        }
    }

    DeviceBuffer x() {
        return x;
    }

    DeviceBuffer y() {
        return y;
    }

    long rows() {
        return rows;
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

    /** The name of a kernel for data of this precision. */
    String kernel(String name) {
        return name + (precision == Precision.FLOAT ? "_f32" : "_f64");
    }

    @Override
    public void close() {
        try {
            y.close();
        } finally {
            x.close();
        }
    }
}
