package io.linreg.spark;

import io.linreg.backend.Moments;
import io.linreg.backend.MomentsLeastSquares;
import io.linreg.solver.Solution;
import java.util.Arrays;

/**
 * A linear model, and what the moments of its training rows say of it.
 *
 * @param moments of the training rows, of mean weight 1
 * @param coefficients in the data's units
 * @param b the intercept; 0 where there is none
 * @param intercept whether there is one
 * @param solution how it was found
 * @param variances of the parameters, in units of the residuals' variance, the intercept's last; null where they are not known
 */
record MomentsFit(
        Moments moments, double[] coefficients, double b, boolean intercept, Solution solution, double[] variances) {
    /** The mean squared residual. */
    double meanSquaredError() {
        double[] parameters = Arrays.copyOf(coefficients, coefficients.length + 1);
        parameters[coefficients.length] = b;
        return new MomentsLeastSquares(moments).lossAndGradient(parameters, new double[parameters.length]);
    }

    /** The mean squared distance of the label from its mean; from 0 where there is no intercept. */
    double labelSquare() {
        double square = moments.yy() / (double) moments.rows();
        return intercept ? square : square + moments.targetMean() * moments.targetMean();
    }

    /** The mean squared distance of the predictions from the label's mean. */
    double explainedSquare() {
        int d = coefficients.length;
        double shift = b - moments.targetMean();
        double square = 0;
        for (int j = 0; j < d; j++) {
            shift += coefficients[j] * moments.mean(j);
            for (int k = 0; k < d; k++) {
                square += coefficients[j] * coefficients[k] * moments.xx(j, k);
            }
        }
        return square / (double) moments.rows() + shift * shift;
    }

    /** How many parameters were estimated. */
    int rank() {
        Object rank = solution.details().get("rank");
        return rank instanceof Integer known ? known : coefficients.length + (intercept ? 1 : 0);
    }
}
