package io.linreg.backend.cuda;

/** Partial sums, row by row, and the launches that fold them into one row, 256 rows at a time, in order. */
final class Folding implements AutoCloseable {
    private static final int ROWS = 256;
    /** The columns that a block takes at a time; where there are more, other blocks share them. */
    private static final int LANES = 32;

    private static final int MOST_BLOCKS_DOWN = 65_535;

    private final Kernels kernels;
    private final CudaStream stream;
    private final long count;
    private final int columns;
    private final DeviceBuffer partials;
    private final DeviceBuffer folded;

    Folding(Kernels kernels, CudaStream stream, long count, int columns) {
        this.kernels = kernels;
        this.stream = stream;
        this.count = count;
        this.columns = columns;
        partials = DeviceBuffer.doubles(count * columns);
        try {
            folded = DeviceBuffer.doubles(GradientSums.ceilDiv(count, ROWS) * columns);
        } catch (RuntimeException e) {
            partials.close();
            throw e;
        }
    }

    static long bytes(long count, int columns) {
        return (count + GradientSums.ceilDiv(count, ROWS)) * columns * Double.BYTES;
    }

    /** Where the rows are to be written: count x columns doubles. */
    DeviceBuffer partials() {
        return partials;
    }

    /** Puts the folding into the stream; returns where the one row will be. */
    DeviceBuffer launch() {
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
        try {
            folded.close();
        } finally {
            partials.close();
        }
    }
}
