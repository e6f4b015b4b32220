package io.linreg.solver;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/**
 * The largest eigenvalue of a symmetric matrix of which only products with vectors are known. Golub and Van Loan, Matrix
 * Computations, 4th ed., 10.1, with every direction kept orthogonal to all earlier ones.
 */
final class Lanczos {
    private Lanczos() {}

    /**
     * A direction with a share in every eigenvector, for any data that was not made to spite it; always the same one. It
     * has no pattern: evenly spread numbers stand in simple ratios to each other, and so do the columns of real data.
     *
     * @param dimension how many components differ from 0
     * @param length the length of the array
     */
    static double[] start(int dimension, int length) {
        Random random = new Random(1); // its numbers are specified, on every JVM the same
        double[] v = new double[length];
        for (int j = 0; j < dimension; j++) {
            v[j] = random.nextDouble() - 0.5;
        }
        return scaled(v, 1 / Vectors.length(v));
    }

    /**
     * The largest eigenvalue, or a bound above it that is larger by at most the tolerance.
     *
     * @param start a unit vector
     * @param product the matrix times a vector, in a new array
     * @param steps the most products, not more than start has components that differ from 0
     * @param tolerance a share of the eigenvalue
     */
    static double largest(double[] start, UnaryOperator<double[]> product, int steps, double tolerance) {
        List<double[]> basis = new ArrayList<>();
        List<Double> diagonal = new ArrayList<>();
        List<Double> beside = new ArrayList<>();
        double[] v = start;
        double largest = 0;
        for (int step = 0; step < steps; step++) {
            basis.add(v);
            double[] next = product.apply(v);
            diagonal.add(Vectors.dot(v, next));
            orthogonalize(next, basis);
            double length = Vectors.length(next);
            Tridiagonal.Top top = Tridiagonal.top(diagonal, beside);
            double error = length * Math.abs(top.last());
            largest = top.value() + error;
            if (error <= tolerance * top.value()) {
                break;
            }
            beside.add(length);
            v = scaled(next, 1 / length);
        }
        return largest;
    }

    /** Against every earlier direction, twice: once is not enough in floating point. */
    private static void orthogonalize(double[] v, List<double[]> basis) {
        for (int pass = 0; pass < 2; pass++) {
            for (double[] u : basis) {
                double share = Vectors.dot(u, v);
                for (int j = 0; j < v.length; j++) {
                    v[j] -= share * u[j];
                }
            }
        }
    }

    static double[] scaled(double[] v, double factor) {
        double[] result = new double[v.length];
        for (int j = 0; j < v.length; j++) {
            result[j] = factor * v[j];
        }
        return result;
    }
}
