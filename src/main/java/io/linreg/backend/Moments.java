package io.linreg.backend;

import io.linreg.base.LinregException;
import io.linreg.data.RowBlock;
import io.linreg.data.Standardizer;
import java.io.Serializable;
import java.util.Arrays;

/**
 * The sufficient statistics of least squares: all that the loss, its gradient and any exact solution need to know of the
 * data. They are centred, so that they keep their digits where means are large, and they merge, so that data may come in
 * parts (Chan, Golub and LeVeque, 1983).
 */
public final class Moments implements Serializable {
    private static final long serialVersionUID = 2L;

    private static final int MOST_FEATURES = 30_000;

    /** Its square has all its digits in double. */
    private static final double LEAST_DEVIATION = 1e-140;

    private final long rows;
    /** What they count: their number, or a sum of weights whose mean over all rows of a data set is 1. */
    private final double weight;
    /** Means of the d features, then of the target. */
    private final double[] means;
    /** What rounding has left of the means: without, products about large ones lose their digits where parts merge. */
    private final double[] rests;
    /**
     * Sums of products of centred columns, the target the last: (d+1) x (d+1), symmetric. Each row is an array: the compiler makes
     * vector instructions of a loop over numbers at the same place in several arrays, but not at several places in one.
     */
    private final double[][] products;

    private Moments(long rows, double weight, double[] means, double[] rests, double[][] products) {
        this.rows = rows;
        this.weight = weight;
        this.means = means;
        this.rests = rests;
        this.products = products;
    }

    /**
     * Moments that were computed elsewhere; both arrays are copied.
     *
     * @param rows n
     * @param means of the d features, then of the target
     * @param products sums of products of the centred columns, the target the last: (d+1) x (d+1), row by row
     */
    public static Moments of(long rows, double[] means, double[] products) {
        if (products.length != means.length * means.length) {
            throw new IllegalArgumentException(products.length + " products of " + means.length + " columns");
        }
        int columns = means.length;
        double[][] copied = new double[columns][];
        for (int j = 0; j < columns; j++) {
            copied[j] = Arrays.copyOfRange(products, j * columns, (j + 1) * columns);
        }
        return of(rows, (double) rows, means.clone(), copied);
    }

    /**
     * The same of rows that count by weights; the arrays are kept.
     *
     * @param weight what the rows count
     * @param products rows of the matrix
     */
    static Moments of(long rows, double weight, double[] means, double[][] products) {
        return of(rows, weight, means, new double[means.length], products);
    }

    /**
     * The same of means to more digits than a double has.
     *
     * @param rests what rounding has left of the means
     */
    static Moments of(long rows, double weight, double[] means, double[] rests, double[][] products) {
        return new Moments(rows, weight, means, rests, products);
    }

    /**
     * Lets pass what there can be moments of.
     *
     * @throws LinregException if there are too many features
     */
    public static void requireFeasible(int features) {
        if (features > MOST_FEATURES) {
            throw new LinregException("moments of " + features + " features take too much memory (" + MOST_FEATURES
                    + " are the most); use --gradient fused");
        }
    }

    /** The moments of no rows of d features. */
    public static Moments empty(int features) {
        requireFeasible(features);
        int columns = features + 1;
        return of(0, 0, new double[columns], new double[columns][columns]);
    }

    /** The moments of a block, in two passes: means, then centred products. */
    static Moments of(RowBlock block) {
        int d = block.features();
        int columns = d + 1;
        Moments moments = empty(d);
        double[] means = moments.means;
        double[][] products = moments.products;
        for (int i = 0; i < block.rows(); i++) {
            for (int j = 0; j < columns; j++) {
                means[j] += (value(block, i, j) - means[j]) / (i + 1);
            }
        }
        double[] centred = new double[columns];
        double[] rests = moments.rests;
        for (int i = 0; i < block.rows(); i++) {
            for (int j = 0; j < columns; j++) {
                centred[j] = value(block, i, j) - means[j];
                rests[j] += centred[j] / block.rows();
                for (int k = 0; k <= j; k++) {
                    products[j][k] += centred[j] * centred[k];
                }
            }
        }
        for (int j = 0; j < columns; j++) {
            for (int k = 0; k <= j; k++) {
                products[j][k] -= block.rows() * rests[j] * rests[k];
            }
        }
        symmetrize(products);
        return new Moments(block.rows(), block.rows(), means, rests, products);
    }

    /** Fills what is above the diagonal with what is below. */
    static void symmetrize(double[][] matrix) {
        for (int j = 0; j < matrix.length; j++) {
            for (int k = 0; k < j; k++) {
                matrix[k][j] = matrix[j][k];
            }
        }
    }

    private static double value(RowBlock block, int i, int j) {
        return j < block.features() ? block.x(i, j) : block.y(i);
    }

    /**
     * The moments of these rows and those.
     *
     * @throws IllegalArgumentException if those have another number of features
     */
    public Moments merge(Moments other) {
        if (other.features() != features()) {
            throw new IllegalArgumentException(
                    "moments of " + features() + " features do not merge with those of " + other.features());
        }
        if (rows == 0 || other.rows == 0) {
            return rows == 0 ? other : this;
        }
        double total = weight + other.weight;
        int columns = means.length;
        double[] mergedMeans = new double[columns];
        double[] mergedRests = new double[columns];
        double[][] mergedProducts = new double[columns][columns];
        double[] shift = new double[columns];
        for (int j = 0; j < columns; j++) {
            shift[j] = other.means[j] - means[j] + (other.rests[j] - rests[j]);
            DoubleDouble mean = DoubleDouble.sum(means[j], rests[j] + shift[j] * other.weight / total);
            mergedMeans[j] = mean.high();
            mergedRests[j] = mean.low();
        }
        double between = weight * other.weight / total;
        for (int j = 0; j < columns; j++) {
            for (int k = 0; k < columns; k++) {
                mergedProducts[j][k] =
                        products[j][k] + other.products[j][k] + between * (shift[j] * shift[k]); // symmetric to the bit
            }
        }
        return new Moments(rows + other.rows, total, mergedMeans, mergedRests, mergedProducts);
    }

    /** The moments of these rows with weights that are so many times as large. */
    public Moments times(double factor) {
        double[][] weighed = new double[means.length][means.length];
        for (int j = 0; j < means.length; j++) {
            for (int k = 0; k < means.length; k++) {
                weighed[j][k] = factor * products[j][k];
            }
        }
        return new Moments(rows, factor * weight, means, rests, weighed);
    }

    /**
     * The moments of some of the columns.
     *
     * @param columns which of the d + 1, in the order wanted: d is the target; the last one is the target of the result
     */
    public Moments project(int... columns) {
        int wanted = columns.length;
        double[] chosenMeans = new double[wanted];
        double[] chosenRests = new double[wanted];
        double[][] chosenProducts = new double[wanted][wanted];
        for (int j = 0; j < wanted; j++) {
            chosenMeans[j] = means[columns[j]];
            chosenRests[j] = rests[columns[j]];
            for (int k = 0; k < wanted; k++) {
                chosenProducts[j][k] = product(columns[j], columns[k]);
            }
        }
        return new Moments(rows, weight, chosenMeans, chosenRests, chosenProducts);
    }

    /** n. */
    public long rows() {
        return rows;
    }

    /** What the rows count: their number, or a sum of weights. */
    public double weight() {
        return weight;
    }

    /** d. */
    public int features() {
        return means.length - 1;
    }

    /** The mean of feature j. */
    public double mean(int j) {
        return means[j];
    }

    /** The mean of the target. */
    public double targetMean() {
        return means[features()];
    }

    /** The mean of column j: of a feature, or of the target, column d. */
    double columnMean(int j) {
        return means[j];
    }

    /** The same to all digits that are known. */
    DoubleDouble exactMean(int j) {
        return new DoubleDouble(means[j], rests[j]);
    }

    /** The sum of products of the centred columns j and k, of features or of the target, column d. */
    double product(int j, int k) {
        return products[j][k];
    }

    /** The sum over rows of (x_j - mean_j)(x_k - mean_k). */
    public double xx(int j, int k) {
        return product(j, k);
    }

    /** The sum over rows of (x_j - mean_j)(y - mean of y). */
    public double xy(int j) {
        return products[j][features()];
    }

    /** The sum over rows of (y - mean of y)^2. */
    public double yy() {
        return products[features()][features()];
    }

    /** The sum over rows of the products of two columns, not centred; d stands for the target. */
    double sumOfProducts(int j, int k) {
        return product(j, k) + weight * (means[j] * means[k]);
    }

    /**
     * What brings these rows to mean 0 and deviation 1; see {@link Standardizer}.
     *
     * @param centre whether to subtract means
     */
    public Standardizer standardizer(boolean centre) {
        int d = features();
        double[] scales = new double[d];
        for (int j = 0; j < d; j++) {
            double deviation = Math.hypot(deviation(j), centre ? 0 : means[j]);
            scales[j] = deviation > 0 && Double.isFinite(deviation) ? deviation : 1;
        }
        return centre
                ? new Standardizer(Arrays.copyOf(means, d), scales, targetMean())
                : new Standardizer(new double[d], scales, 0);
    }

    /** The moments of these rows, once standardised. */
    public Moments standardized(Standardizer by) {
        double[] centres = columns(by.means(), by.targetMean());
        double[] scales = columns(by.scales(), 1);
        double[] shifted = new double[means.length];
        double[] factors = new double[means.length];
        for (int j = 0; j < means.length; j++) {
            shifted[j] = (means[j] - centres[j] + rests[j]) / scales[j];
            factors[j] = 1 / scales[j];
        }
        return of(rows, weight, shifted, scaled(factors));
    }

    /** The moments of the rows that these are the moments of, once they were standardised. */
    public Moments original(Standardizer by) {
        double[] centres = columns(by.means(), by.targetMean());
        double[] scales = columns(by.scales(), 1);
        double[] original = new double[means.length];
        for (int j = 0; j < means.length; j++) {
            original[j] = centres[j] + scales[j] * means[j];
        }
        return of(rows, weight, original, scaled(scales));
    }

    private static double[] columns(double[] ofFeatures, double ofTarget) {
        double[] all = Arrays.copyOf(ofFeatures, ofFeatures.length + 1);
        all[ofFeatures.length] = ofTarget;
        return all;
    }

    private double[][] scaled(double[] factors) {
        double[][] scaled = new double[factors.length][factors.length];
        for (int j = 0; j < factors.length; j++) {
            for (int k = 0; k < factors.length; k++) {
                scaled[j][k] = products[j][k] * (factors[j] * factors[k]); // symmetric to the bit
            }
        }
        return scaled;
    }

    /** The root of the mean squared distance from the mean; of the target for j = d. */
    private double deviation(int j) {
        return Math.sqrt(product(j, j) / weight);
    }

    /** Whether every column, the target too, deviates from its mean by so much: squares of less might have vanished. */
    boolean deviationsAreBetween(double least, double largest) {
        for (int j = 0; j < means.length; j++) {
            if (!(deviation(j) >= least && deviation(j) <= largest)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the products of the data's numbers, in its units, neither vanished nor overflowed. */
    public boolean areInRange() {
        return deviationsAreBetween(LEAST_DEVIATION, 1 / LEAST_DEVIATION);
    }

    /**
     * The centred products of [X y] times a vector, both of d + 1 numbers: four rows at a time, as the matrix is symmetric and
     * adding rows up needs no order of sums.
     */
    void multiply(double[] vector, double[] result) {
        int columns = means.length;
        Arrays.fill(result, 0);
        int j = 0;
        for (; j + 4 <= columns; j += 4) {
            addRows(j, vector, result);
        }
        for (; j < columns; j++) {
            for (int k = 0; k < columns; k++) {
                result[k] += vector[j] * products[j][k];
            }
        }
    }

    /** Adds four rows from j on, times their numbers in the vector. */
    private void addRows(int j, double[] vector, double[] sums) {
        double[] r0 = products[j];
        double[] r1 = products[j + 1];
        double[] r2 = products[j + 2];
        double[] r3 = products[j + 3];
        double v0 = vector[j];
        double v1 = vector[j + 1];
        double v2 = vector[j + 2];
        double v3 = vector[j + 3];
        for (int k = 0; k < sums.length; k++) {
            sums[k] += v0 * r0[k] + v1 * r1[k] + (v2 * r2[k] + v3 * r3[k]);
        }
    }
}
