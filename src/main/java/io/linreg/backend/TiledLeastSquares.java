package io.linreg.backend;

import io.linreg.data.BlockLayout;
import io.linreg.data.Dataset;
import io.linreg.data.RowBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Residual, loss and gradient in one pass over the data, at the speed of memory: a few rows are read for their residuals, and are
 * still in the cache when they are read again for the gradient, and for other targets. All processors share the data out in pieces.
 *
 * <p>Pieces are the same for any number of threads and are added up in order, and so results are the same bits; those of a target
 * are the same with others beside it as alone.
 *
 * @param <A> the arrays of the data
 */
final class TiledLeastSquares<A> implements JointLeastSquares {
    /** In how many pieces data is cut, where their size lies between the next two. */
    private static final int PIECES = 16;

    /** The least numbers in a piece: a thread is busy with them for longer than it takes to hand them over. */
    private static final long LEAST_NUMBERS = 1 << 15;

    /** The most: threads are to end at about the same time. */
    private static final long MOST_NUMBERS = 1 << 18;

    /** More, where many features would make fewer rows of that: the sums of a piece are to be few beside its numbers. */
    private static final int LEAST_ROWS = 1024;

    /**
     * For how many numbers there is a thread, for each that the kernels take at a time: handing over takes a microsecond or two while
     * threads watch for work, a tenth of what one thread needs for as many.
     */
    private static final long NUMBERS_PER_THREAD = 1 << 14;

    /** A row takes as long as so many numbers, beside its features. */
    private static final int NUMBERS_PER_ROW = 8;

    /** How many numbers are more than a core's own caches hold. */
    private static final long LEAST_FAR = 1 << 20;

    /** How long a thread works before it tries {@link ReadingOrder several streams}. */
    private static final long FIRST_TRIAL_NANOS = 300_000_000;

    private final List<Dataset> targets;
    private final TileKernels<A> kernels;
    private final Workers workers;
    private final int d;
    private final int threads;
    /** By target; the features of all are the same arrays. */
    private final List<List<Piece<A>>> pieces = new ArrayList<>();

    /** By thread and target. */
    private final List<List<EpochSums<A>>> sumsOfThreads = new ArrayList<>();

    /** By thread. */
    private final List<ReadingOrder> orders = new ArrayList<>();

    private final List<A> parameters = new ArrayList<>();
    /** By piece and target. */
    private final double[][][] sumsOfPieces;

    /**
     * Shares the data out.
     *
     * @param targets data sets of the same features, in the same arrays
     * @param kernels for their precision
     * @param workers not closed by this
     */
    TiledLeastSquares(List<Dataset> targets, TileKernels<A> kernels, Workers workers) {
        this(targets, kernels, workers, () -> order(targets.get(0), kernels));
    }

    /**
     * Shares the data out.
     *
     * @param order for each thread
     */
    TiledLeastSquares(List<Dataset> targets, TileKernels<A> kernels, Workers workers, Supplier<ReadingOrder> order) {
        this.targets = targets;
        this.kernels = kernels;
        this.workers = workers;
        d = targets.get(0).features().size();
        for (Dataset target : targets) {
            pieces.add(pieces(target));
            parameters.add(EpochSums.parameters(kernels, d));
        }
        int count = pieces.get(0).size();
        long work = rows() * (d + NUMBERS_PER_ROW) * targets.size() / (NUMBERS_PER_THREAD * kernels.lanes());
        threads = (int) Math.min(Math.min(workers.count(), count), 1 + work);
        BlockLayout layout = BlockLayout.of(d, targets.get(0).precision());
        for (int worker = 0; worker < threads; worker++) {
            sumsOfThreads.add(EpochSums.of(kernels, layout, targets.size()));
            orders.add(order.get());
        }
        sumsOfPieces = new double[count][targets.size()][EpochSums.count(d)];
    }

    private static ReadingOrder order(Dataset data, TileKernels<?> kernels) {
        int d = data.features().size();
        boolean matters =
                data.rows() * d >= LEAST_FAR && EpochSums.hasStreams(kernels, BlockLayout.of(d, data.precision()));
        return matters ? ReadingOrder.triedAfter(FIRST_TRIAL_NANOS) : ReadingOrder.fixed(false);
    }

    private List<Piece<A>> pieces(Dataset data) {
        List<Piece<A>> ofTarget = new ArrayList<>();
        long numbers = Math.max(LEAST_NUMBERS, Math.min(MOST_NUMBERS, data.rows() * d / PIECES));
        int rows = Math.max(LEAST_ROWS, (int) (numbers / d) / RowBlock.TILE * RowBlock.TILE);
        for (RowBlock block : data.blocks()) {
            for (int row = 0; row < block.rows(); row += rows) {
                ofTarget.add(new Piece<>(
                        kernels.features(block), kernels.targets(block), row, Math.min(block.rows(), row + rows)));
            }
        }
        return ofTarget;
    }

    @Override
    public int targets() {
        return targets.size();
    }

    @Override
    public int features() {
        return d;
    }

    @Override
    public long rows() {
        return targets.get(0).rows();
    }

    @Override
    public Gradient method() {
        return Gradient.FUSED;
    }

    @Override
    public void lossesAndGradients(double[][] at, double[] losses, double[][] gradients) {
        pass(at, Double.POSITIVE_INFINITY);
        for (int t = 0; t < at.length; t++) {
            losses[t] = total(t, gradients[t])[d + 1] / rows();
        }
    }

    /** {@link LeastSquares#clippedGradient}, of one target alone. */
    ClippedResiduals clippedGradient(double[] at, double threshold, double[] gradient) {
        if (targets.size() > 1) {
            throw new IllegalStateException(targets.size() + " targets");
        }
        pass(new double[][] {at}, threshold);
        double[] total = total(0, gradient);
        double n = rows();
        return new ClippedResiduals(total[d + 1] / n, total[d + 2] / n, (long) total[d + 3]);
    }

    private void pass(double[][] at, double threshold) {
        for (int t = 0; t < at.length; t++) {
            kernels.copy(at[t], parameters.get(t));
        }
        workers.run(sumsOfPieces.length, threads, (worker, piece) -> accumulate(worker, piece, threshold));
    }

    private void accumulate(int worker, int number, double threshold) {
        ReadingOrder order = orders.get(worker);
        long began = order.isOpen() ? System.nanoTime() : 0;
        accumulate(sumsOfThreads.get(worker), number, threshold, order.several());
        if (order.isOpen()) {
            Piece<A> piece = pieces.get(0).get(number);
            order.took(System.nanoTime() - began, piece.endRow() - piece.firstRow());
        }
    }

    /** Some tiles' rows with one target are followed by the same rows with the next, while they are in a cache. */
    private void accumulate(List<EpochSums<A>> mine, int number, double threshold, boolean several) {
        Piece<A> first = pieces.get(0).get(number);
        mine.forEach(EpochSums::start);
        int few = several ? TileKernels.MOST_TILES * RowBlock.TILE : RowBlock.TILE;
        int step = targets.size() == 1 ? first.endRow() - first.firstRow() : few;
        for (int row = first.firstRow(), end; row < first.endRow(); row = end) {
            end = Math.min(first.endRow(), row + step);
            for (int t = 0; t < mine.size(); t++) {
                mine.get(t).add(pieces.get(t).get(number), row, end, parameters.get(t), threshold, several);
            }
        }
        for (int t = 0; t < mine.size(); t++) {
            mine.get(t).copy(sumsOfPieces[number][t]);
        }
    }

    /** The sums over all pieces, and the gradient that they make. */
    private double[] total(int target, double[] gradient) {
        double[] total = new double[EpochSums.count(d)];
        for (double[][] ofPiece : sumsOfPieces) {
            for (int j = 0; j < total.length; j++) {
                total[j] += ofPiece[target][j];
            }
        }
        for (int j = 0; j <= d; j++) {
            gradient[j] = 2.0 / rows() * total[j];
        }
        return total;
    }

    @Override
    public void close() {
        // The garbage collector has it.
    }
}
