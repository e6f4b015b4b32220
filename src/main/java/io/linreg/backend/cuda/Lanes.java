package io.linreg.backend.cuda;

import io.linreg.base.ParallelTasks;
import io.linreg.base.Resources;
import io.linreg.data.Dataset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Lanes that share the chunks of a data set among them: chunk k takes lane k modulo their number, whatever happens. */
final class Lanes implements AutoCloseable {
    private final CudaContext context;
    private final List<Dataset> targets;
    private final Dataset source;
    private final int chunk;
    private final Resources resources = new Resources();
    private final List<Lane> lanes = new ArrayList<>();
    private final ParallelTasks workers;

    /** For several targets of the same features, or one. */
    Lanes(CudaContext context, Kernels kernels, List<Dataset> targets, Placement placement) {
        this.context = context;
        this.targets = targets;
        source = targets.get(0);
        chunk = placement.chunk();
        try {
            for (int k = 0; k < placement.lanes(); k++) {
                lanes.add(resources.own(new Lane(kernels, targets, chunk)));
            }
            workers = resources.own(new ParallelTasks(lanes.size()));
        } catch (RuntimeException | Error e) {
            resources.closeAfter(e);
            throw e;
        }
    }

    Dataset source() {
        return source;
    }

    RowLayout layout() {
        return RowLayout.of(targets);
    }

    /** The most rows of a chunk. */
    int chunk() {
        return chunk;
    }

    int count() {
        return lanes.size();
    }

    Lane lane(int k) {
        return lanes.get(k);
    }

    /** How many chunks there are from a row on. */
    int chunks(long from) {
        return Math.toIntExact(GradientSums.ceilDiv(source.rows() - from, chunk));
    }

    /** What is done with a chunk; on the thread of its lane, which has the context. */
    @FunctionalInterface
    interface Visit {
        void chunk(int lane, int index, long firstRow);
    }

    /** Brings the first rows to the device, as many as the target holds; returns when they are there. */
    void fill(DeviceData target) {
        visit(0, target.rows(), (lane, index, first) -> lanes.get(lane).put(first, target, first));
    }

    /** Visits the chunks from a row on, up to the end of the data. */
    void visit(long from, Visit visit) {
        visit(from, source.rows(), visit);
    }

    private void visit(long from, long to, Visit visit) {
        List<Callable<Void>> tasks = new ArrayList<>();
        for (int k = 0; k < lanes.size(); k++) {
            int lane = k;
            tasks.add(() -> {
                context.activate();
                long step = (long) lanes.size() * chunk;
                for (long first = from + (long) lane * chunk; first < to; first += step) {
                    visit.chunk(lane, (int) ((first - from) / chunk), first);
                }
                lanes.get(lane).stream().synchronize();
                return null;
            });
        }
        workers.all(tasks);
    }

    @Override
    public void close() {
        resources.close();
    }
}
