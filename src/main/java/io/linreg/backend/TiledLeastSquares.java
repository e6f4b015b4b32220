package io.linreg.backend;

import io.linreg.data.Dataset;
import io.linreg.data.RowBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Residual, loss and gradient in one pass over the data, at the speed of memory: a tile is read for its residuals, and is
 * still in the cache when it is read again for the gradient, and for other targets of the same rows. All processors share the
 * data out in pieces.
 *
 * <p>Arithmetic is in the precision of the data, sums over a few tiles as well; from there on sums are in double. Pieces are
 * the same for any number of threads and are added up in order, and so results are the same bits; those of a target are the
 * same with others beside it as alone.
 *
 * @param <A> the arrays of the data
 */
final class TiledLeastSquares<A> implements JointLeastSquares {
    /** The numbers in a piece of work: a thread is busy with it for longer than it takes to wake one up. */
    private static final int PIECE_NUMBERS = 1 << 18;

    /** Many features make few rows of that; the sums of a piece are to be few beside its numbers. */
    private static final int LEAST_ROWS = 1024;

    /**
     * For how many numbers a thread is woken up, for each that the kernels take at a time: that takes some 50 microseconds, half of
     * what one thread needs for as many.
     */
    private static final long NUMBERS_PER_THREAD = 1 << 18;

    /** A row takes as long as so many numbers, beside its features. */
    private static final int NUMBERS_PER_ROW = 8;

    /** How long sums are in the precision of the data. */
    private static final int TILES_PER_SUM = 16;

    private final List<Dataset> targets;
    private final TileKernels<A> kernels;
    private final Workers workers;
    private final int d;
    private final int threads;
    /** By target; the features of all are the same arrays. */
    private final List<List<Piece<A>>> pieces = new ArrayList<>();

    private final List<Scratch<A>> scratches = new ArrayList<>();
    private final List<A> parameters = new ArrayList<>();
    /** By piece and target: X'r, the sum of r, the sum of r^2. */
    private final double[][][] sums;

    /** Consecutive tiles of a block. */
    record Piece<A>(A xs, A ys, int firstRow, int endRow) {}

    /** What a thread works with: residuals of a tile, and partial sums by target. */
    private record Scratch<A>(A residuals, List<A> partials) {}

    /**
     * Shares the data out.
     *
     * @param targets data sets of the same features, in the same arrays
     * @param kernels for their precision
     * @param workers not closed by this
     */
    TiledLeastSquares(List<Dataset> targets, TileKernels<A> kernels, Workers workers) {
        this.targets = targets;
        this.kernels = kernels;
        this.workers = workers;
        d = targets.get(0).features().size();
        for (Dataset target : targets) {
            pieces.add(pieces(target));
            parameters.add(kernels.zeros(d + 1));
        }
        int count = pieces(0).size();
        long work = rows() * (d + NUMBERS_PER_ROW) * targets.size() / (NUMBERS_PER_THREAD * kernels.lanes());
        threads = (int) Math.min(Math.min(workers.count(), count), 1 + work);
        for (int worker = 0; worker < threads; worker++) {
            List<A> partials = targets.stream()
                    .map(target -> kernels.zeros((d + 2) * kernels.lanes()))
                    .toList();
            scratches.add(new Scratch<>(kernels.zeros(RowBlock.TILE), partials));
        }
        sums = new double[count][targets.size()][d + 2];
    }

    private List<Piece<A>> pieces(Dataset data) {
        List<Piece<A>> ofTarget = new ArrayList<>();
        int rows = Math.max(LEAST_ROWS, PIECE_NUMBERS / d / RowBlock.TILE * RowBlock.TILE);
        for (RowBlock block : data.blocks()) {
            for (int row = 0; row < block.rows(); row += rows) {
                ofTarget.add(new Piece<>(
                        kernels.features(block), kernels.targets(block), row, Math.min(block.rows(), row + rows)));
            }
        }
        return ofTarget;
    }

    /** The rows of a target, in order. */
    List<Piece<A>> pieces(int target) {
        return pieces.get(target);
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
        for (int t = 0; t < at.length; t++) {
            kernels.copy(at[t], parameters.get(t));
        }
        workers.run(sums.length, threads, this::accumulate);
        for (int t = 0; t < at.length; t++) {
            losses[t] = lossAndGradient(t, gradients[t]);
        }
    }

    private double lossAndGradient(int target, double[] gradient) {
        double n = rows();
        double squares = 0;
        Arrays.fill(gradient, 0);
        for (double[][] ofPiece : sums) {
            for (int j = 0; j <= d; j++) {
                gradient[j] += ofPiece[target][j];
            }
            squares += ofPiece[target][d + 1];
        }
        for (int j = 0; j <= d; j++) {
            gradient[j] *= 2 / n;
        }
        return squares / n;
    }

    private void accumulate(int worker, int number) {
        Scratch<A> scratch = scratches.get(worker);
        Piece<A> first = pieces(0).get(number);
        for (double[] ofTarget : sums[number]) {
            Arrays.fill(ofTarget, 0);
        }
        int tiles = 0;
        for (int row = first.firstRow(); row < first.endRow(); row += RowBlock.TILE) {
            boolean drained = ++tiles % TILES_PER_SUM == 0;
            for (int t = 0; t < targets.size(); t++) {
                accumulate(
                        pieces(t).get(number),
                        row,
                        parameters.get(t),
                        scratch.residuals(),
                        scratch.partials().get(t));
                if (drained) {
                    kernels.drain(scratch.partials().get(t), sums[number][t]);
                }
            }
        }
        for (int t = 0; t < targets.size(); t++) {
            kernels.drain(scratch.partials().get(t), sums[number][t]);
        }
    }

    private void accumulate(Piece<A> piece, int row, A at, A residuals, A partials) {
        int place = row * d;
        kernels.residuals(piece.xs(), place, piece.ys(), row, at, residuals);
        if (piece.endRow() - row < RowBlock.TILE) { // the rows of zeros behind it have b for residual
            kernels.clear(residuals, piece.endRow() - row, RowBlock.TILE);
        }
        kernels.gradient(piece.xs(), place, residuals, partials);
    }

    @Override
    public void close() {
        // The garbage collector has it.
    }
}
