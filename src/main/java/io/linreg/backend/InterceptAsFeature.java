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
        requireIntercept(descent.intercept());
        double[] all = Arrays.copyOf(descent.parameters(), descent.parameters().length + 1);
        inner.descend(new Descent(all, descent.learningRate(), false, descent.losses()));
        System.arraycopy(all, 0, descent.parameters(), 0, descent.parameters().length);
    }

    @Override
    public MiniBatches miniBatches() {
        MiniBatches rows = inner.miniBatches();
        return new MiniBatches() {
            @Override
            public void descend(Epoch epoch, Optimizer optimizer) {
                requireIntercept(epoch.intercept());
                Optimizer wide = optimizer.widened();
                rows.descend(new Epoch(epoch.order(), epoch.batchSize(), epoch.learningRate(), false), wide);
                optimizer.narrow(wide);
            }

            /** The intercept's column counts as a feature already. */
            @Override
            public double largestNorm() {
                return rows.largestNorm() - 1;
            }

            @Override
            public void close() {
                rows.close();
            }
        };
    }

    private static void requireIntercept(boolean intercept) {
        if (!intercept) {
            throw new IllegalArgumentException("the intercept is a feature here, and moves with the others");
        }
    }

    /**
     * The moments of the rows before they were multiplied, about their weighted means: with u the roots of the weights, whose
     * squares add up to n,
     *
     * <pre>
     *   mean of x = sum u (u x) / n
     *   sum u^2 (x - mean of x)(z - mean of z) = sum (u x)(u z) - n (mean of x)(mean of z)
     * </pre>
     */
    @Override
    public Moments moments() {
        Moments multiplied = inner.moments();
        int d = features();
        long n = rows();
        double[] means = new double[d + 1];
        for (int j = 0; j <= d; j++) {
            means[j] = multiplied.sumOfProducts(place(j), d) / n;
        }
        double[][] products = new double[d + 1][d + 1];
        for (int j = 0; j <= d; j++) {
            for (int k = 0; k <= d; k++) {
                products[j][k] = multiplied.sumOfProducts(place(j), place(k)) - n * (means[j] * means[k]);
            }
        }
        return Moments.of(n, (double) n, means, products);
    }

    /** Where a column of ours stands: the target comes after the intercept's. */
    private int place(int j) {
        return j < features() ? j : j + 1;
    }

    @Override
    public void close() {
        inner.close();
    }
}
