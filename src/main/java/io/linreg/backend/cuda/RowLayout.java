package io.linreg.backend.cuda;

import io.linreg.data.BlockLayout;
import io.linreg.data.Dataset;
import io.linreg.data.Precision;
import java.util.List;

/**
 * What rows are on a device: X row by row, each row filled up with zeros to a multiple of 16 bytes, so that a thread loads 16
 * bytes at a time and a team of neighbouring threads loads neighbouring bytes; and y, one target after another. Rows that the host
 * has row by row are as long as there.
 */
record RowLayout(Precision precision, int features, int targets) {
    private static final int VECTOR_BYTES = 16;

    /** For one target. */
    static RowLayout of(Dataset data) {
        return of(List.of(data));
    }

    /** For several targets of the same features. */
    static RowLayout of(List<Dataset> targets) {
        Dataset first = targets.get(0);
        return new RowLayout(first.precision(), first.features().size(), targets.size());
    }

    /** What the features of rows are on the host. */
    BlockLayout onHost() {
        return BlockLayout.of(features, precision);
    }

    /** Numbers from one row of X to the next. */
    int stride() {
        BlockLayout onHost = onHost();
        if (onHost.isByRow()) {
            return onHost.width();
        }
        int vector = VECTOR_BYTES / precision.bytes();
        return (features + vector - 1) / vector * vector;
    }

    /** The numbers of the parameters of all targets. */
    int parameters() {
        return targets * (features + 1);
    }

    /** The bytes that so many rows take on a device. */
    long bytes(long rows) {
        return rows * (stride() + targets) * precision.bytes();
    }

    /** The name of a kernel for data of this precision. */
    String kernel(String name) {
        return name + (precision == Precision.FLOAT ? "_f32" : "_f64");
    }
}
