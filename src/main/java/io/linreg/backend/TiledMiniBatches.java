package io.linreg.backend;

import io.linreg.data.BlockLayout;
import io.linreg.data.ColumnReader;
import io.linreg.data.Dataset;
import io.linreg.data.Panel;
import io.linreg.data.RowBlock;
import java.util.Arrays;
import java.util.List;

/**
 * Mini-batches on tiles. The rows of the next few batches are gathered into tiles of their own, each batch in as many as it
 * fills, by all processors: rows in random order come from memory one cache line a number, unless they are wide, and that takes
 * longest. Then one thread walks over those tiles, step by step.
 *
 * @param <A> the arrays of the data
 */
final class TiledMiniBatches<A> implements MiniBatches {
    /** The numbers gathered at a time: they fit a processor's second cache. */
    private static final int GATHERED = 1 << 17;

    /** The numbers that a thread gathers at a time: enough to be worth waking it up for. */
    private static final int PIECE = 1 << 14;

    private final Dataset data;
    private final TileKernels<A> kernels;
    private final Workers workers;
    private final int d;
    private final int room;
    /** The rows of the next batches. */
    private final Piece<A> gathered;

    private final A parameters;
    private final BlockLayout layout;
    private final EpochSums<A> sums;
    private final double[] gradient;

    /**
     * Makes room for tiles.
     *
     * @param kernels for the data's precision
     * @param workers not closed by this
     */
    TiledMiniBatches(Dataset data, TileKernels<A> kernels, Workers workers) {
        this.data = data;
        this.kernels = kernels;
        this.workers = workers;
        d = data.features().size();
        layout = BlockLayout.of(d, data.precision());
        room = Math.max(1, GATHERED / (d * RowBlock.TILE));
        parameters = EpochSums.parameters(kernels, d);
        int most = room * RowBlock.TILE;
        gathered = new Piece<>(kernels.zeros(layout.length(most)), kernels.zeros(most), 0, most);
        sums = EpochSums.of(kernels, layout, 1).get(0);
        gradient = new double[EpochSums.count(d)];
    }

    /** How an epoch's rows lie in tiles: the batches one after another, each from a tile's beginning on. */
    private record Batches(int[] order, int batchSize) {
        int tilesOfBatch() {
            return (batchSize + RowBlock.TILE - 1) / RowBlock.TILE;
        }

        long tiles() {
            return (order.length + batchSize - 1L) / batchSize * tilesOfBatch();
        }

        /** Where the batch of a tile begins in the order. */
        int batch(long tile) {
            return Math.toIntExact(tile / tilesOfBatch() * batchSize);
        }

        int batchRows(long tile) {
            return Math.min(batchSize, order.length - batch(tile));
        }

        /** The rows of its batch that come before a tile. */
        int before(long tile) {
            return (int) (tile % tilesOfBatch()) * RowBlock.TILE;
        }

        /** The rows of a tile: none, or even fewer, behind the end of a shorter last batch. */
        int rows(long tile) {
            return Math.min(RowBlock.TILE, batchRows(tile) - before(tile));
        }

        boolean endsBatch(long tile) {
            return tile % tilesOfBatch() == tilesOfBatch() - 1;
        }
    }

    @Override
    public void descend(Epoch epoch, Optimizer optimizer) {
        Batches batches = new Batches(epoch.order(), epoch.batchSize());
        for (long first = 0; first < batches.tiles(); first += room) {
            int count = (int) Math.min(room, batches.tiles() - first);
            gather(batches, first, count);
            for (int k = 0; k < count; k++) {
                walk(batches, first + k, k, epoch, optimizer);
            }
        }
    }

    private void gather(Batches batches, long first, int count) {
        int each = Math.max(1, PIECE / (d * RowBlock.TILE));
        workers.run((count + each - 1) / each, (worker, piece) -> {
            for (int k = piece * each; k < Math.min(count, (piece + 1) * each); k++) {
                fill(k, batches, first + k);
            }
        });
    }

    private void fill(int place, Batches batches, long tile) {
        List<RowBlock> blocks = data.blocks();
        int from = batches.batch(tile) + batches.before(tile);
        for (int i = 0; i < batches.rows(tile); i++) {
            int row = batches.order()[from + i];
            RowBlock block = blocks.get(row / data.blockRows());
            int inBlock = row % data.blockRows();
            int to = place * RowBlock.TILE + i;
            int at = layout.index(inBlock, 0);
            kernels.copyRow(kernels.features(block), at, gathered.xs(), layout.index(to, 0), d, layout.step());
            kernels.copyRow(kernels.targets(block), inBlock, gathered.ys(), to, 1, 1);
        }
    }

    /** Adds a tile to the gradient of its batch, and takes the step if it is the batch's last. */
    private void walk(Batches batches, long tile, int place, Epoch epoch, Optimizer optimizer) {
        int before = batches.before(tile);
        if (before == 0) {
            kernels.copy(optimizer.parameters(), parameters);
            sums.start();
        }
        int count = batches.rows(tile);
        if (count > 0) {
            int row = place * RowBlock.TILE;
            sums.add(gathered, row, row + count, parameters, Double.POSITIVE_INFINITY, false);
        }
        if (batches.endsBatch(tile)) {
            sums.copy(gradient);
            for (int j = 0; j <= d; j++) {
                gradient[j] *= 2.0 / batches.batchRows(tile);
            }
            optimizer.step(gradient, epoch.learningRate(), epoch.intercept() ? d + 1 : d);
        }
    }

    @Override
    public double largestNorm() {
        return data
                .overPanels(panels -> {
                    ColumnReader reader = new ColumnReader();
                    double[] column = new double[Panel.ROWS];
                    double[] norms = new double[Panel.ROWS];
                    double largest = 1;
                    for (Panel panel : panels) {
                        Arrays.fill(norms, 1);
                        for (int j = 0; j < d; j++) {
                            reader.copy(panel, j, column);
                            for (int i = 0; i < panel.rows(); i++) {
                                norms[i] += column[i] * column[i];
                            }
                        }
                        for (int i = 0; i < panel.rows(); i++) {
                            largest = Math.max(largest, norms[i]);
                        }
                    }
                    return largest;
                })
                .stream()
                .max(Double::compare)
                .orElse(1.0);
    }

    @Override
    public void close() {
        // The garbage collector has it.
    }
}
