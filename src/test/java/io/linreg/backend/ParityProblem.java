package io.linreg.backend;

import io.linreg.data.Dataset;
import io.linreg.data.Precision;
import io.linreg.testing.Problems;
import java.util.SplittableRandom;

/**
 * A random problem, the specification's view of it, and how large the numbers are that its sums add up: rounding errors
 * are shares of those, not of the sums, which may cancel.
 */
final class ParityProblem {
    final Dataset data;
    final LeastSquares specification;
    private final double[][] x;
    private final double[] y;

    ParityProblem(int rows, int features, Precision precision) {
        this(Problems.random(rows, features, precision, 1000L * rows + features));
    }

    ParityProblem(Dataset data) {
        this.data = data;
        specification = new ScalarLeastSquares(Problems.inDouble(data));
        x = Problems.x(data);
        y = Problems.y(data);
    }

    int rows() {
        return x.length;
    }

    int features() {
        return x[0].length;
    }

    double[] parameters(long seed) {
        return Problems.normal(new SplittableRandom(seed), features() + 1);
    }

    /** What the residuals add up: |x_i| . |w| + |b| + |y_i|. */
    private double[] residualMagnitudes(double[] parameters) {
        double[] magnitudes = new double[rows()];
        for (int i = 0; i < rows(); i++) {
            double sum = Math.abs(parameters[features()]) + Math.abs(y[i]);
            for (int j = 0; j < features(); j++) {
                sum += Math.abs(parameters[j] * x[i][j]);
            }
            magnitudes[i] = sum;
        }
        return magnitudes;
    }

    /** What the loss adds up. */
    double lossMagnitude(double[] parameters) {
        double squares = 0;
        for (double magnitude : residualMagnitudes(parameters)) {
            squares += magnitude * magnitude;
        }
        return squares / rows();
    }

    /** What the components of the gradient add up. */
    double[] gradientMagnitudes(double[] parameters) {
        double[] residuals = residualMagnitudes(parameters);
        double[] magnitudes = new double[features() + 1];
        for (int i = 0; i < rows(); i++) {
            for (int j = 0; j <= features(); j++) {
                double factor = j < features() ? Math.abs(x[i][j]) : 1;
                magnitudes[j] += 2.0 / rows() * factor * residuals[i];
            }
        }
        return magnitudes;
    }

    /** A step that surely descends: the trace of the Hessian is more than its largest eigenvalue. */
    double safeRate() {
        double squares = rows();
        for (double[] row : x) {
            for (double value : row) {
                squares += value * value;
            }
        }
        return rows() / (2 * squares);
    }

    /** Column j of [X y]. */
    double[] column(int j) {
        double[] column = new double[rows()];
        for (int i = 0; i < rows(); i++) {
            column[i] = j < features() ? x[i][j] : y[i];
        }
        return column;
    }
}
