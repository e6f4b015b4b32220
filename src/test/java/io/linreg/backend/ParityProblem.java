package io.linreg.backend;

import io.linreg.data.Dataset;
import io.linreg.data.Precision;
import io.linreg.testing.Problems;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A random problem, the specification's view of it, and how large the numbers are that its sums add up: rounding errors
 * are shares of those, not of the sums, which may cancel. What is specified is found once, for all that are compared with it.
 */
final class ParityProblem {
    final Dataset data;
    final LeastSquares specification;
    private final double[][] x;
    private final double[] y;
    private final Map<Long, Point> points = new HashMap<>();
    private final Map<Way, Descended> descents = new HashMap<>();
    private double safeRate;

    /**
     * What is to be found at some parameters.
     *
     * @param lossMagnitude what the loss adds up
     * @param gradientMagnitudes what the components of the gradient add up
     */
    record Point(double loss, double[] gradient, double lossMagnitude, double[] gradientMagnitudes) {}

    /**
     * What descending is to end with.
     *
     * @param lossMagnitudes what the losses add up, epoch by epoch
     * @param movements what the parameters add up
     */
    record Descended(double[] losses, double[] lossMagnitudes, double[] parameters, double[] movements) {}

    private record Way(long seed, double rate, boolean intercept, int epochs) {}

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

    /** Random ones; of seed 0, zeros. */
    double[] parameters(long seed) {
        return seed == 0 ? new double[features() + 1] : Problems.normal(new SplittableRandom(seed), features() + 1);
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

    /** At the parameters of a seed. */
    Point at(long seed) {
        return points.computeIfAbsent(seed, key -> at(parameters(seed)));
    }

    private Point at(double[] parameters) {
        double[] gradient = new double[features() + 1];
        double loss = specification.lossAndGradient(parameters, gradient);
        double[] residuals = residualMagnitudes(parameters);
        double squares = 0;
        double[] sums = new double[features() + 1];
        for (int i = 0; i < rows(); i++) {
            squares += residuals[i] * residuals[i];
            for (int j = 0; j <= features(); j++) {
                sums[j] += (j < features() ? Math.abs(x[i][j]) : 1) * residuals[i];
            }
        }
        for (int j = 0; j <= features(); j++) {
            sums[j] *= 2.0 / rows();
        }
        return new Point(loss, gradient, squares / rows(), sums);
    }

    /** From the parameters of a seed. */
    Descended descent(long seed, double rate, boolean intercept, int epochs) {
        return descents.computeIfAbsent(new Way(seed, rate, intercept, epochs), this::descended);
    }

    private Descended descended(Way way) {
        double[] parameters = parameters(way.seed);
        double[] movements = new double[parameters.length];
        double[] losses = new double[way.epochs];
        double[] lossMagnitudes = new double[way.epochs];
        for (int epoch = 0; epoch < way.epochs; epoch++) {
            Point here = at(parameters);
            losses[epoch] = here.loss;
            lossMagnitudes[epoch] = here.lossMagnitude;
            for (int j = 0; j < (way.intercept ? parameters.length : features()); j++) {
                parameters[j] -= way.rate * here.gradient[j];
                movements[j] += Math.abs(parameters[j]) + way.rate * here.gradientMagnitudes[j];
            }
        }
        return new Descended(losses, lossMagnitudes, parameters, movements);
    }

    /** A step that surely descends: the trace of the Hessian is more than its largest eigenvalue. */
    double safeRate() {
        if (safeRate == 0) {
            double squares = rows();
            for (double[] row : x) {
                for (double value : row) {
                    squares += value * value;
                }
            }
            safeRate = rows() / (2 * squares);
        }
        return safeRate;
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
