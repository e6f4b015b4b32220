package io.linreg.solver;

import io.linreg.backend.DoubleDouble;
import io.linreg.backend.ExactMoments;
import io.linreg.backend.LeastSquares;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The exact least-squares solution, from one pass over the data: normal equations formed and solved in double-double, and
 * rounded once. What they lose by squaring the condition of the data, double-double has to spare. Ridge in closed form: its
 * penalty adds to their diagonal.
 *
 * @param tolerance a column is aliased, and gets the coefficient 0, where columns before it leave no more than this share of
 *     its norm; 1e-15 to below 1. See {@link NormalFactor}
 * @param penalty without an L1 part, which has no closed form
 * @param standardized whether the penalty is on coefficients of features of deviation 1; else of the features as they are
 */
public record NormalEquations(double tolerance, Penalty penalty, boolean standardized) implements Solver {
    /**
     * Numbers that are rounded to doubles hide a column that is a mixture of others at 1e-16 of its norm, and a few times
     * that if there are many; the powers of NIST's Filip, the worst set known, leave 5e-8.
     */
    public static final double TOLERANCE = 1e-12;

    private static final double LEAST_TOLERANCE = 1e-15;

    public NormalEquations {
        if (!(tolerance >= LEAST_TOLERANCE && tolerance < 1)) {
            throw new IllegalArgumentException("a tolerance for rank is a number from " + LEAST_TOLERANCE
                    + ", the noise of double-double, to below 1, not " + tolerance);
        }
        if (penalty.l1() > 0) {
            throw new IllegalArgumentException(
                    "the normal equations have no L1 part: leave --l1-ratio out for ridge, or use --solver cd");
        }
    }

    /** Least squares without a penalty. */
    public NormalEquations(double tolerance) {
        this(tolerance, Penalty.NONE, false);
    }

    /** Ridge, at the rank tolerance that suits doubles. */
    public NormalEquations(Penalty penalty, boolean standardized) {
        this(TOLERANCE, penalty, standardized);
    }

    @Override
    public boolean isLeastSquares() {
        return penalty.isNone();
    }

    @Override
    public String describe() {
        return "normal equations in double-double" + (penalty.isNone() ? "" : ", " + penalty);
    }

    @Override
    public Reads reads() {
        return Reads.EXACT_MOMENTS;
    }

    @Override
    public Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("solver", "normal");
        if (!penalty.isNone()) {
            settings.putAll(penalty.toJson());
        }
        settings.put("rank_tolerance", tolerance);
        return settings;
    }

    /** The factors, for what else is to be known of a fit: standard errors, leverages. With a penalty those of its equations. */
    public NormalFactor factor(LeastSquares objective, boolean intercept) {
        ExactMoments moments = objective.exactMoments();
        return new NormalFactor(
                penalty.isNone() ? moments : moments.withRidge(ridge(moments, intercept)), intercept, tolerance);
    }

    /** n l2; times a feature's variance, or its mean square without an intercept, where that is the unit. */
    private DoubleDouble[] ridge(ExactMoments moments, boolean intercept) {
        DoubleDouble[] ridge = new DoubleDouble[moments.features()];
        DoubleDouble each = moments.weight().times(DoubleDouble.of(penalty.l2()));
        for (int j = 0; j < ridge.length; j++) {
            DoubleDouble squares = intercept ? moments.product(j, j) : moments.uncentred(j, j);
            ridge[j] = standardized ? squares.times(DoubleDouble.of(penalty.l2())) : each;
        }
        return ridge;
    }

    @Override
    public Solution solve(LeastSquares objective, double[] start, boolean intercept, EpochListener listener) {
        NormalFactor factor = factor(objective, intercept);
        double[] parameters = factor.parameters();
        double[] ignored = new double[start.length];
        double before = objective.lossAndGradient(start, ignored);
        double minimum =
                factor.residualSquares() / objective.exactMoments().weight().value();
        double after = penalty.isNone() ? minimum : objective.lossAndGradient(parameters, ignored);
        listener.done(1, before);
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("rank", factor.rank());
        details.put("aliased", Arrays.stream(factor.aliased()).boxed().toList());
        if (!penalty.isNone()) {
            details.put("objective", minimum / 2);
        }
        return new Solution(parameters, new double[] {before, after}, null, details);
    }
}
