package io.linreg.backend;

import io.linreg.base.LinregException;
import io.linreg.base.Text;
import io.linreg.data.Dataset;
import io.linreg.data.Term;
import java.io.Serializable;
import java.util.List;

/**
 * {@link Moments} in double-double: products of columns are exact before they are added up, and sums have about 106 bits. An
 * exact solver needs them: the normal equations square the condition of the data, and take twice the digits of a solution
 * from the data itself.
 *
 * <p>With weights, means are weighted and products are sums over rows of w (x_j - mean_j)(x_k - mean_k).
 */
public final class ExactMoments implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Less has not all bits of a double-double. */
    private static final double LEAST_SQUARES = 1e-280;

    private final long rows;
    private final DoubleDouble weight;
    /** One row: means of the d features, then of the target. */
    private final DoubleDoubleMatrix means;
    /** Sums of products of centred columns, the target the last: symmetric. */
    private final DoubleDoubleMatrix products;

    /**
     * Moments that were computed elsewhere.
     *
     * @param rows n
     * @param weight the sum of the rows' weights; n where they have none
     * @param means one row: of the d features, then of the target; kept, not copied
     * @param products sums of products of the centred columns, the target the last; symmetric; kept, not copied
     */
    ExactMoments(long rows, DoubleDouble weight, DoubleDoubleMatrix means, DoubleDoubleMatrix products) {
        this.rows = rows;
        this.weight = weight;
        this.means = means;
        this.products = products;
    }

    /**
     * The moments of terms of a data set, on all processors: powers and products of columns, too, are formed in double-double.
     * The data may be a view: chosen rows and columns are read where they stand.
     *
     * @param terms the d columns of the design matrix
     * @throws io.linreg.base.LinregException if there are too many, or a sum is not finite
     * @throws IllegalArgumentException if one names no feature of the data
     */
    public static ExactMoments of(Dataset data, List<Term> terms) {
        try (Workers workers = new Workers()) {
            return of(data, terms, workers);
        }
    }

    static ExactMoments of(Dataset data, List<Term> terms, Workers workers) {
        return ExactPass.over(data, terms, workers);
    }

    /** Moments that are known to a double: their low words are 0. */
    public static ExactMoments of(Moments moments) {
        int columns = moments.features() + 1;
        DoubleDoubleMatrix means = new DoubleDoubleMatrix(1, columns);
        DoubleDoubleMatrix products = new DoubleDoubleMatrix(columns, columns);
        for (int j = 0; j < columns; j++) {
            means.set(0, j, moments.exactMean(j));
            for (int k = 0; k < columns; k++) {
                products.set(j, k, DoubleDouble.of(moments.product(j, k)));
            }
        }
        return new ExactMoments(moments.rows(), DoubleDouble.of(moments.weight()), means, products);
    }

    /** The moments of no rows of d features. */
    public static ExactMoments empty(int features) {
        Moments.requireFeasible(features);
        int columns = features + 1;
        return new ExactMoments(
                0, DoubleDouble.ZERO, new DoubleDoubleMatrix(1, columns), new DoubleDoubleMatrix(columns, columns));
    }

    /**
     * The moments of these rows and those (Chan, Golub and LeVeque, 1983).
     *
     * @throws IllegalArgumentException if those have another number of features
     */
    public ExactMoments merge(ExactMoments other) {
        if (other.features() != features()) {
            throw new IllegalArgumentException(
                    "moments of " + features() + " features do not merge with those of " + other.features());
        }
        long n = rows + other.rows;
        if (weight.high() == 0 || other.weight.high() == 0) { // rows without weight only count
            ExactMoments heavy = weight.high() == 0 ? other : this;
            return new ExactMoments(n, heavy.weight, heavy.means, heavy.products);
        }
        int columns = columns();
        DoubleDouble total = weight.plus(other.weight);
        DoubleDouble share = other.weight.dividedBy(total);
        DoubleDouble factor = weight.times(share);
        DoubleDoubleMatrix mergedMeans = new DoubleDoubleMatrix(1, columns);
        DoubleDoubleMatrix mergedProducts = new DoubleDoubleMatrix(columns, columns);
        DoubleDouble[] shift = new DoubleDouble[columns];
        for (int j = 0; j < columns; j++) {
            shift[j] = other.mean(j).minus(mean(j));
            mergedMeans.set(0, j, mean(j).plus(shift[j].times(share)));
            DoubleDouble scaled = shift[j].times(factor);
            for (int k = 0; k <= j; k++) {
                DoubleDouble merged = product(j, k).plus(other.product(j, k)).plus(scaled.times(shift[k]));
                mergedProducts.set(j, k, merged);
            }
        }
        mergedProducts.symmetrize();
        return new ExactMoments(n, total, mergedMeans, mergedProducts);
    }

    /**
     * The moments of some of the columns.
     *
     * @param columns which of the d + 1, in the order wanted: d is the target; the last one is the target of the result
     */
    public ExactMoments project(int... columns) {
        int wanted = columns.length;
        DoubleDoubleMatrix chosenMeans = new DoubleDoubleMatrix(1, wanted);
        DoubleDoubleMatrix chosenProducts = new DoubleDoubleMatrix(wanted, wanted);
        for (int j = 0; j < wanted; j++) {
            chosenMeans.set(0, j, mean(columns[j]));
            for (int k = 0; k < wanted; k++) {
                chosenProducts.set(j, k, product(columns[j], columns[k]));
            }
        }
        return new ExactMoments(rows, weight, chosenMeans, chosenProducts);
    }

    /**
     * The same moments with more on their diagonal: those of rows that pull coefficients to 0.
     *
     * @param more for each feature; what is added to the sum of its squares
     */
    public ExactMoments withRidge(DoubleDouble[] more) {
        int columns = columns();
        DoubleDoubleMatrix ridged = new DoubleDoubleMatrix(columns, columns);
        for (int j = 0; j < columns; j++) {
            for (int k = 0; k < columns; k++) {
                boolean add = j == k && j < more.length;
                ridged.set(j, k, add ? product(j, k).plus(more[j]) : product(j, k));
            }
        }
        return new ExactMoments(rows, weight, means, ridged);
    }

    /**
     * Moments from sums of products about other centres.
     *
     * @param rows n
     * @param centres what was subtracted from each of d + 1 columns: near their means, or digits are lost
     * @param products weighted sums of products of the columns, less their centres, and of a column of ones, the last: (d + 2) x
     *     (d + 2), of which the lower half counts
     */
    public static ExactMoments about(double[] centres, long rows, DoubleDoubleMatrix products) {
        int columns = centres.length;
        DoubleDouble weight = products.get(columns, columns);
        DoubleDoubleMatrix means = new DoubleDoubleMatrix(1, columns);
        DoubleDoubleMatrix centred = new DoubleDoubleMatrix(columns, columns);
        for (int j = 0; j < columns; j++) {
            DoubleDouble distance = products.get(columns, j).dividedBy(weight);
            means.set(0, j, DoubleDouble.of(centres[j]).plus(distance));
            for (int k = 0; k <= j; k++) {
                centred.set(j, k, products.get(j, k).minus(distance.times(products.get(columns, k))));
            }
        }
        centred.symmetrize();
        return new ExactMoments(rows, weight, means, centred);
    }

    /**
     * Lets pass what products are finite of, and have not vanished.
     *
     * @throws LinregException that names the first other column
     */
    public ExactMoments requireInRange(Dataset data, List<Term> terms) {
        for (int j = 0; j < columns(); j++) {
            DoubleDouble squares = uncentred(j, j);
            String name = Text.quote(j < terms.size() ? terms.get(j).name() : data.target());
            if (!squares.isFinite()) {
                throw new LinregException(
                        "the squares of " + name + " do not add up to a finite number: one of its values"
                                + " is not finite, or too large; give it in larger units");
            }
            boolean zeros = squares.value() == 0 && mean(j).value() == 0;
            if (!zeros && squares.value() < LEAST_SQUARES) {
                throw new LinregException(
                        "the values of " + name + " are so small that their squares vanish; give it in smaller units");
            }
        }
        return this;
    }

    /** To the nearest doubles; of weights whose mean is 1, so that a sum over the rows is one over their weights. */
    public Moments rounded() {
        DoubleDouble share = DoubleDouble.of((double) rows).dividedBy(weight);
        boolean normal = rows == 0 || share.value() == 1;
        int columns = columns();
        double[][] normalized = new double[columns][columns];
        for (int j = 0; j < columns; j++) {
            for (int k = 0; k < columns; k++) {
                DoubleDouble product = product(j, k);
                normalized[j][k] = (normal ? product : product.times(share)).value();
            }
        }
        return Moments.of(rows, (double) rows, means.values(), normalized);
    }

    /** n. */
    public long rows() {
        return rows;
    }

    /** The sum of the rows' weights; n where they have none. */
    public DoubleDouble weight() {
        return weight;
    }

    /** d. */
    public int features() {
        return columns() - 1;
    }

    /** d + 1: the features and the target. */
    int columns() {
        return means.columns();
    }

    /** The mean of a column: of feature j, or of the target, column d. */
    public DoubleDouble mean(int column) {
        return means.get(0, column);
    }

    /** The sum over rows of w (column j)(column k); column d is the target. */
    public DoubleDouble uncentred(int j, int k) {
        return product(j, k).plus(weight.times(mean(j).times(mean(k))));
    }

    /** The sum over rows of w (column j - its mean)(column k - its mean); column d is the target. */
    public DoubleDouble product(int j, int k) {
        return products.get(j, k);
    }
}
