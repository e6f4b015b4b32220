package io.linreg.solver;

import io.linreg.backend.ExactMoments;
import io.linreg.backend.MomentsLeastSquares;
import java.util.Arrays;
import java.util.List;

/**
 * How well penalised fits predict rows that they have not seen: each fold is held out once, and the others, merged, train. It
 * takes the folds' moments alone, so that the data is read once. Where features are standardised, each fold's training rows
 * standardise them for themselves, as a pipeline of scikit-learn does. A feature that does not vary in a fold's training rows
 * has the coefficient 0 there.
 *
 * @param alphas from the largest to the smallest
 * @param errors the mean squared error, by alpha and by fold
 * @param means of the folds' errors, by alpha
 * @param standardErrors of these means: the deviation of the folds' errors (divided by k - 1) by the root of k
 * @param best which alpha has the smallest mean; the largest of them, if there are several
 * @param sparest the largest alpha whose mean is within one standard error of the smallest
 */
public record CrossValidation(
        double[] alphas, double[][] errors, double[] means, double[] standardErrors, int best, int sparest) {

    static CrossValidation of(RegularizationPath.Problem problem, List<ExactMoments> folds, double[] alphas) {
        double[][] errors = new double[alphas.length][folds.size()];
        ExactMoments[] after = after(folds);
        ExactMoments before = ExactMoments.empty(folds.get(0).features());
        for (int k = 0; k < folds.size(); k++) {
            Gram gram = problem.gram(before.merge(after[k]).rounded());
            before = before.merge(folds.get(k));
            after[k] = null; // large, with many features
            MomentsLeastSquares heldOut = new MomentsLeastSquares(folds.get(k).rounded());
            double[] ignored = new double[gram.features() + 1];
            List<ElasticNet.Fit> fits = problem.fits(gram, alphas);
            for (int a = 0; a < alphas.length; a++) {
                errors[a][k] =
                        heldOut.lossAndGradient(gram.parameters(fits.get(a).w()), ignored);
            }
        }
        return of(alphas, errors);
    }

    /** For each fold those after it, merged: with those before it all others, in two merges each. */
    private static ExactMoments[] after(List<ExactMoments> folds) {
        ExactMoments[] after = new ExactMoments[folds.size()];
        after[folds.size() - 1] = ExactMoments.empty(folds.get(0).features());
        for (int k = folds.size() - 1; k > 0; k--) {
            after[k - 1] = folds.get(k).merge(after[k]);
        }
        return after;
    }

    private static CrossValidation of(double[] alphas, double[][] errors) {
        int count = alphas.length;
        double[] means = new double[count];
        double[] standardErrors = new double[count];
        int best = 0;
        for (int a = 0; a < count; a++) {
            double[] ofFolds = errors[a];
            double mean = Arrays.stream(ofFolds).sum() / ofFolds.length;
            double squares =
                    Arrays.stream(ofFolds).map(e -> (e - mean) * (e - mean)).sum();
            means[a] = mean;
            standardErrors[a] = Math.sqrt(squares / (ofFolds.length - 1) / ofFolds.length);
            best = mean < means[best] ? a : best;
        }
        int sparest = 0;
        while (means[sparest] > means[best] + standardErrors[best]) {
            sparest++;
        }
        return new CrossValidation(alphas, errors, means, standardErrors, best, sparest);
    }

    /** The alpha that predicts best. */
    public double bestAlpha() {
        return alphas[best];
    }

    /** The largest alpha that predicts about as well. */
    public double sparestAlpha() {
        return alphas[sparest];
    }
}
