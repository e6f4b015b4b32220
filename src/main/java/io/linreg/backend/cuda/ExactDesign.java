package io.linreg.backend.cuda;

import io.linreg.data.Dataset;
import io.linreg.data.Term;
import java.util.Arrays;
import java.util.List;

/**
 * A design matrix as the kernel `exact` is told of it: its terms are products of the columns that go to the device.
 *
 * @param columns of the data on the device: the features, and maybe the weights
 * @param weighted whether the last of them has the weights
 * @param offsets where in the factors those of each term begin, and where the last one's end
 * @param factors columns, each as often as it is a factor
 */
record ExactDesign(int columns, boolean weighted, int[] offsets, int[] factors) {
    /** So many rows tell means near enough. */
    private static final long SAMPLE = 1024;

    static ExactDesign of(Dataset rows, List<Term> terms) {
        int[][] products = Term.products(terms, rows.features());
        int[] offsets = new int[products.length + 1];
        for (int t = 0; t < products.length; t++) {
            offsets[t + 1] = offsets[t] + products[t].length;
        }
        int[] factors = Arrays.stream(products).flatMapToInt(Arrays::stream).toArray();
        return new ExactDesign(rows.features().size() + (rows.weighted() ? 1 : 0), rows.weighted(), offsets, factors);
    }

    int terms() {
        return offsets.length - 1;
    }

    /** Which column has the weights; -1 for none. */
    int weights() {
        return weighted ? columns - 1 : -1;
    }

    /** The numbers of a matrix of the terms' products, those with the target and with ones among them. */
    long numbers() {
        long n = terms() + 2L;
        return n * n;
    }

    /** Numbers near the means of the terms, and of the target: those of some rows, evenly spread. */
    double[] centres(Dataset rows) {
        int target = terms();
        double[] centres = new double[target + 1];
        double[] row = new double[rows.features().size()];
        double weight = 0;
        for (long sample = 0; sample < Math.min(SAMPLE, rows.rows()); sample++) {
            long i = sample * rows.rows() / Math.min(SAMPLE, rows.rows());
            rows.copyRow(i, row);
            weight += rows.weight(i);
            double share = rows.weight(i) / weight; // rows without weight were left out
            for (int t = 0; t <= target; t++) {
                centres[t] += share * ((t < target ? product(t, row) : rows.y(i)) - centres[t]);
            }
        }
        return centres;
    }

    private double product(int term, double[] row) {
        double product = 1;
        for (int k = offsets[term]; k < offsets[term + 1]; k++) {
            product *= row[factors[k]];
        }
        return product;
    }
}
