package io.linreg.solver;

import io.linreg.backend.LeastSquares;
import io.linreg.base.LinregException;
import java.util.Arrays;

/**
 * The largest eigenvalue L of the Hessian 2/n [X 1]'[X 1], by {@link Lanczos} on Hessian-vector products. The gradient is
 * affine in the parameters, so a product is a difference of two gradients, and neither the data nor the d x d matrix is
 * needed.
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
        double[] start = Lanczos.start(dimension, atZero.length);
        settle(start);
        return Lanczos.largest(start, this::multiply, Math.min(dimension, MOST_STEPS), TOLERANCE);
    }

    /**
     * Finds how far to go along a direction: so far that the features, not the targets, make up the residuals. The
     * rounding of the targets' share does not leave with it when the gradient at zero is subtracted. Going farther than
     * that does no harm, short of overflow.
     */
    private void settle(double[] v) {
        double[] ignored = new double[v.length];
        double last = 1;
        while (objective.lossAndGradient(Lanczos.scaled(v, reach), ignored) < ENOUGH * lossAtZero
                && Double.isFinite(reach * LONGER)) {
            last = reach;
            reach *= LONGER;
        }
        if (!isFinite(difference(v))) {
            reach = last;
        }
    }

    private double[] multiply(double[] v) {
        return Lanczos.scaled(difference(v), 1 / reach);
    }

    private double[] difference(double[] v) {
        double[] gradient = new double[v.length];
        objective.lossAndGradient(Lanczos.scaled(v, reach), gradient);
        for (int j = 0; j < gradient.length; j++) {
            gradient[j] = j < dimension ? gradient[j] - atZero[j] : 0;
        }
        return gradient;
    }

    private static boolean isFinite(double[] v) {
        return Arrays.stream(v).allMatch(Double::isFinite);
    }
}
