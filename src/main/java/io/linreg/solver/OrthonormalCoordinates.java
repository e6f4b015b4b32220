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
    private final int d;
    private final int[] features;
    /** Means, rounded; and what the coordinates there are, by that rounding. */
    private final double[] centre;

    private final double[] atCentre;
    /** T without its last row and column, which belong to the column of ones: column by column, the triangle from the diagonal down. */
    private final double[] triangle;
    /** T's last column. */
    private final double[] ones;

    private final double[] projections;

    public OrthonormalCoordinates(NormalFactor normal) {
        ExactMoments moments = normal.moments();
        d = moments.features();
        features = IntStream.range(0, d).filter(j -> !normal.isAliased(j)).toArray();
        int k = features.length;
        int count = normal.rank();
        centre = new double[k];
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
                triangle[index(row, column)] = element.value() / root;
                DoubleDouble mean = moments.mean(features[column]);
                atMeans = atMeans.plus(element.times(mean));
                atCentre[row] -= normal.intercept() ? triangle[index(row, column)] * mean.low() : 0;
            }
            if (normal.intercept()) {
                centre[row] = moments.mean(features[row]).value();
                ones[row] = -atMeans.value() / root;
            }
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

    private int index(int row, int column) {
        return column * features.length - column * (column - 1) / 2 + row - column;
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
     * The coordinates of a row, its features about their means, where less is lost to rounding. They are the fit there, too, in terms of
     * the projections.
     *
     * @param x its d features
     * @param u where they go: an array of {@link #count}
     */
    public void of(double[] x, double[] u) {
        int k = features.length;
        System.arraycopy(atCentre, 0, u, 0, u.length);
        int at = 0;
        for (int column = 0; column < k; column++) {
            double distance = x[features[column]] - centre[column];
            for (int row = column; row < k; row++) {
                u[row] += triangle[at++] * distance;
            }
        }
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
