package io.linreg.backend;

import io.linreg.data.Dataset;
import io.linreg.data.Precision;
import io.linreg.data.RowBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Moments from tiles. Some hundred rows at a time, a panel, are centred on their own means and multiplied column by column, in
 * the precision of the data; panels merge in double, as {@link Moments#merge} does. So nothing cancels, however large the means
 * are and however they drift, and the data is read once where a panel fits the cache.
 *
 * <p>The rows are cut into slices, each with moments of its own, and the columns into bands: a piece of work is a band of rows of
 * one slice's matrix. Both depend on the data's size alone, and slices merge in order: any number of threads gives the same bits.
 */
final class TiledMoments<A> {
    private static final int PANEL_ROWS = 8 * RowBlock.TILE;
    private static final int BLOCK = TileKernels.DOWN * TileKernels.ACROSS;

    /** The columns of a band: each centres all columns before it once more. */
    private static final int BAND = 8 * BLOCK;

    private static final int MOST_SLICES = 256;
    private static final int LEAST_PANELS = 8;

    /** The numbers in all slices' matrices, unless a single one has more. */
    private static final int MOST_NUMBERS = 1 << 23;

    /** Products of floats are exact in double, and take twice as long: where errors are few they do not average out. */
    private static final double FEW_PRODUCTS = 5e8;

    private static final double FEW_NUMBERS = 1 << 24;

    private final TileKernels<A> kernels;
    private final Workers workers;
    private final int columns;
    private final List<Panel<A>> panels = new ArrayList<>();

    private record Panel<A>(A xs, A ys, int firstRow, int rows) {}

    private TiledMoments(List<RowBlock> blocks, int features, TileKernels<A> kernels, Workers workers) {
        this.kernels = kernels;
        this.workers = workers;
        columns = features + 1;
        for (RowBlock block : blocks) {
            for (int row = 0; row < block.rows(); row += PANEL_ROWS) {
                int rows = Math.min(PANEL_ROWS, block.rows() - row);
                panels.add(new Panel<>(kernels.features(block), kernels.targets(block), row, rows));
            }
        }
    }

    /** The moments of a data set: in double as long as that is quick, else in the precision of the data. */
    static <A> Moments of(Dataset data, TileKernels<A> kernels, Workers workers) {
        int d = data.features().size();
        double numbers = (double) data.rows() * d;
        if (data.precision() == Precision.FLOAT && numbers <= FEW_NUMBERS && numbers * d <= FEW_PRODUCTS) {
            List<RowBlock> wide =
                    data.blocks().stream().map(TiledMoments::inDouble).toList();
            return of(wide, d, kernels.inDouble(), workers);
        }
        return of(data.blocks(), d, kernels, workers);
    }

    /** The moments of blocks, in their precision. */
    static <A> Moments of(List<RowBlock> blocks, int features, TileKernels<A> kernels, Workers workers) {
        Moments none = Moments.empty(features); // or too many features
        return new TiledMoments<>(blocks, features, kernels, workers).compute(none);
    }

    private static RowBlock inDouble(RowBlock block) {
        RowBlock.Floats floats = (RowBlock.Floats) block;
        return new RowBlock.Doubles(floats.rows(), floats.features(), inDouble(floats.xs()), inDouble(floats.ys()));
    }

    private static double[] inDouble(float[] floats) {
        double[] doubles = new double[floats.length];
        for (int i = 0; i < floats.length; i++) {
            doubles[i] = floats[i];
        }
        return doubles;
    }

    private Moments compute(Moments none) {
        int affordable = (int) Math.max(1, MOST_NUMBERS / ((long) columns * columns));
        int slices = Math.max(1, Math.min(Math.min(MOST_SLICES, affordable), panels.size() / LEAST_PANELS));
        int bands = (columns + BAND - 1) / BAND;
        List<Slice> all = new ArrayList<>();
        for (int s = 0; s < slices; s++) {
            all.add(new Slice(from(s, slices), from(s + 1, slices)));
        }
        List<Scratch> scratches = new ArrayList<>();
        for (int worker = 0; worker < Math.min(workers.count(), slices * bands); worker++) {
            scratches.add(new Scratch());
        }
        // The last band is the longest row of work: first, so that nobody waits for it in the end.
        workers.run(slices * bands, (worker, piece) -> {
            int band = bands - 1 - piece / slices;
            all.get(piece % slices).compute(band, scratches.get(worker));
        });
        Moments moments = none;
        for (int s = 0; s < slices; s++) {
            moments = moments.merge(all.set(s, null).moments());
        }
        return moments;
    }

    private int from(int slice, int slices) {
        return (int) ((long) panels.size() * slice / slices);
    }

    /** What a thread works with. */
    private final class Scratch {
        /** Centred columns, and columns of zeros up to a whole block. */
        final A centred = kernels.zeros((columns + BLOCK) * PANEL_ROWS);

        final double[] means = new double[columns];
        /** The means of a panel, less those of the panels before. */
        final double[] shifts = new double[columns];
        /** The means of the centred columns: what rounding the centre has left. */
        final double[] rests = new double[columns];

        final double[] products = new double[BLOCK];
    }

    /** Consecutive panels, and their moments. */
    private final class Slice {
        private final int from;
        private final int to;
        private final double[] means = new double[columns];
        private final double[] matrix = new double[columns * columns];

        Slice(int from, int to) {
            this.from = from;
            this.to = to;
        }

        /** The rows of the matrix that belong to a band, left of the diagonal. */
        void compute(int band, Scratch scratch) {
            int first = band * BAND;
            int end = Math.min(columns, first + BAND);
            Arrays.fill(scratch.means, 0);
            long before = 0;
            for (int p = from; p < to; p++) {
                Panel<A> panel = panels.get(p);
                centre(panel, end, scratch);
                double share = (double) panel.rows() / (before + panel.rows());
                for (int c = 0; c < end; c++) {
                    scratch.means[c] += share * scratch.shifts[c];
                }
                multiply(first, end, panel.rows(), before * share, scratch);
                before += panel.rows();
            }
            if (end == columns) {
                System.arraycopy(scratch.means, 0, means, 0, columns);
            }
        }

        private void centre(Panel<A> panel, int end, Scratch scratch) {
            int padded = RowBlock.padded(panel.rows());
            for (int c = 0; c < end; c++) {
                A numbers = c < columns - 1 ? panel.xs() : panel.ys();
                int at = c < columns - 1 ? panel.firstRow() * (columns - 1) + c * RowBlock.TILE : panel.firstRow();
                int next = c < columns - 1 ? (columns - 1) * RowBlock.TILE : RowBlock.TILE;
                double sum = 0;
                for (int row = 0, x = at; row < padded; row += RowBlock.TILE, x += next) {
                    sum += kernels.sum(numbers, x, x + RowBlock.TILE);
                }
                double centre = kernels.rounded(sum / panel.rows());
                for (int row = 0, x = at; row < padded; row += RowBlock.TILE, x += next) {
                    kernels.centre(numbers, x, centre, scratch.centred, c * padded + row);
                }
                kernels.clear(scratch.centred, c * padded + panel.rows(), (c + 1) * padded);
                scratch.rests[c] = kernels.sum(scratch.centred, c * padded, (c + 1) * padded) / panel.rows();
                scratch.shifts[c] = centre + scratch.rests[c] - scratch.means[c];
            }
            kernels.clear(scratch.centred, end * padded, (end + BLOCK) * padded);
        }

        /**
         * Adds the products of a panel's columns.
         *
         * @param weight of the products of the shifts
         */
        private void multiply(int first, int end, int rows, double weight, Scratch scratch) {
            int padded = RowBlock.padded(rows);
            double[] products = scratch.products;
            for (int j = first; j < end; j += TileKernels.DOWN) {
                int down = Math.min(TileKernels.DOWN, end - j);
                for (int k = 0; k < j + down; k += TileKernels.ACROSS) {
                    kernels.products(scratch.centred, padded, j, k, products);
                    for (int row = j; row < j + down; row++) {
                        double rest = rows * scratch.rests[row];
                        double shift = weight * scratch.shifts[row];
                        int across = Math.min(TileKernels.ACROSS, row + 1 - k);
                        for (int i = 0; i < across; i++) {
                            matrix[row * columns + k + i] += products[(row - j) * TileKernels.ACROSS + i]
                                    - rest * scratch.rests[k + i]
                                    + shift * scratch.shifts[k + i];
                        }
                    }
                }
            }
        }

        Moments moments() {
            for (int j = 0; j < columns; j++) {
                for (int k = 0; k < j; k++) {
                    matrix[k * columns + j] = matrix[j * columns + k];
                }
            }
            long rows = 0;
            for (int p = from; p < to; p++) {
                rows += panels.get(p).rows();
            }
            return Moments.of(rows, means, matrix);
        }
    }
}
