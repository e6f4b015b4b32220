package io.linreg.backend;

import java.util.Arrays;

/**
 * The squared error of data whose last feature belongs to the intercept, as a function of the other coefficients and b. Rows
 * that were multiplied by the roots of their weights have such a feature.
 */
public final class InterceptAsFeature implements LeastSquares {
    private final LeastSquares inner;

    /** Owns the given one: closes it when it is closed. */
    public InterceptAsFeature(LeastSquares inner) {
        this.inner = inner;
    }

    @Override
    public int features() {
        return inner.features() - 1;
    }

    @Override
    public long rows() {
        return inner.rows();
    }

    @Override
    public Gradient method() {
        return inner.method();
    }

    @Override
    public double lossAndGradient(double[] parameters, double[] gradient) {
        double[] all = new double[gradient.length + 1];
        double loss = inner.lossAndGradient(Arrays.copyOf(parameters, parameters.length + 1), all);
        System.arraycopy(all, 0, gradient, 0, gradient.length);
        return loss;
    }

    @Override
    public void descend(Descent descent) {
        if (!descent.intercept()) {
            throw new IllegalArgumentException("the intercept is a feature here, and moves with the others");
        }
        double[] all = Arrays.copyOf(descent.parameters(), descent.parameters().length + 1);
        inner.descend(new Descent(all, descent.learningRate(), false, descent.losses()));
        System.arraycopy(all, 0, descent.parameters(), 0, descent.parameters().length);
    }

    @Override
    public Moments moments() {
        throw new UnsupportedOperationException("moments about weighted means are not those of these rows");
    }

    @Override
    public void close() {
        inner.close();
    }
}
