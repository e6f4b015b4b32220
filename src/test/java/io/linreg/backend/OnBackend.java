package io.linreg.backend;

import io.linreg.data.Dataset;

/** Least squares that close the backend they are on. */
final class OnBackend implements LeastSquares {
    private final Backend backend;
    private final LeastSquares onIt;

    OnBackend(Backend backend, Dataset data, Gradient gradient) {
        this.backend = backend;
        onIt = backend.load(data, gradient);
    }

    @Override
    public int features() {
        return onIt.features();
    }

    @Override
    public long rows() {
        return onIt.rows();
    }

    @Override
    public Gradient method() {
        return onIt.method();
    }

    @Override
    public double lossAndGradient(double[] parameters, double[] gradient) {
        return onIt.lossAndGradient(parameters, gradient);
    }

    @Override
    public void descend(Descent descent) {
        onIt.descend(descent);
    }

    @Override
    public Moments moments() {
        return onIt.moments();
    }

    @Override
    public void close() {
        onIt.close();
        backend.close();
    }
}
