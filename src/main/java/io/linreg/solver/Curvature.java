package io.linreg.solver;

import io.linreg.backend.LeastSquares;
import io.linreg.base.LinregException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * The largest eigenvalue L of the Hessian 2/n [X 1]'[X 1], by Lanczos' method on Hessian-vector products. The gradient is
 * affine in the parameters, so a product is a difference of two gradients, and neither the data nor the d x d matrix is
 * needed. Golub and Van Loan, Matrix Computations, 4th ed., 10.1.
 */
final class Curvature {
    /** The bound on the error of L, as a share of L; the error itself is about its square. */
    private static final double TOLERANCE = 1e-4;

    private static final int MOST_STEPS = 100;

    /** How much larger than the loss at zero a loss is to which the targets add next to nothing. */
    private static final double ENOUGH = 1e4;

    private static final double LONGER = 1e4;

    private final LeastSquares objective;
    private final int dimension;
    private final double[] atZero;
    private final double lossAtZero;
    private double reach = 1;

    private Curvature(LeastSquares objective, boolean intercept) {
        this.objective = objective;
        dimension = objective.features() + (intercept ? 1 : 0);
        atZero = new double[objective.features() + 1];
        lossAtZero = objective.lossAndGradient(new double[atZero.length], atZero);
        if (!Double.isFinite(lossAtZero)) {
            throw new LinregException("the loss is not finite even for a model of zeros: a number is not finite, or the"
                    + " target is too large for its squares; give it in larger units");
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
        settle(v);
        double l = 0;
        for (int step = 0; step < Math.min(dimension, MOST_STEPS); step++) {
            basis.add(v);
            double[] product = multiply(v);
            diagonal.add(dot(v, product));
            orthogonalize(product, basis);
            double length = length(product);
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

    /**
     * A direction with a share in every eigenvector, for any data that was not made to spite it; always the same one. It
     * has no pattern: evenly spread numbers stand in simple ratios to each other, and so do the columns of real data.
     */
    private double[] start() {
        Random random = new Random(1); // its numbers are specified, on every JVM the same
        double[] v = new double[atZero.length];
        for (int j = 0; j < dimension; j++) {
            v[j] = random.nextDouble() - 0.5;
        }
        return scaled(v, 1 / length(v));
    }

    /**
     * Finds how far to go along a direction: so far that the features, not the targets, make up the residuals. The
     * rounding of the targets' share does not leave with it when the gradient at zero is subtracted. Going farther than
     * that does no harm, short of overflow.
     */
    private void settle(double[] v) {
        double[] ignored = new double[v.length];
        double last = 1;
        while (objective.lossAndGradient(scaled(v, reach), ignored) < ENOUGH * lossAtZero
                && Double.isFinite(reach * LONGER)) {
            last = reach;
            reach *= LONGER;
        }
        if (!isFinite(difference(v))) {
            reach = last;
        }
    }

    private double[] multiply(double[] v) {
        return scaled(difference(v), 1 / reach);
    }

    private double[] difference(double[] v) {
        double[] gradient = new double[v.length];
        objective.lossAndGradient(scaled(v, reach), gradient);
        for (int j = 0; j < gradient.length; j++) {
            gradient[j] = j < dimension ? gradient[j] - atZero[j] : 0;
        }
        return gradient;
    }

    private static boolean isFinite(double[] v) {
        return Arrays.stream(v).allMatch(Double::isFinite);
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

    /** The Euclidean norm, its squares taken in units of the largest: they neither overflow nor vanish. */
    private static double length(double[] v) {
        double largest = Arrays.stream(v).map(Math::abs).max().orElse(0);
        if (largest == 0 || !Double.isFinite(largest)) {
            return largest;
        }
        double squares = 0;
        for (double value : v) {
            squares += (value / largest) * (value / largest);
        }
        return largest * Math.sqrt(squares);
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += a[j] * b[j];
        }
        return sum;
    }
}
