package io.linreg.solver;

import io.linreg.backend.LeastSquares;
import io.linreg.backend.Moments;
import io.linreg.backend.MomentsLeastSquares;
import io.linreg.base.LinregException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Lasso, elastic net and ridge on moments: the data is read once, whatever the penalty takes to find its minimum.
 *
 * @param penalty its alpha is above 0: without a penalty there is no duality gap to stop at
 * @param tolerance stop when the objective is above its minimum by no more than this share of what it is without coefficients,
 *     as the duality gap proves; or when rounding lets no sweep come nearer
 * @param mostSweeps over the coefficients, from 1
 */
public record CoordinateDescent(Penalty penalty, double tolerance, int mostSweeps) implements Solver {
    /** Far below what a coefficient shows. */
    public static final double TOLERANCE = 1e-12;

    /** More than well-posed problems take by orders of magnitude. */
    public static final int MOST_SWEEPS = 100_000;

    /**
     * Checks each setting.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public CoordinateDescent {
        if (penalty.isNone()) {
            throw new IllegalArgumentException(
                    "coordinate descent needs an alpha above 0; without a penalty use --solver normal");
        }
        if (!(tolerance > 0 && tolerance < 1)) {
            throw new IllegalArgumentException(
                    "a tolerance of the duality gap is a number above 0 and below 1, not " + tolerance);
        }
        if (mostSweeps < 1) {
            throw new IllegalArgumentException("sweeps must be 1 or more, not " + mostSweeps);
        }
    }

    /** With a tolerance far below what a coefficient shows. */
    public CoordinateDescent(Penalty penalty) {
        this(penalty, TOLERANCE, MOST_SWEEPS);
    }

    /** The same at another alpha. */
    CoordinateDescent with(double alpha) {
        return new CoordinateDescent(new Penalty(alpha, penalty.l1Ratio()), tolerance, mostSweeps);
    }

    @Override
    public boolean isLeastSquares() {
        return penalty.isNone();
    }

    @Override
    public String describe() {
        return "coordinate descent, " + penalty;
    }

    @Override
    public Reads reads() {
        return Reads.MOMENTS;
    }

    @Override
    public Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("solver", "cd");
        settings.putAll(penalty.toJson());
        settings.put("tolerance", tolerance);
        return settings;
    }

    /**
     * Finds the coefficients.
     *
     * @throws LinregException if the most sweeps do not reach the tolerance
     */
    ElasticNet.Fit fit(Gram gram, double[] start) {
        ElasticNet.Fit fit = ElasticNet.fit(gram, penalty, start, tolerance, mostSweeps);
        if (!fit.converged()) {
            throw new LinregException(String.format(
                    Locale.ROOT,
                    "coordinate descent at alpha %.6g is not done after %d sweeps: its duality gap is %.3g of the objective"
                            + " without coefficients, not %.3g; use a larger alpha, --standardize or a larger tolerance",
                    penalty.alpha(),
                    fit.sweeps(),
                    2 * fit.gap() / gram.v(),
                    tolerance));
        }
        return fit;
    }

    @Override
    public Solution solve(LeastSquares objective, double[] start, boolean intercept, EpochListener listener) {
        Moments moments = objective.moments();
        int d = moments.features();
        Gram gram = Gram.of(moments, intercept, start[d]);
        ElasticNet.Fit fit = fit(gram, Arrays.copyOf(start, d));
        double[] parameters = gram.parameters(fit.w());
        LeastSquares onMoments = new MomentsLeastSquares(moments);
        double[] ignored = new double[d + 1];
        double[] losses = {onMoments.lossAndGradient(start, ignored), onMoments.lossAndGradient(parameters, ignored)};
        listener.done(1, losses[1]);
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("objective", fit.objective());
        details.put("duality_gap", fit.gap());
        details.put("sweeps", fit.sweeps());
        details.put("nonzero", fit.nonzero());
        return new Solution(parameters, losses, null, details);
    }
}
