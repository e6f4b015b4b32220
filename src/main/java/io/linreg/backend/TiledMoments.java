package io.linreg.backend;

import io.linreg.data.Dataset;
import io.linreg.data.Panel;
import io.linreg.data.Precision;
import io.linreg.data.RowBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Moments from tiles. Some hundred rows at a time, a panel, are centred on their own means and multiplied column by column, in
 * the precision of the data; panels merge in double, as {@link Moments#merge} does, their means kept to more digits than a double
 * has. So nothing cancels, however large the means are and however they drift, and the data is read once where a panel fits the
 * cache.
 *
 * <p>The rows are cut into slices, each with moments of its own, and the columns into bands: a piece of work is a band of rows of
 * one slice's matrix. Slices depend on the data's size alone, and merge in order; there are as many bands as it takes to keep all
 * threads busy, and no product depends on them: any number of threads gives the same bits.
 */
final class TiledMoments<A> {
    /** As many columns of zeros there are behind the last one. */
    static final int ZEROS = TileKernels.DOWN * TileKernels.ACROSS;

    /** Bands are multiples of that many columns. */
    static final int UNIT = 48;

    /** The least columns of a band: each centres all columns before it once more. */
    private static final int BAND = 2 * UNIT;

    /** Pieces of work for each thread, unlike in size: enough that none waits long for another in the end. */
    private static final int PIECES = 4;

    private static final int MOST_SLICES = 256;
    private static final int LEAST_PANELS = 8;

    /** The numbers in all slices' matrices, unless a single one has more: eight have room with 1024 features. */
    private static final int MOST_NUMBERS = 9 << 20;

    /** Products of floats are exact in double, and take twice as long: where errors are few they do not average out. */
    private static final double FEW_PRODUCTS = 5e8;

    private static final double FEW_NUMBERS = 1 << 24;

    /** Rows that are held in double are multiplied in double up to here: taking them from where they stand takes as long. */
    private static final double QUICK_PRODUCTS = 5e9;

    /** Floats hold the squares of such deviations, and their sums. */
    private static final double LEAST_DEVIATION = 1e-12;

    private static final double LARGEST_DEVIATION = 1e15;

    private final TileKernels<A> kernels;
    private final Workers workers;
    private final int columns;
    private final List<Panel> panels;
    private int band;
    /** 0 where rows have no weights. */
    private final double meanWeight;

    private TiledMoments(Dataset rows, TileKernels<A> kernels, Workers workers) {
        this.kernels = kernels;
        this.workers = workers;
        columns = rows.features().size() + 1;
        panels = rows.panels();
        meanWeight = rows.weighted() ? rows.totalWeight() / rows.rows() : 0;
    }

    /**
     * The moments of a data set: in double as long as that is quick, or where squares of floats would vanish or overflow; else
     * as the kernels compute.
     */
    static Moments best(Dataset rows, TileKernels<?> kernels, Workers workers) {
        double numbers = (double) rows.rows() * rows.features().size();
        double products = numbers * rows.features().size();
        boolean quick = rows.precision() == Precision.DOUBLE
                ? products <= QUICK_PRODUCTS
                : numbers <= FEW_NUMBERS && products <= FEW_PRODUCTS;
        TileKernels<double[]> inDouble = kernels.inDouble();
        if (quick || inDouble.getClass() == kernels.getClass()) {
            return of(rows, inDouble, workers);
        }
        Moments moments = of(rows, kernels, workers);
        return moments.deviationsAreBetween(LEAST_DEVIATION, LARGEST_DEVIATION) ? moments : of(rows, inDouble, workers);
    }

    /** The moments of a data set, as the kernels compute. */
    static Moments of(Dataset rows, TileKernels<?> kernels, Workers workers) {
        Moments none = Moments.empty(rows.features().size()); // or too many features
        return new TiledMoments<>(rows, kernels, workers).compute(none);
    }

    private Moments compute(Moments none) {
        int affordable = (int) Math.max(1, MOST_NUMBERS / ((long) columns * columns));
        int slices = Math.max(1, Math.min(Math.min(MOST_SLICES, affordable), panels.size() / LEAST_PANELS));
        int wanted = Math.max(1, PIECES * workers.count() / slices);
        band = Math.max(BAND, UNIT * ceilDiv(columns, UNIT * wanted));
        int bands = ceilDiv(columns, band);
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
            int last = bands - 1 - piece / slices;
            all.get(piece % slices).compute(last, scratches.get(worker));
        });
        Moments moments = none;
        for (int s = 0; s < slices; s++) {
            moments = moments.merge(all.set(s, null).moments());
        }
        return moments;
    }

    private static int ceilDiv(int a, int b) {
        return (a + b - 1) / b;
    }

    private int from(int slice, int slices) {
        return (int) ((long) panels.size() * slice / slices);
    }

    /** What a thread works with. */
    private final class Scratch {
        /** Behind its columns there are zeros, up to a whole block. */
        final CentredPanel<A> centred = new CentredPanel<>(kernels, columns, ZEROS, meanWeight);

        final double[] means = new double[columns];
        /** What rounding has left of them. */
        final double[] rests = new double[columns];
        /** The means of a panel, less those of the panels before. */
        final double[] shifts = new double[columns];

        final PanelProducts<A> multiplied = kernels.panelProducts(columns);
        final double[][] products = new double[multiplied.together()][TileKernels.PADDING + columns + UNIT];
    }

    /** Consecutive panels, and their moments. */
    private final class Slice {
        private final int from;
        private final int to;
        private final double[] means = new double[columns];
        private final double[] rests = new double[columns];
        private final double[][] matrix = new double[columns][columns];
        private double weight;

        Slice(int from, int to) {
            this.from = from;
            this.to = to;
        }

        /** The rows of the matrix that belong to a band, left of the diagonal. */
        void compute(int number, Scratch scratch) {
            int first = number * band;
            int end = Math.min(columns, first + band);
            Arrays.fill(scratch.rests, 0);
            double before = 0;
            for (int p = from; p < to; p++) {
                Panel panel = panels.get(p);
                CentredPanel<A> centred = scratch.centred;
                int taken = scratch.multiplied.takeRows(panel, end, centred.centres, centred.rests);
                centred.take(panel, taken, end, ZEROS);
                scratch.multiplied.take(centred.numbers, RowBlock.padded(panel.rows()), taken, end);
                double ofPanel = centred.weight;
                double share = ofPanel / (before + ofPanel);
                if (p == from) {
                    System.arraycopy(centred.centres, 0, scratch.means, 0, end);
                }
                for (int c = 0; c < end; c++) {
                    double shift = centred.centres[c] - scratch.means[c] + (centred.rests[c] - scratch.rests[c]);
                    DoubleDouble mean = DoubleDouble.sum(scratch.means[c], scratch.rests[c] + share * shift);
                    scratch.shifts[c] = shift;
                    scratch.means[c] = mean.high();
                    scratch.rests[c] = mean.low();
                }
                multiply(first, end, before * share, scratch);
                before += ofPanel;
            }
            if (end == columns) {
                System.arraycopy(scratch.means, 0, means, 0, columns);
                System.arraycopy(scratch.rests, 0, rests, 0, columns);
                weight = before;
            }
        }

        /**
         * Adds the products of a panel's columns.
         *
         * @param weight of the products of the shifts
         */
        private void multiply(int first, int end, double weight, Scratch scratch) {
            PanelProducts<A> multiplied = scratch.multiplied;
            double[] rests = scratch.centred.rests;
            for (int j = first; j < end; j += multiplied.together()) {
                multiplied.of(j, scratch.products);
                for (int row = j; row < Math.min(j + multiplied.together(), end); row++) {
                    double rest = scratch.centred.weight * rests[row];
                    double shift = weight * scratch.shifts[row];
                    double[] products = scratch.products[row - j];
                    double[] sums = matrix[row];
                    for (int k = 0; k <= row; k++) {
                        sums[k] += products[TileKernels.PADDING + k] - rest * rests[k] + shift * scratch.shifts[k];
                    }
                }
            }
        }

        Moments moments() {
            Moments.symmetrize(matrix);
            long rows = 0;
            for (int p = from; p < to; p++) {
                rows += panels.get(p).rows();
            }
            return Moments.of(rows, weight, means, rests, matrix);
        }
    }
}
