package io.linreg.solver;

import io.linreg.backend.Gradient;
import io.linreg.backend.LeastSquares;
import io.linreg.backend.Moments;
import io.linreg.testing.Problems;

/** Least squares in plain arrays, for solvers to be tested on without a backend; some methods are there to be overridden. */
class Quadratic implements LeastSquares {
    private final double[][] x;
    private final double[] y;

    Quadratic(double[][] x, double[] y) {
        this.x = x;
        this.y = y;
    }

    /** One feature, values 1 and -1: the Hessian is 2 times the identity, and the best parameters are (w, b). */
    static Quadratic simple(double w, double b) {
        double[][] x = {{1}, {-1}};
        return new Quadratic(x, Problems.targets(x, new double[] {w}, b));
    }

    @Override
    public int features() {
        return x[0].length;
    }

    @Override
    public long rows() {
        return x.length;
    }

    @Override
    public Gradient method() {
        return Gradient.FUSED;
    }

    @Override
    public double lossAndGradient(double[] parameters, double[] gradient) {
        int d = features();
        double n = x.length;
        java.util.Arrays.fill(gradient, 0);
        double loss = 0;
        for (int i = 0; i < x.length; i++) {
            double residual = parameters[d] - y[i];
            for (int j = 0; j < d; j++) {
                residual += parameters[j] * x[i][j];
            }
            loss += residual * residual / n;
            for (int j = 0; j < d; j++) {
                gradient[j] += 2 / n * residual * x[i][j];
            }
            gradient[d] += 2 / n * residual;
        }
        return loss;
    }

    /** The Hessian 2/n [X 1]'[X 1], or that of the features alone. */
    double[][] hessian(boolean intercept) {
        int d = features();
        int size = intercept ? d + 1 : d;
        double[][] hessian = new double[size][size];
        for (double[] row : x) {
            for (int j = 0; j < size; j++) {
                for (int k = 0; k < size; k++) {
                    hessian[j][k] += 2.0 / x.length * (j < d ? row[j] : 1) * (k < d ? row[k] : 1);
                }
            }
        }
        return hessian;
    }

    /** As they are defined: means, corrected once, then products of what is left of them. */
    @Override
    public Moments moments() {
        int columns = features() + 1;
        double[] means = new double[columns];
        for (int pass = 0; pass < 2; pass++) {
            double[] before = means.clone();
            for (int i = 0; i < x.length; i++) {
                for (int j = 0; j < columns; j++) {
                    means[j] += (value(i, j) - before[j]) / x.length;
                }
            }
        }
        double[] products = new double[columns * columns];
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < columns; j++) {
                for (int k = 0; k < columns; k++) {
                    products[j * columns + k] += (value(i, j) - means[j]) * (value(i, k) - means[k]);
                }
            }
        }
        return Moments.of(x.length, means, products);
    }

    private double value(int i, int j) {
        return j < x[i].length ? x[i][j] : y[i];
    }

    @Override
    public void close() {
        // Nothing to free.
    }
}
