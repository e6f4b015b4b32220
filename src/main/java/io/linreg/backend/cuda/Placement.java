package io.linreg.backend.cuda;

import io.linreg.backend.DeviceUnavailableException;
import io.linreg.backend.Gradient;
import io.linreg.data.RowBlock;
import java.util.Locale;

/**
 * Where the rows of a data set go, known before anything is allocated: as many as fit stay on the device; the others pass
 * through it in chunks, several at a time, in every epoch. For moments all rows pass once, where not all of them fit.
 *
 * @param resident the first rows, which stay
 * @param chunk the most rows that are brought to the device at a time: whole tiles
 * @param lanes how many chunks are on their way at a time
 */
record Placement(long resident, int chunk, int lanes) {
    /** Large enough that starting a copy does not show, small enough that memory goes to data. */
    private static final long MOST_CHUNK_BYTES = 1 << 24;
    /** Enough that threads copy while a device fetches and computes. */
    private static final int MOST_LANES = 8;
    /** What a chunk may take of the free memory. */
    private static final int CHUNK_SHARE = 64;
    /** What is left to the driver and to cuBLAS. */
    private static final int RESERVED_SHARE = 16;

    /**
     * Finds a place for each row.
     *
     * @param layout of a row
     * @param rows how many there are
     * @param free bytes of memory on the device
     * @throws DeviceUnavailableException if there is too little for even a chunk at a time
     */
    static Placement of(RowLayout layout, long rows, Gradient method, long free) {
        long usable = free - free / RESERVED_SHARE;
        int chunk = chunk(layout, rows, usable);
        long chunks = GradientSums.ceilDiv(rows, chunk);
        int lanes =
                (int) Math.min(chunks, Math.min(MOST_LANES, Runtime.getRuntime().availableProcessors()));
        if (residentBytes(layout, method, rows) + lanes * Lane.bytes(layout, chunk) <= usable) {
            return new Placement(rows, chunk, lanes);
        }
        long passing = passingBytes(layout, method, chunk);
        while (lanes > 1 && lanes * passing > usable / 2) {
            lanes--;
        }
        if (lanes * passing > usable) {
            throw new DeviceUnavailableException(String.format(
                    Locale.ROOT,
                    "the data needs %.1f MB on the device, or %.1f MB to pass through it in parts, where %.1f MB are free;"
                            + " use --precision float, or --device cpu",
                    residentBytes(layout, method, rows) * 1e-6,
                    passing * 1e-6,
                    free * 1e-6));
        }
        long resident = method == Gradient.GRAM ? 0 : fitting(layout, rows, method, chunk, usable - lanes * passing);
        return new Placement(resident, chunk, lanes);
    }

    private static int chunk(RowLayout layout, long rows, long usable) {
        long bytes = Math.min(MOST_CHUNK_BYTES, usable / CHUNK_SHARE);
        long tileBytes = Lane.stagedBytes(layout, RowBlock.TILE);
        long tiles = Math.min(bytes / tileBytes, GradientSums.ceilDiv(rows, RowBlock.TILE));
        return (int) Math.max(1, tiles) * RowBlock.TILE;
    }

    /** The bytes that so many rows take on the device, with all that is computed of them. */
    private static long residentBytes(RowLayout layout, Gradient method, long rows) {
        return layout.bytes(rows)
                + (method == Gradient.GRAM
                        ? DeviceMoments.bytes(rows, layout.features())
                        : CudaJointLeastSquares.bytes(layout, rows, method));
    }

    /** The bytes that a chunk takes while it passes. */
    private static long passingBytes(RowLayout layout, Gradient method, int rows) {
        return Lane.bytes(layout, rows)
                + layout.bytes(rows)
                + (long) layout.parameters() * Double.BYTES
                + (method == Gradient.GRAM
                        ? DeviceMoments.bytes(rows, layout.features())
                        : GradientSums.bytes(layout, rows, method));
    }

    /** The most rows, in whole chunks, that take no more than so many bytes. */
    private static long fitting(RowLayout layout, long rows, Gradient method, int chunk, long bytes) {
        long least = 0;
        long most = rows / chunk;
        while (least < most) {
            long middle = (least + most + 1) / 2;
            if (residentBytes(layout, method, middle * chunk) <= bytes) {
                least = middle;
            } else {
                most = middle - 1;
            }
        }
        return least * chunk;
    }
}
