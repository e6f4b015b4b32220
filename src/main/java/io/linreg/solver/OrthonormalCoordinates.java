package io.linreg.solver;

import io.linreg.backend.DoubleDouble;
import io.linreg.backend.DoubleDoubleMatrix;
import io.linreg.backend.ExactMoments;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Coordinates in which the columns of the design matrix are orthonormal: u = T [x 1], T'T = ([X 1]'W[X 1])^-1, one for each column that
 * is not aliased. Over the training rows the sum of w u u' is the identity. So the leverage of a row is w |u|^2; the fit is the
 * target's projection on each coordinate, one by one; and a parameter is a mixture of the projections, of factors in T's column.
 * T comes from the factors in double-double, and is rounded once.
 */
public final class OrthonormalCoordinates {
    /** So many rows of some dozens of features stay in the first cache. */
    private static final int STRIP = 128;

    private final int d;
    private final int[] features;
    /** T without its last row and column, which belong to the column of ones: row by row, up to the diagonal. */
    private final double[] triangle;
    /** T's last column. */
    private final double[] ones;
    /** The coordinates at the features' means, rounded: by that rounding all but the last differ from 0. */
    private final double[] atCentre;

    private final double[] projections;

    public OrthonormalCoordinates(NormalFactor normal) {
        ExactMoments moments = normal.moments();
        d = moments.features();
        features = IntStream.range(0, d).filter(j -> !normal.isAliased(j)).toArray();
        int k = features.length;
        int count = normal.rank();
        atCentre = new double[count];
        ones = new double[count];
        projections = new double[count];
        triangle = new double[Math.toIntExact(k * (k + 1L) / 2)];
        DoubleDoubleMatrix inverse = inverseOfTriangle(normal, features);
        for (int row = 0; row < k; row++) {
            double root = Math.sqrt(normal.pivot(features[row]).value());
            projections[row] = normal.triangle(features[row], d).value() * root;
            DoubleDouble atMeans = DoubleDouble.ZERO;
            for (int column = 0; column <= row; column++) {
                DoubleDouble element = inverse.get(row, k - 1 - column);
                DoubleDouble mean = moments.mean(features[column]);
                triangle[index(row, column)] = element.value() / root;
                atMeans = atMeans.plus(element.times(mean));
                atCentre[row] -= normal.intercept() ? triangle[index(row, column)] * mean.low() : 0;
            }
            ones[row] = normal.intercept() ? -atMeans.value() / root : 0;
        }
        if (normal.intercept()) {
            double root = Math.sqrt(moments.weight().value());
            ones[k] = 1 / root;
            atCentre[k] = 1 / root;
            projections[k] = moments.mean(d).value() * root;
        }
    }

    /** The inverse of U', whose diagonal is of ones: its columns from the last to the first, so that its zeros come first. */
    private static DoubleDoubleMatrix inverseOfTriangle(NormalFactor normal, int[] features) {
        int k = features.length;
        DoubleDoubleMatrix inverse = new DoubleDoubleMatrix(k, k);
        for (int row = 0; row < k; row++) {
            inverse.set(row, k - 1 - row, DoubleDouble.ONE);
            for (int above = 0; above < row; above++) {
                inverse.subtract(row, normal.triangle(features[above], features[row]), above, k - 1 - above);
            }
        }
        return inverse;
    }

    private static int index(int row, int column) {
        return row * (row + 1) / 2 + column;
    }

    /** How many there are: the rank. */
    public int count() {
        return ones.length;
    }

    /** How many of them belong to features: all but one beside an intercept, which is the last, and the same in every row. */
    public int ofFeatures() {
        return features.length;
    }

    /**
     * The coordinates of some rows. They are the fit there, too, in terms of the projections.
     *
     * @param distances of the d features from their means as a double has them, or from 0 without an intercept: each feature's by row
     * @param rows how many
     * @param u where they go: each coordinate's by row
     */
    public void of(double[][] distances, int rows, double[][] u) {
        for (int from = 0; from < rows; from += STRIP) {
            int to = Math.min(from + STRIP, rows);
            for (int row = 0; row < u.length; row++) {
                Arrays.fill(u[row], from, to, atCentre[row]);
            }
            for (int row = 0; row < features.length; row++) {
                mix(row, distances, from, to, u[row]);
            }
        }
    }

    private void mix(int row, double[][] distances, int from, int to, double[] u) {
        int at = index(row, 0);
        int column = 0;
        for (; column + 4 <= row + 1; column += 4, at += 4) { // fewer times in and out of u
            double[] x0 = distances[features[column]];
            double[] x1 = distances[features[column + 1]];
            double[] x2 = distances[features[column + 2]];
            double[] x3 = distances[features[column + 3]];
            double t0 = triangle[at];
            double t1 = triangle[at + 1];
            double t2 = triangle[at + 2];
            double t3 = triangle[at + 3];
            for (int i = from; i < to; i++) {
                u[i] += t0 * x0[i] + t1 * x1[i] + (t2 * x2[i] + t3 * x3[i]);
            }
        }
        for (; column <= row; column++, at++) {
            double[] x = distances[features[column]];
            double t = triangle[at];
            for (int i = from; i < to; i++) {
                u[i] += t * x[i];
            }
        }
    }

    /** The coordinates where every feature has its mean, as a double has it. */
    public double[] atCentre() {
        return atCentre.clone();
    }

    /**
     * A parameter in terms of the projections; its squares are the diagonal of ([X 1]'W[X 1])^-1.
     *
     * @param parameter which feature's coefficient, or d for the intercept; zeros for what is aliased or not there
     */
    public double[] mixture(int parameter) {
        if (parameter == d) {
            return ones.clone();
        }
        double[] mixture = new double[count()];
        int column = Arrays.binarySearch(features, parameter);
        for (int row = column; column >= 0 && row < features.length; row++) {
            mixture[row] = triangle[index(row, column)];
        }
        return mixture;
    }

    /** The weighted sums over the training rows of a coordinate times the target. */
    public double[] projections() {
        return projections.clone();
    }
}
