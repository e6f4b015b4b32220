package io.linreg.solver;

import io.linreg.backend.DoubleDouble;
import io.linreg.backend.DoubleDoubleMatrix;
import io.linreg.backend.ExactMoments;
import java.util.stream.IntStream;

/**
 * The normal equations, factored: U' D U, the square-root-free Cholesky factors in double-double of the centred products of
 * columns (uncentred where there is no intercept), the target last. Golub and Van Loan, Matrix Computations, 4th ed., 4.1 and 4.2.
 *
 * <p><b>Columns</b> need no scaling here: a power of two in a column comes out of every step as it went in, bit for bit, and the
 * bounds of the errors are by column for any scaling.
 *
 * <p><b>Rank.</b> Pivot k is the sum of squares that columns before it leave of column k. Where its root is not above a share, the
 * tolerance, of the norm of the column as it stands (not centred), the column is aliased: it gets no coefficient, and elimination
 * goes on without it. So earlier columns win, as in R's lm, whose rule this is. Pivoting by size, which would choose for the user,
 * is not needed. Cholesky's error is that of a matrix changed by about 1e-31 of its columns' norms in whatever order; and since
 * a pivot is the least square of the column minus any mixture of those before, a column that is a mixture with factors w cannot seem
 * better than (1 + |w|)^2 times that: far below any tolerance.
 */
public final class NormalFactor {
    private static final int MOST_STEPS = 200;
    private static final double EIGENVALUE_TOLERANCE = 1e-12;

    private final int d;
    private final boolean intercept;
    private final ExactMoments moments;
    /** Above the diagonal D U, D on it; rows of aliased columns mean nothing. */
    private final DoubleDoubleMatrix upper;

    private final boolean[] aliased;

    /**
     * Factors.
     *
     * @param moments of n rows of d features
     * @param intercept whether there is a column of ones
     * @param tolerance the share of a column's norm up to which it is aliased
     */
    public NormalFactor(ExactMoments moments, boolean intercept, double tolerance) {
        this.moments = moments;
        this.intercept = intercept;
        d = moments.features();
        upper = new DoubleDoubleMatrix(d + 1, d + 1);
        aliased = new boolean[d];
        for (int j = 0; j <= d; j++) {
            for (int k = j; k <= d; k++) {
                upper.set(j, k, intercept ? moments.product(j, k) : moments.uncentred(j, k));
            }
        }
        eliminate(tolerance);
    }

    private void eliminate(double tolerance) {
        for (int k = 0; k < d; k++) {
            DoubleDouble pivot = upper.get(k, k);
            double least = tolerance * tolerance * moments.uncentred(k, k).value();
            aliased[k] = !(pivot.value() > least);
            for (int i = k + 1; i <= d && !aliased[k]; i++) {
                upper.subtract(i, upper.get(k, i).dividedBy(pivot), k, i);
            }
        }
    }

    ExactMoments moments() {
        return moments;
    }

    /** Whether there is a column of ones. */
    public boolean intercept() {
        return intercept;
    }

    boolean isAliased(int feature) {
        return aliased[feature];
    }

    /** The pivot of a column that is not aliased: the squares that columns before it leave of it. */
    DoubleDouble pivot(int k) {
        return upper.get(k, k);
    }

    /** Of the unit triangle U, on or above its diagonal; k is not aliased. */
    DoubleDouble triangle(int k, int column) {
        return upper.get(k, column).dividedBy(upper.get(k, k));
    }

    /** The sum of squares of a column, d for the target: about its mean, or about 0 without an intercept; weighted. */
    public double squares(int column) {
        return (intercept ? moments.product(column, column) : moments.uncentred(column, column)).value();
    }

    /** The number of columns that are not aliased, that of ones included. */
    public int rank() {
        int rank = intercept ? 1 : 0;
        for (boolean one : aliased) {
            rank += one ? 0 : 1;
        }
        return rank;
    }

    /** The features that columns before them explain, in order. */
    public int[] aliased() {
        return IntStream.range(0, d).filter(j -> aliased[j]).toArray();
    }

    /** The least-squares parameters: d coefficients, 0 for aliased features, then the intercept, 0 where there is none. */
    public double[] parameters() {
        DoubleDouble[] w = new DoubleDouble[d];
        DoubleDouble b = intercept ? moments.mean(d) : DoubleDouble.ZERO;
        for (int k = d - 1; k >= 0; k--) {
            w[k] = DoubleDouble.ZERO;
            if (!aliased[k]) {
                DoubleDouble rest = upper.get(k, d);
                for (int j = k + 1; j < d; j++) {
                    rest = rest.minus(upper.get(k, j).times(w[j]));
                }
                w[k] = rest.dividedBy(upper.get(k, k));
            }
            if (intercept) {
                b = b.minus(w[k].times(moments.mean(k)));
            }
        }
        double[] parameters = new double[d + 1];
        for (int j = 0; j < d; j++) {
            parameters[j] = w[j].value();
        }
        parameters[d] = b.value();
        return parameters;
    }

    /** The sum of squared residuals, weighted where rows have weights. */
    public double residualSquares() {
        return Math.max(0, upper.value(d, d)); // a perfect fit leaves rounding noise, on either side of 0
    }

    /**
     * The inverse of [X 1]'W[X 1], (d+1) x (d+1), in the data's units, the column of ones last; times the variance of the
     * residuals it is the covariance of the parameters. Rows and columns of what is no parameter, aliased features and an intercept
     * that there is not, are zeros.
     */
    public double[][] inverse() {
        DoubleDoubleMatrix inverse = inverseOfProducts();
        double[][] full = new double[d + 1][d + 1];
        DoubleDouble ofOnes = intercept ? DoubleDouble.ONE.dividedBy(moments.weight()) : DoubleDouble.ZERO;
        for (int j = 0; j < d; j++) {
            DoubleDouble withOnes = DoubleDouble.ZERO;
            for (int k = 0; k < d; k++) {
                full[j][k] = inverse.value(j, k);
                if (intercept) {
                    withOnes = withOnes.minus(inverse.get(j, k).times(moments.mean(k)));
                }
            }
            ofOnes = intercept ? ofOnes.minus(withOnes.times(moments.mean(j))) : ofOnes;
            full[j][d] = withOnes.value();
            full[d][j] = withOnes.value();
        }
        full[d][d] = ofOnes.value();
        return full;
    }

    /**
     * C = (U' D U)^-1, from U C = (U' D)^-1, of which the right side is lower triangular with the diagonal 1 / D: the last row first.
     */
    private DoubleDoubleMatrix inverseOfProducts() {
        DoubleDoubleMatrix inverse = new DoubleDoubleMatrix(d, d);
        for (int k = d - 1; k >= 0; k--) {
            if (aliased[k]) {
                continue;
            }
            DoubleDouble pivot = upper.get(k, k);
            for (int m = k + 1; m < d; m++) {
                if (!aliased[m]) {
                    inverse.subtract(k, upper.get(k, m).dividedBy(pivot), m, k + 1);
                }
            }
            DoubleDouble diagonal = DoubleDouble.ONE.dividedBy(pivot);
            for (int m = k + 1; m < d; m++) {
                inverse.set(m, k, inverse.get(k, m));
                if (!aliased[m]) {
                    diagonal = diagonal.minus(upper.get(k, m).dividedBy(pivot).times(inverse.get(k, m)));
                }
            }
            inverse.set(k, k, diagonal);
        }
        return inverse;
    }

    /**
     * The condition number of [X 1] in the norm of 2, of its rows times the roots of their weights: its largest singular value by its
     * smallest, aliased features left out. To ten digits or so, as the largest eigenvalues of the products and of their inverse are
     * found to more.
     */
    public double condition() {
        double[][] products = new double[d + 1][d + 1];
        for (int j = 0; j <= d; j++) {
            for (int k = 0; k <= d; k++) {
                products[j][k] = isParameter(j) && isParameter(k) ? product(j, k) : 0;
            }
        }
        return Math.sqrt(largestEigenvalue(products) * largestEigenvalue(inverse()));
    }

    private boolean isParameter(int column) {
        return column < d ? !aliased[column] : intercept;
    }

    /** Of columns of [X 1]. */
    private double product(int j, int k) {
        DoubleDouble weight = moments.weight();
        if (j == d || k == d) {
            return weight.times(j == k ? DoubleDouble.ONE : moments.mean(Math.min(j, k)))
                    .value();
        }
        return moments.uncentred(j, k).value();
    }

    private static double largestEigenvalue(double[][] matrix) {
        int dimension = matrix.length;
        return Lanczos.largest(
                Lanczos.start(dimension, dimension),
                vector -> multiply(matrix, vector),
                Math.min(dimension, MOST_STEPS),
                EIGENVALUE_TOLERANCE);
    }

    private static double[] multiply(double[][] matrix, double[] vector) {
        double[] product = new double[vector.length];
        for (int j = 0; j < product.length; j++) {
            for (int k = 0; k < product.length; k++) {
                product[j] += matrix[j][k] * vector[k];
            }
        }
        return product;
    }
}
