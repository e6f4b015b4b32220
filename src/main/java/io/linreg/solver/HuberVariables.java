package io.linreg.solver;

import io.linreg.backend.ClippedResiduals;
import io.linreg.backend.LeastSquares;
import java.util.Arrays;
import java.util.Map;

/**
 * Huber's loss, and the parameters, in units of the scale that it begins with; the last variable is the logarithm of the scale:
 * so the target's units are no matter, and the scale is above 0 wherever a step leads.
 */
record HuberVariables(HuberLoss loss, double unit, boolean intercept) implements Variables {
    static HuberVariables of(LeastSquares rows, double epsilon, double[] start, boolean intercept) {
        HuberLoss.Start from = HuberLoss.start(rows, epsilon, start);
        return new HuberVariables(from.loss(), from.loss().scale(from.scale()), intercept);
    }

    private double scale(double[] at) {
        return loss.scale(unit * Math.exp(at[at.length - 1]));
    }

    @Override
    public double lossAndGradient(double[] at, double[] gradient) {
        int scales = at.length - 1;
        double scale = scale(at);
        double[] ofSquares = new double[scales];
        ClippedResiduals residuals = loss.residuals(parameters(at), scale, ofSquares);
        for (int j = 0; j < scales; j++) {
            gradient[j] = ofSquares[j] / scale;
        }
        if (!intercept) {
            gradient[scales - 1] = 0;
        }
        gradient[scales] = scale > loss.least() ? (scale - residuals.square() / scale) / unit : 0;
        return loss.value(residuals, scale) / unit;
    }

    @Override
    public double[] of(double[] parameters) {
        double[] at = Arrays.copyOf(parameters, parameters.length + 1);
        Vectors.scale(1 / unit, at);
        return at;
    }

    @Override
    public double[] parameters(double[] at) {
        double[] parameters = Arrays.copyOf(at, at.length - 1);
        Vectors.scale(unit, parameters);
        return parameters;
    }

    @Override
    public double lossOn(LeastSquares others, double[] at) {
        return loss.valueOn(others, parameters(at), scale(at));
    }

    @Override
    public void tell(double[] at, Map<String, Object> details) {
        double[] parameters = parameters(at);
        details.put("scale", scale(at));
        details.put(
                "outliers",
                loss.residuals(parameters, scale(at), new double[parameters.length])
                        .outliers());
    }
}
