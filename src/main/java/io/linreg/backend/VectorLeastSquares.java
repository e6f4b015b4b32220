package io.linreg.backend;

import io.linreg.data.Dataset;
import io.linreg.data.RowBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Residual, loss and gradient in one pass over the data, at the speed of memory: a tile is read for its residuals, and is
 * still in the cache when it is read again for the gradient. All processors share the data out in pieces.
 *
 * <p>Arithmetic is in the precision of the data, sums over a few tiles as well; from there on sums are in double. Pieces are
 * the same for any number of threads and are added up in order, and so results are the same bits.
 *
 * @param <A> the arrays of the data
 */
final class VectorLeastSquares<A> implements LeastSquares {
    /** The numbers in a piece of work: a thread is busy with it for longer than it takes to wake one up. */
    private static final int PIECE_NUMBERS = 1 << 18;

    /** Many features make few rows of that; the sums of a piece are to be few beside its numbers. */
    private static final int LEAST_ROWS = 1024;

    /**
     * For how many numbers a thread is woken up, for each that the kernels take at a time: that takes some 50 microseconds, in
     * which one thread has done as much.
     */
    private static final long NUMBERS_PER_THREAD = 1 << 17;

    /** A row takes as long as so many numbers, beside its features. */
    private static final int NUMBERS_PER_ROW = 8;

    /** How long sums are in the precision of the data. */
    private static final int TILES_PER_SUM = 16;

    private final Dataset data;
    private final TileKernels<A> kernels;
    private final Workers workers;
    private final int d;
    private final int threads;
    private final List<Piece<A>> pieces = new ArrayList<>();
    private final List<Scratch<A>> scratches = new ArrayList<>();
    private final A parameters;
    /** By piece: X'r, the sum of r, the sum of r^2. */
    private final double[][] sums;

    /** Consecutive tiles of a block. */
    record Piece<A>(A xs, A ys, int firstRow, int endRow) {}

    /** What a thread works with. */
    private record Scratch<A>(A residuals, A partials) {}

    /**
     * Shares the data out.
     *
     * @param kernels for the data's precision
     * @param workers not closed by this
     */
    VectorLeastSquares(Dataset data, TileKernels<A> kernels, Workers workers) {
        this.data = data;
        this.kernels = kernels;
        this.workers = workers;
        d = data.features().size();
        int rows = Math.max(LEAST_ROWS, PIECE_NUMBERS / d / RowBlock.TILE * RowBlock.TILE);
        for (RowBlock block : data.blocks()) {
            for (int row = 0; row < block.rows(); row += rows) {
                pieces.add(new Piece<>(
                        kernels.features(block), kernels.targets(block), row, Math.min(block.rows(), row + rows)));
            }
        }
        long work = data.rows() * (d + NUMBERS_PER_ROW) / (NUMBERS_PER_THREAD * kernels.lanes());
        threads = (int) Math.min(Math.min(workers.count(), pieces.size()), 1 + work);
        for (int worker = 0; worker < threads; worker++) {
            scratches.add(new Scratch<>(kernels.zeros(RowBlock.TILE), kernels.zeros((d + 2) * kernels.lanes())));
        }
        parameters = kernels.zeros(d + 1);
        sums = new double[pieces.size()][d + 2];
    }

    @Override
    public int features() {
        return d;
    }

    @Override
    public long rows() {
        return data.rows();
    }

    @Override
    public Gradient method() {
        return Gradient.FUSED;
    }

    @Override
    public double lossAndGradient(double[] at, double[] gradient) {
        kernels.copy(at, parameters);
        workers.run(pieces.size(), threads, this::accumulate);
        double n = rows();
        double squares = 0;
        Arrays.fill(gradient, 0);
        for (double[] ofPiece : sums) {
            for (int j = 0; j <= d; j++) {
                gradient[j] += ofPiece[j];
            }
            squares += ofPiece[d + 1];
        }
        for (int j = 0; j <= d; j++) {
            gradient[j] *= 2 / n;
        }
        return squares / n;
    }

    private void accumulate(int worker, int number) {
        Piece<A> piece = pieces.get(number);
        Scratch<A> scratch = scratches.get(worker);
        Arrays.fill(sums[number], 0);
        int tiles = 0;
        for (int row = piece.firstRow(); row < piece.endRow(); row += RowBlock.TILE) {
            int at = row * d;
            kernels.residuals(piece.xs(), at, piece.ys(), row, parameters, scratch.residuals());
            if (piece.endRow() - row < RowBlock.TILE) { // the rows of zeros behind it have b for residual
                kernels.clear(scratch.residuals(), piece.endRow() - row, RowBlock.TILE);
            }
            kernels.gradient(piece.xs(), at, scratch.residuals(), scratch.partials());
            if (++tiles % TILES_PER_SUM == 0) {
                kernels.drain(scratch.partials(), sums[number]);
            }
        }
        kernels.drain(scratch.partials(), sums[number]);
    }

    @Override
    public ClippedResiduals clippedGradient(double[] at, double threshold, double[] gradient) {
        return new TiledClipping<>(pieces, kernels, at, threshold).run(workers, (double) rows(), gradient);
    }

    @Override
    public MiniBatches miniBatches() {
        return new TiledMiniBatches<>(data, kernels, workers);
    }

    @Override
    public Moments moments() {
        return TiledMoments.best(data, kernels, workers);
    }

    @Override
    public void close() {
        // The garbage collector has it.
    }
}
