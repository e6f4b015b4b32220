package io.linreg.solver;

import io.linreg.backend.Moments;
import io.linreg.base.LinregException;
import java.util.ArrayList;
import java.util.List;

/**
 * Penalised fits from the alpha at which every coefficient is 0 downwards, each begun where the one before ended.
 *
 * @param l1Ratio of all penalties
 * @param scales what a feature's unit is for the penalty, in the data's units: its deviation, or 1
 * @param points from the largest alpha to the smallest
 */
public record RegularizationPath(double l1Ratio, double[] scales, List<Point> points) {
    /** The smallest alpha of a grid, as a share of the largest: scikit-learn's. */
    private static final double SMALLEST_SHARE = 1e-3;

    /** Ridge lets no coefficient become 0; its largest alpha is that of this ratio, as glmnet's, */
    private static final double LEAST_RATIO = 1e-3;
    /** and so large that a path from there has to go farther to matter. */
    private static final double SMALLEST_SHARE_OF_RIDGE = 1e-6;

    /**
     * One fit.
     *
     * @param alpha of its penalty
     * @param parameters the coefficients and, last, the intercept, in the data's units
     * @param nonzero how many coefficients are not 0
     * @param objective the mean squared error by 2, and the penalty
     * @param gap the most that the objective can be above its minimum
     * @param r2 of the training rows; without an intercept the uncentred one
     */
    public record Point(double alpha, double[] parameters, int nonzero, double objective, double gap, double r2) {}

    /**
     * How alphas are chosen and fits are made: once for all rows, and then for parts of them.
     *
     * @param intercept whether b is free; else it is 0
     * @param standardize whether the penalty is on coefficients of features of deviation 1
     * @param solver of the penalty's L1 ratio; its alpha is of no meaning
     */
    record Problem(boolean intercept, boolean standardize, CoordinateDescent solver) {
        double l1Ratio() {
            return solver.penalty().l1Ratio();
        }

        Gram gram(Moments moments) {
            Gram gram = Gram.of(moments, intercept, 0);
            return standardize ? gram.standardized() : gram;
        }

        /**
         * The fits, from the first alpha to the last.
         *
         * @throws LinregException if one does not converge
         */
        List<ElasticNet.Fit> fits(Gram gram, double[] alphas) {
            List<ElasticNet.Fit> fits = new ArrayList<>();
            double[] start = new double[gram.features()];
            for (double alpha : alphas) {
                fits.add(solver.with(alpha).fit(gram, start));
                start = fits.get(fits.size() - 1).w();
            }
            return fits;
        }
    }

    /**
     * Alphas in a geometric row, from the smallest one that leaves all coefficients 0 down to a thousandth of it; for ridge,
     * which leaves none 0, from that of an L1 ratio of a thousandth down to a millionth of it.
     *
     * @param count 2 or more
     * @throws LinregException if every alpha leaves them 0
     */
    static double[] alphas(Gram gram, double l1Ratio, int count) {
        double largest = 0;
        for (int j = 0; j < gram.features(); j++) {
            largest = Math.max(largest, Math.abs(gram.c(j)));
        }
        double ratio = Math.max(l1Ratio, LEAST_RATIO);
        double first = largest / ratio;
        if (!(first > 0 && Double.isFinite(first))) {
            throw new LinregException(
                    "there is no alpha to choose: " + (gram.v() > 0 ? "no feature varies with" : "nothing varies in")
                            + " the target in the training rows");
        }
        while (first * ratio < largest) { // rounding would leave a coefficient of 1e-17
            first = Math.nextUp(first);
        }
        double share = l1Ratio == 0 ? SMALLEST_SHARE_OF_RIDGE : SMALLEST_SHARE;
        double[] alphas = new double[count];
        for (int k = 0; k < count; k++) {
            alphas[k] = first * Math.pow(share, (double) k / (count - 1));
        }
        return alphas;
    }

    static RegularizationPath of(Problem problem, Gram gram, double[] alphas) {
        List<Point> points = new ArrayList<>();
        List<ElasticNet.Fit> fits = problem.fits(gram, alphas);
        for (int k = 0; k < alphas.length; k++) {
            ElasticNet.Fit fit = fits.get(k);
            points.add(new Point(
                    alphas[k],
                    gram.parameters(fit.w()),
                    fit.nonzero(),
                    fit.objective(),
                    fit.gap(),
                    1 - fit.meanSquare() / gram.v()));
        }
        return new RegularizationPath(problem.l1Ratio(), gram.scales(), points);
    }
}
