package io.linreg.backend.cuda;

import io.linreg.base.Resources;
import io.linreg.data.BlockLayout;
import io.linreg.data.Dataset;
import io.linreg.data.RowBlock;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A way for rows onto a device. They are copied as they are to page-locked memory, from where the device fetches them by itself;
 * tiles a kernel then lays out row by row. While one lane's rows are fetched, another's are copied.
 */
final class Lane implements AutoCloseable {
    private final Kernels kernels;
    private final List<Dataset> targets;
    private final Dataset source;
    private final int chunk;
    private final Resources resources = new Resources();
    private final CudaStream stream;
    private final PinnedBuffer staging;
    private final BlockLayout layout;
    /** Null where the host has them row by row: then they go straight to their place. */
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
            RowLayout onDevice = RowLayout.of(targets);
            layout = onDevice.onHost();
            staging = resources.own(new PinnedBuffer(Math.toIntExact(stagedBytes(onDevice, chunk))));
            tiles = layout.isByRow() ? null : resources.own(new DeviceBuffer(bytes(onDevice, chunk)));
        } catch (RuntimeException | Error e) {
            resources.closeAfter(e);
            throw e;
        }
    }

    /** The bytes it allocates on the host. */
    static long stagedBytes(RowLayout layout, int chunk) {
        return (long) chunk
                * (layout.onHost().width() + layout.targets())
                * layout.precision().bytes();
    }

    /** The bytes it allocates on the device. */
    static long bytes(RowLayout layout, int chunk) {
        return layout.onHost().isByRow() ? 0 : stagedBytes(layout, chunk);
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
        int featureBytes = stage(first, rows);
        long targetBytes = (long) rows * size;
        for (int t = 0; t < targets.size(); t++) {
            target.y().upload(staging, featureBytes + t * targetBytes, targetBytes, target.yOffset(t, at), stream);
        }
        if (layout.isByRow()) {
            target.x().upload(staging, 0, (long) rows * layout.width() * size, target.xOffset(at), stream);
        } else {
            tiles.upload(staging, 0, featureBytes, 0, stream);
            target.unpack(kernels, stream, tiles, at, rows);
        }
        return rows;
    }

    /** Copies features, then targets, block by block; returns the bytes of the features. */
    private int stage(long first, int rows) {
        int size = source.precision().bytes();
        int featureBytes = layout.length(rows) * size;
        for (int done = 0; done < rows; ) {
            RowBlock block = source.blocks().get((int) ((first + done) / source.blockRows()));
            int from = (int) ((first + done) % source.blockRows());
            int count = Math.min(rows - done, block.rows() - from);
            copyFeatures(block, from, count, staging.from(done * layout.width() * size));
            for (int t = 0; t < targets.size(); t++) {
                RowBlock ofTarget = targets.get(t).blocks().get((int) ((first + done) / source.blockRows()));
                copyTargets(ofTarget, from, count, staging.from(featureBytes + (t * rows + done) * size));
            }
            done += count;
        }
        return featureBytes;
    }

    private static void copyFeatures(RowBlock block, int from, int rows, ByteBuffer to) {
        int at = from * block.layout().width();
        int length = block.layout().length(rows);
        if (block instanceof RowBlock.Floats floats) {
            to.asFloatBuffer().put(floats.xs(), at, length);
        } else if (block instanceof RowBlock.Doubles doubles) {
            to.asDoubleBuffer().put(doubles.xs(), at, length);
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
