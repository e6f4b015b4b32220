package io.linreg.backend.cuda;

import io.linreg.backend.DoubleDouble;
import io.linreg.backend.DoubleDoubleMatrix;
import io.linreg.base.Resources;
import io.linreg.data.ColumnReader;
import io.linreg.data.Panel;
import io.linreg.data.Precision;
import io.linreg.data.RowBlock;
import java.nio.DoubleBuffer;
import java.util.List;

/**
 * A way for rows through a device that leaves the sums of products of a design matrix's columns, in double-double. Rows are taken
 * from where they stand, to page-locked memory in tiles, and the device fetches them by itself; while one lane's rows are
 * fetched, another's are taken.
 */
final class ExactLane implements AutoCloseable {
    private static final int TILE = 32;
    /** The rows that a block of threads takes at least, where a chunk has enough. */
    private static final int LEAST_ROWS_PER_SLICE = 256;

    private static final int MOST_SLICES = 256;
    /** Bounds the memory of the slices' matrices. */
    private static final long PARTIAL_NUMBERS = 1 << 23;

    private final Kernels kernels;
    private final ExactDesign design;
    private final Resources resources = new Resources();
    private final CudaStream stream;
    private final PinnedBuffer staging;
    private final DeviceBuffer tiles;
    private final DeviceData data;
    private final DeviceBuffer centres;
    private final DeviceBuffer offsets;
    private final DeviceBuffer factors;
    private final DeviceBuffer partials;
    private final DeviceBuffer total;
    private final ColumnReader reader = new ColumnReader();
    private final double[] column = new double[Panel.ROWS];

    /** Allocates a lane for up to so many rows at a time, whole tiles. */
    ExactLane(Kernels kernels, ExactDesign design, int chunk) {
        this.kernels = kernels;
        this.design = design;
        try {
            stream = resources.own(new CudaStream());
            staging = resources.own(new PinnedBuffer(Math.toIntExact(stagedBytes(design, chunk))));
            tiles = resources.own(DeviceBuffer.doubles((long) chunk * design.columns()));
            data = resources.own(new DeviceData(layout(design), chunk));
            centres = resources.own(DeviceBuffer.doubles(design.terms() + 1));
            offsets = resources.own(DeviceBuffer.of(design.offsets()));
            factors = resources.own(DeviceBuffer.of(design.factors()));
            partials = resources.own(DeviceBuffer.doubles(2L * slices(design, chunk) * design.numbers()));
            total = resources.own(DeviceBuffer.doubles(2 * design.numbers()));
        } catch (RuntimeException | Error e) {
            resources.closeAfter(e);
            throw e;
        }
    }

    /** The bytes that so many rows take on their way. */
    static long stagedBytes(ExactDesign design, int rows) {
        return rows * (design.columns() + 1L) * Double.BYTES;
    }

    /** The bytes that a lane takes on the device. */
    static long bytes(ExactDesign design, int chunk) {
        long matrices = 2 * (slices(design, chunk) + 1L) * design.numbers() * Double.BYTES;
        return stagedBytes(design, chunk) + layout(design).bytes(chunk) + matrices;
    }

    private static RowLayout layout(ExactDesign design) {
        return new RowLayout(Precision.DOUBLE, design.columns(), 1);
    }

    private static int slices(ExactDesign design, int rows) {
        long affordable = Math.max(1, PARTIAL_NUMBERS / (2 * design.numbers()));
        long useful = GradientSums.ceilDiv(rows, LEAST_ROWS_PER_SLICE);
        return (int) Math.min(MOST_SLICES, Math.min(affordable, useful));
    }

    /** Begins anew, with other centres. */
    void restart(double[] about) {
        centres.upload(about);
        total.upload(new double[Math.toIntExact(2 * design.numbers())]);
    }

    /** Adds rows to the sums: as many as a chunk has at most. */
    void add(List<Panel> panels) {
        stream.synchronize(); // the last chunk has left the staging memory
        int rows = stage(panels);
        int tileNumbers = RowBlock.padded(rows) * design.columns();
        tiles.upload(staging, 0, (long) tileNumbers * Double.BYTES, 0, stream);
        data.y().upload(staging, (long) tileNumbers * Double.BYTES, (long) rows * Double.BYTES, 0, stream);
        data.holds(rows);
        data.unpack(kernels, stream, tiles, 0, rows);
        int slices = slices(design, rows);
        int across = (design.terms() + TILE - 1) / TILE;
        kernels.launch(
                stream.handle(),
                "exact",
                new int[] {across, across, slices},
                data.x(),
                data.y(),
                centres,
                offsets,
                factors,
                partials,
                data.rows(),
                design.terms(),
                data.stride(),
                design.weights(),
                slices);
        kernels.launch(
                stream.handle(),
                "exact_add",
                GradientSums.grid(GradientSums.ceilDiv(design.numbers(), Kernels.THREADS)),
                partials,
                total,
                design.numbers(),
                slices);
    }

    /** Copies columns to tiles, and the targets behind them; returns how many rows they are. */
    private int stage(List<Panel> panels) {
        int rows = panels.stream().mapToInt(Panel::rows).sum();
        DoubleBuffer to = staging.from(0).asDoubleBuffer();
        int d = design.columns();
        int features = design.weighted() ? d - 1 : d;
        int first = 0;
        for (Panel panel : panels) {
            for (int j = 0; j < d; j++) {
                reader.copy(panel, j < features ? j : features + 1, column); // the target stands between
                for (int i = 0; i < panel.rows(); ) {
                    int row = first + i;
                    int inTile = row % RowBlock.TILE;
                    int count = Math.min(RowBlock.TILE - inTile, panel.rows() - i);
                    to.put((row - inTile) * d + j * RowBlock.TILE + inTile, column, i, count);
                    i += count;
                }
            }
            reader.copy(panel, features, column);
            to.put(RowBlock.padded(rows) * d + first, column, 0, panel.rows());
            first += panel.rows();
        }
        return rows;
    }

    /** The sums of products of all rows since the start. */
    DoubleDoubleMatrix products() {
        stream.synchronize();
        double[] words = new double[Math.toIntExact(2 * design.numbers())];
        total.download(words);
        int n = design.terms() + 2;
        DoubleDoubleMatrix products = new DoubleDoubleMatrix(n, n);
        for (int j = 0; j < n; j++) {
            for (int k = 0; k < n; k++) {
                products.set(j, k, new DoubleDouble(words[j * n + k], words[(n + j) * n + k]));
            }
        }
        return products;
    }

    @Override
    public void close() {
        resources.close();
    }
}
