package io.linreg.solver;

import io.linreg.backend.ClippedResiduals;
import io.linreg.backend.LeastSquares;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Full-batch gradient descent on {@link HuberLoss}. In an epoch the coefficients take a step along the gradient of the clipped
 * squares, whose curvature is never more than that of the squared error; and the scale becomes the root mean square of the
 * clipped residuals, which is Huber's own step for it (Robust statistics, 1981, 7.8), and stays where that is the best one.
 *
 * @param epochs the most epochs to run, 1 to 10^9
 * @param learningRate the step per unit of gradient; or null for 1/L, L the largest eigenvalue of the squared error's Hessian
 * @param tolerance stop when an epoch lowers the loss by less than this share of it; 0 to run all epochs
 * @param epsilon from which residual on a row is an outlier, in units of the residuals' scale: above 1
 */
public record HuberDescent(int epochs, Double learningRate, double tolerance, double epsilon)
        implements IterativeSolver {
    public HuberDescent {
        Limits.requireEpochs(epochs);
        Limits.requireLearningRate(learningRate);
        Limits.requireTolerance(tolerance);
        HuberLoss.requireEpsilon(epsilon);
    }

    @Override
    public String describe() {
        return "gradient descent, Huber loss";
    }

    @Override
    public boolean isLeastSquares() {
        return false;
    }

    @Override
    public boolean needsRows() {
        return true;
    }

    @Override
    public boolean takesWeights() {
        return false;
    }

    @Override
    public Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("solver", "gd");
        settings.put("epochs", epochs);
        settings.put("tolerance", tolerance);
        settings.put("loss", "huber");
        settings.put("epsilon", epsilon);
        return settings;
    }

    @Override
    public Solution solve(
            LeastSquares objective, double[] start, boolean intercept, EpochListener listener, Validation validation) {
        double rate = learningRate != null ? learningRate : 1 / Curvature.largest(objective, intercept);
        return EpochLoop.run(new Steps(objective, start, intercept, rate), epochs, validation, listener);
    }

    private final class Steps implements EpochLoop.Steps {
        private final HuberLoss huber;
        private final int moving;
        private final double rate;
        private final Divergence divergence;
        private final double[] gradient;
        private double[] parameters;
        private double scale;
        private ClippedResiduals residuals;
        private double loss = Double.NaN;
        private double lossBefore;

        Steps(LeastSquares objective, double[] start, boolean intercept, double rate) {
            HuberLoss.Start from = HuberLoss.start(objective, epsilon, start);
            huber = from.loss();
            scale = huber.scale(from.scale());
            this.rate = rate;
            divergence = new Divergence(rate);
            parameters = start.clone();
            gradient = new double[start.length];
            moving = start.length - (intercept ? 0 : 1);
        }

        @Override
        public double loss() {
            residuals = huber.residuals(parameters, scale, gradient);
            lossBefore = loss;
            loss = huber.value(residuals, scale);
            divergence.check(loss);
            return loss;
        }

        @Override
        public boolean run(int epoch) {
            double gain = lossBefore - loss;
            if (tolerance > 0 && gain >= 0 && gain <= tolerance * lossBefore) {
                return false;
            }
            double[] next = parameters.clone();
            for (int j = 0; j < moving; j++) {
                next[j] -= rate * gradient[j];
            }
            parameters = next;
            scale = huber.scale(Math.sqrt(residuals.square()));
            return true;
        }

        @Override
        public double lossOn(LeastSquares rows) {
            return huber.valueOn(rows, parameters, scale);
        }

        @Override
        public double[] parameters() {
            return parameters;
        }

        @Override
        public Double learningRate() {
            return rate;
        }

        @Override
        public Map<String, Object> details() {
            Map<String, Object> details = new LinkedHashMap<>();
            details.put("scale", scale);
            details.put("outliers", residuals.outliers());
            return details;
        }
    }
}
