package io.linreg.backend.cuda;

import io.linreg.base.Resources;

/** Partial sums, row by row, and the launches that fold them into one row, 256 rows at a time, in order. */
final class Folding implements AutoCloseable {
    private static final int ROWS = 256;
    /** The columns that a block takes at a time; where there are more, other blocks share them. */
    private static final int LANES = 32;

    private static final int MOST_BLOCKS_DOWN = 65_535;

    private final Kernels kernels;
    private final CudaStream stream;
    private final int columns;
    private final DeviceBuffer partials;
    private final DeviceBuffer folded;

    /** Allocates memory for so many rows of sums. */
    Folding(Kernels kernels, CudaStream stream, long count, int columns) {
        this.kernels = kernels;
        this.stream = stream;
        this.columns = columns;
        partials = DeviceBuffer.doubles(count * columns);
        folded = count == 1
                ? null // there is nothing to fold
                : Resources.guarded(
                        partials, first -> DeviceBuffer.doubles(GradientSums.ceilDiv(count, ROWS) * columns));
    }

    static long bytes(long count, long columns) {
        long folded = count == 1 ? 0 : GradientSums.ceilDiv(count, ROWS);
        return (count + folded) * columns * Double.BYTES;
    }

    /** Where the rows are to be written: count x columns doubles. */
    DeviceBuffer partials() {
        return partials;
    }

    /** Puts the folding of the first rows into the stream; returns where the one row will be. */
    DeviceBuffer launch(long count) {
        DeviceBuffer from = partials;
        DeviceBuffer to = folded;
        for (long left = count; left > 1; left = GradientSums.ceilDiv(left, ROWS)) {
            long rows = GradientSums.ceilDiv(left, ROWS);
            int[] grid = {Math.toIntExact(rows), Math.min(MOST_BLOCKS_DOWN, (columns + LANES - 1) / LANES)};
            kernels.launch(stream.handle(), "fold", grid, from, left, columns, to);
            DeviceBuffer swapped = from;
            from = to;
            to = swapped;
        }
        return from;
    }

    @Override
    public void close() {
        try (partials) {
            if (folded != null) {
                folded.close();
            }
        }
    }
}
