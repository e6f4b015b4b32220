package io.linreg.spark;

import io.linreg.backend.Moments;
import io.linreg.backend.MomentsLeastSquares;
import io.linreg.data.Standardizer;
import io.linreg.solver.NormalEquations;
import java.util.Arrays;

/** The diagonal of the inverse of [X 1]'W[X 1], in the data's units: times the residuals' variance, the variances of parameters. */
final class CoefficientVariances {
    private CoefficientVariances() {}

    /**
     * From moments of features that were shifted and scaled, and some left out.
     *
     * @param used which of the d features they are
     * @return for each of the d features, and then for the intercept; NaN for what is not estimated
     */
    static double[] of(NormalEquations normal, Moments scaled, boolean intercept, Standardizer by, int[] used, int d) {
        double[][] inverse =
                normal.factor(new MomentsLeastSquares(scaled), intercept).inverse();
        double[] diagonal = new double[d + 1];
        Arrays.fill(diagonal, Double.NaN);
        double[] centre =
                new double[used.length]; // of the features in their units, so that the intercept is where they are 0
        for (int k = 0; k < used.length; k++) {
            double own = inverse[k][k] / (by.scales()[k] * by.scales()[k]);
            diagonal[used[k]] = own > 0 ? own : Double.NaN;
            centre[k] = by.means()[k] / by.scales()[k];
        }
        if (intercept) {
            double own = inverse[used.length][used.length];
            for (int j = 0; j < used.length; j++) {
                own -= 2 * inverse[j][used.length] * centre[j];
                for (int k = 0; k < used.length; k++) {
                    own += centre[j] * centre[k] * inverse[j][k];
                }
            }
            diagonal[d] = own;
        }
        return diagonal;
    }
}
