package io.linreg.inference;

import io.linreg.backend.ExactMoments;
import io.linreg.data.Term;
import io.linreg.solver.NormalFactor;
import io.linreg.solver.OrthonormalCoordinates;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The exact least-squares answer for the training rows, from their moments: what inference starts from.
 *
 * @param names of the d features
 * @param intercept whether there is one
 * @param parameters the d coefficients, 0 for aliased features, and the intercept
 * @param aliased the features that are mixtures of those before them
 * @param coordinates in which the design matrix is orthonormal
 * @param centre the means of the d features and the target, rounded; zeros without an intercept
 * @param deviationAtCentre the fitted value there less the target's: what rounding the means has left
 * @param weight of all rows: their number, or the sum of their weights
 * @param residualSquares the weighted sum of squared residuals
 * @param totalSquares that of the target: about its mean, or about 0 without an intercept
 * @param inflation of each coefficient's variance by the other features; NaN for aliased ones
 * @param condition of the design matrix with the column of ones, in the norm of 2
 */
record ExactFit(
        List<String> names,
        boolean intercept,
        double[] parameters,
        boolean[] aliased,
        OrthonormalCoordinates coordinates,
        double[] centre,
        double deviationAtCentre,
        double weight,
        double residualSquares,
        double totalSquares,
        double[] inflation,
        double condition) {

    static ExactFit of(ExactMoments moments, List<Term> terms, boolean intercept, double rankTolerance) {
        NormalFactor normal = new NormalFactor(moments, intercept, rankTolerance);
        OrthonormalCoordinates coordinates = new OrthonormalCoordinates(normal);
        int d = moments.features();
        boolean[] aliased = new boolean[d];
        for (int j : normal.aliased()) {
            aliased[j] = true;
        }
        return new ExactFit(
                terms.stream().map(Term::name).toList(),
                intercept,
                normal.parameters(),
                aliased,
                coordinates,
                IntStream.rangeClosed(0, d)
                        .mapToDouble(j -> intercept ? moments.mean(j).value() : 0)
                        .toArray(),
                deviationAtCentre(moments, normal, intercept),
                moments.weight().value(),
                normal.residualSquares(),
                normal.squares(d),
                IntStream.range(0, d)
                        .mapToDouble(j -> aliased[j] ? Double.NaN : normal.squares(j) * squares(coordinates.mixture(j)))
                        .toArray(),
                normal.condition());
    }

    private static double deviationAtCentre(ExactMoments moments, NormalFactor normal, boolean intercept) {
        int d = moments.features();
        double[] parameters = normal.parameters();
        double deviation = moments.mean(d).low();
        for (int j = 0; j < d; j++) {
            deviation -= parameters[j] * moments.mean(j).low();
        }
        return intercept ? deviation : 0;
    }

    static double squares(double[] vector) {
        double squares = 0;
        for (double value : vector) {
            squares += value * value;
        }
        return squares;
    }

    /** d. */
    int features() {
        return aliased.length;
    }

    /** How many parameters are estimated. */
    int rank() {
        return coordinates.count();
    }

    /** The fitted value less the target's centre: near it, nothing is lost to rounding. */
    double deviation(double[] x) {
        double deviation = deviationAtCentre;
        for (int j = 0; j < x.length; j++) {
            deviation += parameters[j] * (x[j] - centre[j]);
        }
        return deviation;
    }
}
