package io.linreg.solver;

import io.linreg.backend.LeastSquares;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The exact least-squares solution, from one pass over the data: normal equations formed and solved in double-double, and
 * rounded once. What they lose by squaring the condition of the data, double-double has to spare.
 *
 * @param tolerance a column is aliased, and gets the coefficient 0, where columns before it leave no more than this share of
 *     its norm; 1e-15 to below 1. See {@link NormalFactor}
 */
public record NormalEquations(double tolerance) implements Solver {
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
    }

    @Override
    public String describe() {
        return "normal equations in double-double";
    }

    @Override
    public Reads reads() {
        return Reads.EXACT_MOMENTS;
    }

    @Override
    public Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("solver", "normal");
        settings.put("rank_tolerance", tolerance);
        return settings;
    }

    /** The factors, for what else is to be known of a fit: standard errors, leverages. */
    public NormalFactor factor(LeastSquares objective, boolean intercept) {
        return new NormalFactor(objective.exactMoments(), intercept, tolerance);
    }

    @Override
    public Solution solve(LeastSquares objective, double[] start, boolean intercept, EpochListener listener) {
        NormalFactor factor = factor(objective, intercept);
        double before = objective.lossAndGradient(start, new double[start.length]);
        double after =
                factor.residualSquares() / objective.exactMoments().weight().value();
        listener.done(1, before);
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("rank", factor.rank());
        details.put("aliased", Arrays.stream(factor.aliased()).boxed().toList());
        return new Solution(factor.parameters(), new double[] {before, after}, null, details);
    }
}
