package io.linreg.spark;

import io.linreg.backend.Moments;
import io.linreg.backend.MomentsLeastSquares;
import io.linreg.base.LinregException;
import io.linreg.data.Standardizer;
import io.linreg.solver.CoordinateDescent;
import io.linreg.solver.EpochListener;
import io.linreg.solver.GradientDescent;
import io.linreg.solver.NormalEquations;
import io.linreg.solver.Penalty;
import io.linreg.solver.Solution;
import io.linreg.solver.Solver;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What MLlib's LinearRegression minimises, stated for this project's solvers. With r the residuals, v the weights, sd the deviations of
 * the features and of the label (divided by n, weighted), lambda = regParam and alpha = elasticNetParam, MLlib minimises
 *
 * <pre>
 *   sum v r^2 / (2 sum v) + lambda alpha sum |w_j sd_j| + lambda (1 - alpha) / (2 sd_y) sum (w_j sd_j)^2
 * </pre>
 *
 * over the coefficients w, where standardization is on; where it is off, without the sd_j. That sd_y divides the second penalty and
 * not the first is because it scales the label to deviation 1 before it penalises, as glmnet does. Features that do not vary get
 * coefficient 0, with an intercept and without.
 */
final class MllibProblem {
    /** Of less than this share of its mean a deviation is what rounding has left. */
    private static final double LEAST_DEVIATION = 0x1p-50;

    /** Moments in double leave noise of 1e-16 to a square, 1e-8 of a column. */
    private static final double RANK_TOLERANCE = 1e-7;

    private static final Logger LOG = LoggerFactory.getLogger(MllibProblem.class);

    private final GpuLinearRegressionParams params;
    private final Moments moments;
    private final int d;
    private final boolean intercept;

    /** @param moments of mean weight 1, as solvers have it */
    MllibProblem(GpuLinearRegressionParams params, Moments moments) {
        this.params = params;
        this.moments = moments;
        d = moments.features();
        intercept = params.getFitIntercept();
    }

    /** Finds the coefficients, by the solver that the params ask for. */
    MomentsFit solve() {
        double labelDeviation = labelDeviation();
        int[] varying = IntStream.range(0, d).filter(j -> deviation(j) > 0).toArray();
        if (labelDeviation == 0 || varying.length == 0) {
            return constant();
        }
        Penalty penalty = penalty(labelDeviation);
        Standardizer standardizer = standardizer(varying, penalty);
        Moments scaled = moments.project(IntStream.concat(Arrays.stream(varying), IntStream.of(d))
                        .toArray())
                .standardized(standardizer);
        Solver solver = solver(penalty);
        Solution solution = solver.solve(
                new MomentsLeastSquares(scaled), new double[varying.length + 1], intercept, EpochListener.NONE);
        warnOfAliased(solution, varying);
        double[] coefficients = new double[d];
        double b = solution.parameters()[varying.length] + standardizer.targetMean();
        for (int k = 0; k < varying.length; k++) {
            coefficients[varying[k]] = solution.parameters()[k] / standardizer.scales()[k];
            b -= coefficients[varying[k]] * standardizer.means()[k];
        }
        double[] errors = solver.isLeastSquares() && solver instanceof NormalEquations normal
                ? CoefficientVariances.of(normal, scaled, intercept, standardizer, varying, d)
                : null;
        return new MomentsFit(moments, coefficients, b, intercept, solution, errors);
    }

    private double deviation(int feature) {
        return deviation(moments.xx(feature, feature), moments.mean(feature));
    }

    private double deviation(double squares, double mean) {
        double deviation = Math.sqrt(squares / (double) moments.rows());
        return deviation > LEAST_DEVIATION * Math.abs(mean) ? deviation : 0;
    }

    /** What MLlib divides the label by; 0 where there is nothing to learn. */
    private double labelDeviation() {
        double mean = moments.targetMean();
        double deviation = deviation(moments.yy(), mean);
        if (deviation > 0 || intercept || mean == 0) {
            return deviation;
        }
        if (params.getRegParam() > 0) {
            throw new LinregException(
                    "the label is the same in every row: without an intercept there is no penalty for"
                            + " that, as its size is in units of the label's deviation; set regParam to 0 or fitIntercept to true");
        }
        return Math.abs(mean);
    }

    private Penalty penalty(double labelDeviation) {
        double l1 = params.getRegParam() * params.getElasticNetParam();
        double l2 = params.getRegParam() * (1 - params.getElasticNetParam()) / labelDeviation;
        return l1 + l2 == 0 ? Penalty.NONE : new Penalty(l1 + l2, l1 / (l1 + l2));
    }

    /** To features of deviation 1 if the penalty is on these; also if there is none, as solvers like them. */
    private Standardizer standardizer(int[] varying, Penalty penalty) {
        double[] means = new double[varying.length];
        double[] scales = new double[varying.length];
        for (int k = 0; k < varying.length; k++) {
            int j = varying[k];
            means[k] = intercept ? moments.mean(j) : 0;
            boolean ofDeviationOne = params.getStandardization() || penalty.isNone();
            scales[k] = ofDeviationOne ? deviation(j) : 1;
        }
        return new Standardizer(means, scales, intercept ? moments.targetMean() : 0);
    }

    private Solver solver(Penalty penalty) {
        if (params.getSolver().equals("gd")) {
            return new GradientDescent(Math.max(1, params.getMaxIter()), null, params.getTol(), penalty);
        }
        return penalty.l1Ratio() > 0
                ? new CoordinateDescent(penalty)
                : new NormalEquations(RANK_TOLERANCE, penalty, false);
    }

    /** No feature tells anything: the label's mean is all there is. */
    private MomentsFit constant() {
        double b = intercept ? moments.targetMean() : 0;
        double loss = moments.yy() / (double) moments.rows() + Math.pow(moments.targetMean() - b, 2);
        LOG.warn("there is nothing to learn: no feature varies, or the label does not; all coefficients are 0");
        Solution solution = new Solution(new double[] {b}, new double[] {loss}, null);
        return new MomentsFit(moments, new double[d], b, intercept, solution, null);
    }

    private static void warnOfAliased(Solution solution, int[] varying) {
        if (solution.details().get("aliased") instanceof List<?> aliased && !aliased.isEmpty()) {
            LOG.warn(
                    "features {} are mixtures of those before them, and get coefficient 0",
                    aliased.stream().map(k -> varying[(Integer) k]).toList());
        }
    }
}
