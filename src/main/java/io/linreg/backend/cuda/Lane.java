package io.linreg.backend.cuda;

import io.linreg.base.Resources;
import io.linreg.data.Dataset;
import io.linreg.data.RowBlock;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A way for rows onto a device. Their tiles are copied as they are to page-locked memory, from where the device fetches them
 * by itself; a kernel then lays them out row by row. While one lane's rows are fetched, another's are copied.
 */
final class Lane implements AutoCloseable {
    private final Kernels kernels;
    private final List<Dataset> targets;
    private final Dataset source;
    private final int chunk;
    private final Resources resources = new Resources();
    private final CudaStream stream;
    private final PinnedBuffer staging;
    private final DeviceBuffer tiles;

    /**
     * Allocates a lane.
     *
     * @param targets data sets of the same features
     * @param chunk the most rows to take at a time: whole tiles
     */
    Lane(Kernels kernels, List<Dataset> targets, int chunk) {
        this.kernels = kernels;
        this.targets = targets;
        source = targets.get(0);
        this.chunk = chunk;
        try {
            stream = resources.own(new CudaStream());
            long bytes = bytes(RowLayout.of(targets), chunk);
            staging = resources.own(new PinnedBuffer(Math.toIntExact(bytes)));
            tiles = resources.own(new DeviceBuffer(bytes));
        } catch (RuntimeException | Error e) {
            resources.closeAfter(e);
            throw e;
        }
    }

    /** The bytes it allocates on the device, and as many on the host. */
    static long bytes(RowLayout layout, int chunk) {
        return (long) chunk
                * (layout.features() + layout.targets())
                * layout.precision().bytes();
    }

    CudaStream stream() {
        return stream;
    }

    /**
     * Puts the copy of a chunk into the stream, once the lane is free.
     *
     * @param first its first row: a multiple of the chunk
     * @param at the row of the target that this one becomes
     * @return how many rows it has
     */
    int put(long first, DeviceData target, long at) {
        stream.synchronize(); // the last chunk has left the staging memory
        int rows = (int) Math.min(chunk, source.rows() - first);
        int size = source.precision().bytes();
        int tileBytes = stage(first, rows);
        tiles.upload(staging, 0, tileBytes, 0, stream);
        long targetBytes = (long) rows * size;
        for (int t = 0; t < targets.size(); t++) {
            target.y().upload(staging, tileBytes + t * targetBytes, targetBytes, target.yOffset(t, at), stream);
        }
        target.unpack(kernels, stream, tiles, at, rows);
        return rows;
    }

    /** Copies tiles, then targets, block by block; returns the bytes of the tiles. */
    private int stage(long first, int rows) {
        int d = source.features().size();
        int size = source.precision().bytes();
        int tileBytes = RowBlock.padded(rows) * d * size;
        for (int done = 0; done < rows; ) {
            RowBlock block = source.blocks().get((int) ((first + done) / source.blockRows()));
            int from = (int) ((first + done) % source.blockRows());
            int count = Math.min(rows - done, block.rows() - from);
            copyFeatures(block, from, count, staging.from(done * d * size));
            for (int t = 0; t < targets.size(); t++) {
                RowBlock ofTarget = targets.get(t).blocks().get((int) ((first + done) / source.blockRows()));
                copyTargets(ofTarget, from, count, staging.from(tileBytes + (t * rows + done) * size));
            }
            done += count;
        }
        return tileBytes;
    }

    private static void copyFeatures(RowBlock block, int from, int rows, ByteBuffer to) {
        int d = block.features();
        int padded = RowBlock.padded(rows);
        if (block instanceof RowBlock.Floats floats) {
            to.asFloatBuffer().put(floats.xs(), from * d, padded * d);
        } else if (block instanceof RowBlock.Doubles doubles) {
            to.asDoubleBuffer().put(doubles.xs(), from * d, padded * d);
        } else {
            throw unknown(block);
        }
    }

    private static void copyTargets(RowBlock block, int from, int rows, ByteBuffer to) {
        if (block instanceof RowBlock.Floats floats) {
            to.asFloatBuffer().put(floats.ys(), from, rows);
        } else if (block instanceof RowBlock.Doubles doubles) {
            to.asDoubleBuffer().put(doubles.ys(), from, rows);
        } else {
            throw unknown(block);
        }
    }

    private static IllegalStateException unknown(RowBlock block) {
        return new IllegalStateException("a block of neither floats nor doubles: " + block.getClass());
    }

    @Override
    public void close() {
        resources.close();
    }
}
