package io.linreg.backend.cuda;

import io.linreg.backend.DeviceUnavailableException;
import io.linreg.backend.DoubleDoubleMatrix;
import io.linreg.backend.ExactMoments;
import io.linreg.base.ParallelTasks;
import io.linreg.base.Resources;
import io.linreg.data.Dataset;
import io.linreg.data.Panel;
import io.linreg.data.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/**
 * Moments in double-double of rows that pass through a device once, whether they would fit it or not. Every lane adds up products
 * about the same centres, so that what lanes have is added up in the end.
 */
final class CudaExactMoments {
    private static final int MOST_LANES = 8;
    /** Large enough that starting a copy does not show. */
    private static final long CHUNK_BYTES = 1 << 24;
    /** What a chunk may take of the free memory. */
    private static final int CHUNK_SHARE = 64;
    /** What is left to the driver. */
    private static final int RESERVED_SHARE = 16;

    /** Beyond so many variances the square of a distance from the centre costs digits that count. */
    private static final double FAR = 1 << 20;

    /** A distance of less than this share of the mean is the rounding of data, not a bad centre. */
    private static final double NEAR = 0x1p-30;

    private final CudaContext context;
    private final Kernels kernels;
    private final Dataset rows;
    private final ExactDesign design;
    private final List<List<Panel>> chunks = new ArrayList<>();

    private CudaExactMoments(CudaContext context, Kernels kernels, Dataset rows, List<Term> terms) {
        this.context = context;
        this.kernels = kernels;
        this.rows = rows;
        design = ExactDesign.of(rows, terms);
    }

    static ExactMoments of(CudaContext context, Kernels kernels, Dataset rows, List<Term> terms) {
        return new CudaExactMoments(context, kernels, rows, terms).compute().requireInRange(rows, terms);
    }

    private ExactMoments compute() {
        long free = context.freeBytes();
        long usable = free - free / RESERVED_SHARE;
        long panelBytes = ExactLane.stagedBytes(design, Panel.ROWS);
        int panels = (int) Math.max(1, Math.min(CHUNK_BYTES, usable / CHUNK_SHARE) / panelBytes);
        List<Panel> all = rows.panels();
        for (int p = 0; p < all.size(); p += panels) {
            chunks.add(all.subList(p, Math.min(p + panels, all.size())));
        }
        int chunk = Math.min(panels, all.size()) * Panel.ROWS;
        long bytes = ExactLane.bytes(design, chunk);
        if (bytes > usable) {
            throw new DeviceUnavailableException(String.format(
                    Locale.ROOT,
                    "the products of %d columns take %.1f MB on the device, where %.1f MB are free; use --device cpu",
                    design.terms() + 1,
                    bytes * 1e-6,
                    free * 1e-6));
        }
        long useful = Math.min(
                chunks.size(), Math.min(MOST_LANES, Runtime.getRuntime().availableProcessors()));
        int count = (int) Math.max(1, Math.min(useful, usable / 2 / bytes));
        try (Resources resources = new Resources()) {
            List<ExactLane> lanes = new ArrayList<>();
            for (int k = 0; k < count; k++) {
                lanes.add(resources.own(new ExactLane(kernels, design, chunk)));
            }
            return compute(lanes, resources.own(new ParallelTasks(count)));
        }
    }

    private ExactMoments compute(List<ExactLane> lanes, ParallelTasks workers) {
        double[] centres = design.centres(rows);
        ExactMoments moments = pass(lanes, workers, centres);
        if (!isFar(centres, moments)) {
            return moments;
        }
        double[] means = new double[centres.length];
        for (int j = 0; j < means.length; j++) {
            means[j] = moments.mean(j).value();
        }
        return pass(lanes, workers, means); // few rows weigh so much that some others did not tell their mean
    }

    private static boolean isFar(double[] centres, ExactMoments moments) {
        for (int j = 0; j < centres.length; j++) {
            double mean = moments.mean(j).value();
            double distance = mean - centres[j];
            double squares = moments.weight().value() * distance * distance;
            if (squares > FAR * moments.product(j, j).value() && Math.abs(distance) > NEAR * Math.abs(mean)) {
                return true;
            }
        }
        return false;
    }

    private ExactMoments pass(List<ExactLane> lanes, ParallelTasks workers, double[] centres) {
        List<Callable<DoubleDoubleMatrix>> tasks = new ArrayList<>();
        for (int k = 0; k < lanes.size(); k++) {
            int lane = k;
            tasks.add(() -> {
                context.activate();
                lanes.get(lane).restart(centres);
                for (int c = lane; c < chunks.size(); c += lanes.size()) {
                    lanes.get(lane).add(chunks.get(c));
                }
                return lanes.get(lane).products();
            });
        }
        DoubleDoubleMatrix all = null;
        for (DoubleDoubleMatrix products : workers.all(tasks)) {
            if (all == null) {
                all = products;
            } else {
                all.add(products);
            }
        }
        return ExactMoments.about(centres, rows.rows(), all);
    }
}
