package io.linreg.testing;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;

/**
 * Least squares by the definitions, in decimal arithmetic of 100 digits: what the exact solver is tested against.
 *
 * @param rows by row: the features, then the target
 * @param weights of the rows
 */
public record BigMoments(BigDecimal[][] rows, BigDecimal[] weights) {
    private static final MathContext DIGITS = new MathContext(100);

    /** Of doubles, all weights 1. */
    public static BigMoments of(double[][] x, double[] y) {
        BigDecimal[][] rows = new BigDecimal[x.length][];
        for (int i = 0; i < x.length; i++) {
            rows[i] = Arrays.stream(Arrays.copyOf(x[i], x[i].length + 1))
                    .mapToObj(BigDecimal::new)
                    .toArray(BigDecimal[]::new);
            rows[i][x[i].length] = new BigDecimal(y[i]);
        }
        BigDecimal[] ones = new BigDecimal[x.length];
        Arrays.fill(ones, BigDecimal.ONE);
        return new BigMoments(rows, ones);
    }

    /** The same rows with weights. */
    public BigMoments weighted(double[] by) {
        return new BigMoments(rows, Arrays.stream(by).mapToObj(BigDecimal::new).toArray(BigDecimal[]::new));
    }

    /** Features and the target. */
    public int columns() {
        return rows[0].length;
    }

    public BigDecimal weight() {
        return Arrays.stream(weights).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** The weighted mean of a column. */
    public BigDecimal mean(int column) {
        return sum(i -> rows[i][column]).divide(weight(), DIGITS);
    }

    /** All sums of products of two columns, each less its mean, weighted. */
    public BigDecimal[][] centred() {
        int columns = columns();
        BigDecimal[][] centred = new BigDecimal[columns][columns];
        for (int j = 0; j < columns; j++) {
            BigDecimal weightedMean = mean(j).multiply(weight());
            for (int k = 0; k < columns; k++) {
                centred[j][k] = product(j, k).subtract(weightedMean.multiply(mean(k)), DIGITS);
            }
        }
        return centred;
    }

    /** The weighted sum of products of two columns; a column of ones stands behind the target. */
    public BigDecimal product(int j, int k) {
        return sum(i -> value(i, j).multiply(value(i, k)));
    }

    private BigDecimal value(int row, int column) {
        return column < columns() ? rows[row][column] : BigDecimal.ONE;
    }

    /** A value of each row. */
    private interface Value {
        BigDecimal of(int row);
    }

    private BigDecimal sum(Value value) {
        BigDecimal sum = BigDecimal.ZERO;
        for (int i = 0; i < rows.length; i++) {
            sum = sum.add(weights[i].multiply(value.of(i), DIGITS), DIGITS);
        }
        return sum;
    }

    /**
     * The least-squares parameters of some columns, in front of their inverse of products: row by row. By Gauss and Jordan; products
     * must have an inverse.
     *
     * @param columns features, maybe the column of ones
     */
    public BigDecimal[][] solve(int... columns) {
        int n = columns.length;
        BigDecimal[][] a = new BigDecimal[n][2 * n + 1];
        for (int j = 0; j < n; j++) {
            Arrays.fill(a[j], BigDecimal.ZERO);
            for (int k = 0; k < n; k++) {
                a[j][k] = product(columns[j], columns[k]);
            }
            a[j][n] = product(columns[j], columns() - 1);
            a[j][n + 1 + j] = BigDecimal.ONE;
        }
        for (int k = 0; k < n; k++) {
            BigDecimal pivot = a[k][k];
            for (int m = 0; m <= 2 * n; m++) {
                a[k][m] = a[k][m].divide(pivot, DIGITS);
            }
            for (int j = 0; j < n; j++) {
                BigDecimal factor = a[j][k];
                for (int m = 0; m <= 2 * n && j != k; m++) {
                    a[j][m] = a[j][m].subtract(factor.multiply(a[k][m], DIGITS), DIGITS);
                }
            }
        }
        BigDecimal[][] solution = new BigDecimal[n][];
        for (int j = 0; j < n; j++) {
            solution[j] = Arrays.copyOfRange(a[j], n, 2 * n + 1);
        }
        return solution;
    }

    /** The sum of squared residuals of a model of some columns. */
    public BigDecimal residualSquares(BigDecimal[] parameters, int... columns) {
        return sum(i -> {
            BigDecimal residual = rows[i][columns() - 1];
            for (int j = 0; j < columns.length; j++) {
                residual = residual.subtract(parameters[j].multiply(value(i, columns[j]), DIGITS), DIGITS);
            }
            return residual.multiply(residual, DIGITS);
        });
    }
}
