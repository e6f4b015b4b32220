package io.linreg.solver;

import io.linreg.backend.LeastSquares;
import io.linreg.base.LinregException;
import java.util.ArrayList;
import java.util.List;

/**
 * The largest eigenvalue L of the Hessian 2/n [X 1]'[X 1], by Lanczos' method on Hessian-vector products. The gradient is
 * affine in the parameters, so a product is a difference of two gradients, and neither the data nor the d x d matrix is
 * needed. Golub and Van Loan, Matrix Computations, 4th ed., 10.1.
 */
final class Curvature {
    /** The bound on the error of L, as a share of L; the error itself is about its square. */
    private static final double TOLERANCE = 1e-4;

    private static final int MOST_STEPS = 100;

    private final LeastSquares objective;
    private final int dimension;
    private final double[] atZero;
    private double scale = 1;

    private Curvature(LeastSquares objective, boolean intercept) {
        this.objective = objective;
        dimension = objective.features() + (intercept ? 1 : 0);
        atZero = new double[objective.features() + 1];
        double loss = objective.lossAndGradient(new double[atZero.length], atZero);
        if (!Double.isFinite(loss)) {
            throw new LinregException("the loss is not finite even for a model of zeros: the target is too large for"
                    + " its squares; give it in larger units");
        }
    }

    /** L, or a bound above it that is larger by a share of 1e-4 at the most. */
    static double largest(LeastSquares objective, boolean intercept) {
        double l = new Curvature(objective, intercept).lanczos();
        if (!(l > 0 && Double.isFinite(l) && Double.isFinite(1 / l))) {
            throw new LinregException(
                    "no learning rate suits these features (the largest curvature is " + l + "); use --standardize");
        }
        return l;
    }

    private double lanczos() {
        List<double[]> basis = new ArrayList<>();
        List<Double> diagonal = new ArrayList<>();
        List<Double> beside = new ArrayList<>();
        double[] v = start();
        double l = 0;
        for (int step = 0; step < Math.min(dimension, MOST_STEPS); step++) {
            basis.add(v);
            double[] product = multiply(v);
            diagonal.add(dot(v, product));
            orthogonalize(product, basis);
            double length = Math.sqrt(dot(product, product));
            Tridiagonal.Top top = Tridiagonal.top(diagonal, beside);
            double error = length * Math.abs(top.last());
            l = top.value() + error;
            if (error <= TOLERANCE * top.value()) {
                break;
            }
            beside.add(length);
            v = scaled(product, 1 / length);
        }
        return l;
    }

    /** A direction with a share in every eigenvector, for any data that was not made to spite it; always the same one. */
    private double[] start() {
        double[] v = new double[atZero.length];
        double phase = 0.5;
        for (int j = 0; j < dimension; j++) {
            phase = (phase + 0.6180339887498949) % 1; // the golden ratio's fraction: evenly spread, never periodic
            v[j] = 0.5 + phase;
        }
        return scaled(v, 1 / Math.sqrt(dot(v, v)));
    }

    /**
     * The Hessian times v, v scaled so that the two gradients are of one size: a difference of numbers far apart would lose
     * the digits of the smaller.
     */
    private double[] multiply(double[] v) {
        double[] product = difference(v);
        double wanted = Math.sqrt(dot(atZero, atZero));
        double got = Math.sqrt(dot(product, product));
        double ratio = wanted / got;
        if (ratio > 8 || ratio < 0.125) {
            if (Double.isFinite(scale * ratio) && scale * ratio > 0) {
                scale *= ratio;
                product = difference(v);
            }
        }
        return scaled(product, 1 / scale);
    }

    private double[] difference(double[] v) {
        double[] gradient = new double[v.length];
        objective.lossAndGradient(scaled(v, scale), gradient);
        for (int j = 0; j < gradient.length; j++) {
            gradient[j] = j < dimension ? gradient[j] - atZero[j] : 0;
        }
        return gradient;
    }

    /** Against every earlier direction, twice: once is not enough in floating point. */
    private static void orthogonalize(double[] v, List<double[]> basis) {
        for (int pass = 0; pass < 2; pass++) {
            for (double[] u : basis) {
                double share = dot(u, v);
                for (int j = 0; j < v.length; j++) {
                    v[j] -= share * u[j];
                }
            }
        }
    }

    private static double[] scaled(double[] v, double factor) {
        double[] result = new double[v.length];
        for (int j = 0; j < v.length; j++) {
            result[j] = factor * v[j];
        }
        return result;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += a[j] * b[j];
        }
        return sum;
    }
}
