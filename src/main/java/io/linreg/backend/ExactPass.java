package io.linreg.backend;

import io.linreg.data.Dataset;
import io.linreg.data.Panel;
import io.linreg.data.Term;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The pass over the data that {@link ExactMoments} take. Panels of rows are centred on their own means and multiplied column by
 * column; panels merge as {@link ExactMoments#merge} does. So nothing cancels, however large the means are and however they
 * drift, and the data is read once where a panel fits the cache.
 *
 * <p>As in {@link TiledMoments}, the rows are cut into slices and the columns into bands, by the data's size alone, and slices merge
 * in order: any number of threads gives the same bits.
 */
final class ExactPass {
    /** The columns of a band: they stay in the cache while all columns before them pass by. */
    private static final int BAND = 64;

    private static final int MOST_SLICES = 64;
    private static final int LEAST_PANELS = 4;

    /** The numbers in all slices' matrices, unless a single one has more. */
    private static final int MOST_NUMBERS = 1 << 22;

    private final Dataset data;
    private final int[][] terms;
    private final int columns;
    /** What is multiplied at a time: some of the data's panels. */
    private final List<List<Panel>> panels = new ArrayList<>();

    private ExactPass(Dataset data, List<Term> terms) {
        this.data = data;
        this.terms = Term.products(terms, data.features());
        columns = terms.size() + 1;
        List<Panel> all = data.panels();
        for (int p = 0; p < all.size(); p += ExactPanel.PANELS) {
            panels.add(all.subList(p, Math.min(p + ExactPanel.PANELS, all.size())));
        }
    }

    /** The moments of terms of a data set. */
    static ExactMoments over(Dataset data, List<Term> terms, Workers workers) {
        Moments.requireFeasible(terms.size());
        return new ExactPass(data, terms).compute(workers).requireInRange(data, terms);
    }

    private ExactMoments compute(Workers workers) {
        int affordable = (int) Math.max(1, MOST_NUMBERS / ((long) columns * columns));
        int slices = Math.max(1, Math.min(Math.min(MOST_SLICES, affordable), panels.size() / LEAST_PANELS));
        int bands = (columns + BAND - 1) / BAND;
        List<Slice> all = new ArrayList<>();
        for (int s = 0; s < slices; s++) {
            all.add(new Slice(panels.subList(panels.size() * s / slices, panels.size() * (s + 1) / slices)));
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
        ExactMoments moments = ExactMoments.empty(columns - 1);
        for (int s = 0; s < slices; s++) {
            moments = moments.merge(all.set(s, null).moments());
        }
        return moments;
    }

    /** What a thread works with. */
    private final class Scratch {
        final ExactPanel panel = new ExactPanel(data, terms);
        final ExactDot dot = new ExactDot();
        final DoubleDouble[] means = new DoubleDouble[columns];
        /** The panel's weighted sums of its columns less their centres... */
        final DoubleDouble[] rests = new DoubleDouble[columns];
        /** ... and by unit of weight. */
        final DoubleDouble[] restMeans = new DoubleDouble[columns];
        /** The panel's means, less those of the panels before, and as they count in products. */
        final DoubleDouble[] shifts = new DoubleDouble[columns];

        final DoubleDouble[] weightedShifts = new DoubleDouble[columns];
    }

    /** Consecutive panels, and their moments. */
    private final class Slice {
        private final List<List<Panel>> own;
        private final DoubleDoubleMatrix means = new DoubleDoubleMatrix(1, columns);
        private final DoubleDoubleMatrix products = new DoubleDoubleMatrix(columns, columns);
        private DoubleDouble weight = DoubleDouble.ZERO;

        Slice(List<List<Panel>> own) {
            this.own = own;
        }

        /** The rows of the matrix that belong to a band, left of the diagonal. */
        void compute(int band, Scratch scratch) {
            int first = band * BAND;
            int end = Math.min(columns, first + BAND);
            Arrays.fill(scratch.means, DoubleDouble.ZERO);
            DoubleDouble before = DoubleDouble.ZERO;
            for (List<Panel> some : own) {
                scratch.panel.load(some, end);
                DoubleDouble added = scratch.panel.weight(scratch.dot);
                if (added.high() > 0) { // rows without weight have no mean
                    DoubleDouble after = before.plus(added);
                    shift(end, before, added, after, scratch);
                    multiply(first, end, scratch);
                    before = after;
                }
            }
            if (end == columns) {
                weight = before;
                for (int c = 0; c < columns; c++) {
                    means.set(0, c, scratch.means[c]);
                }
            }
        }

        private void shift(int end, DoubleDouble before, DoubleDouble added, DoubleDouble after, Scratch scratch) {
            DoubleDouble share = added.dividedBy(after);
            DoubleDouble factor = before.times(share);
            for (int c = 0; c < end; c++) {
                DoubleDouble rest = scratch.panel.sum(c, scratch.dot);
                DoubleDouble restMean = rest.dividedBy(added);
                DoubleDouble mean = DoubleDouble.of(scratch.panel.centre(c)).plus(restMean);
                DoubleDouble shift = mean.minus(scratch.means[c]);
                scratch.rests[c] = rest;
                scratch.restMeans[c] = restMean;
                scratch.shifts[c] = shift;
                scratch.weightedShifts[c] = shift.times(factor);
                scratch.means[c] = scratch.means[c].plus(shift.times(share));
            }
        }

        /** Adds the products of a panel's columns: one column, while it is in the closest cache, with all of the band. */
        private void multiply(int first, int end, Scratch scratch) {
            for (int k = 0; k < end; k++) {
                for (int j = Math.max(first, k); j < end; j++) {
                    DoubleDouble product = scratch.panel.product(j, k, scratch.dot);
                    DoubleDouble rest = scratch.rests[j].times(scratch.restMeans[k]);
                    DoubleDouble shift = scratch.weightedShifts[j].times(scratch.shifts[k]);
                    products.add(j, k, product.minus(rest).plus(shift));
                }
            }
        }

        ExactMoments moments() {
            long rows =
                    own.stream().flatMap(List::stream).mapToLong(Panel::rows).sum();
            products.symmetrize();
            return new ExactMoments(rows, weight, means, products);
        }
    }
}
