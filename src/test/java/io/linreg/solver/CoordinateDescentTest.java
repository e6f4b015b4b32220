package io.linreg.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CoordinateDescentTest {
    private static final double OPTIMAL = 1e-9;

    /** One feature of variance 1, of covariance 3 with the target: the soft threshold of 3, by 1 + l2. */
    @Test
    void byHand() {
        PenaltyProblem problem = new PenaltyProblem(new double[][] {{1}, {-1}}, new double[] {7, 1});
        assertThat(solve(problem, new Penalty(1, 1), true).parameters()).containsExactly(2, 4);
        assertThat(solve(problem, new Penalty(1, 0), true).parameters()).containsExactly(1.5, 4);
        assertThat(solve(problem, new Penalty(2, 0.5), true).parameters())
                .containsExactly(new double[] {1, 4}, within(1e-15));
        assertThat(solve(problem, new Penalty(3, 1), true).parameters()).containsExactly(0, 4);
    }

    @Test
    void tellsWhatItDid() {
        PenaltyProblem problem = new PenaltyProblem(new double[][] {{1}, {-1}}, new double[] {7, 1});
        Solution solution = solve(problem, new Penalty(1, 1), true);
        // Residuals 1 and -1; before, 7 and 1.
        assertThat(solution.losses()).containsExactly(25, 1);
        assertThat(solution.learningRate()).isNull();
        assertThat(solution.details())
                .containsEntry("objective", 2.5)
                .containsEntry("duality_gap", 0.0)
                .containsEntry("nonzero", 1)
                .containsKey("sweeps");
        assertThat(new CoordinateDescent(new Penalty(1, 0.5)).settings())
                .containsEntry("solver", "cd")
                .containsEntry("alpha", 1.0)
                .containsEntry("l1_ratio", 0.5);
    }

    /** Without an intercept b stays where it was, and the features are not centred. */
    @Test
    void withoutAnIntercept() {
        PenaltyProblem problem = new PenaltyProblem(new double[][] {{1}, {3}}, new double[] {2, 4});
        // x'y / n = 7, x'x / n = 5.
        assertThat(solve(problem, new Penalty(2, 1), false).parameters()).containsExactly(1, 0);
        double[] start = {0, 1};
        // With b = 1: x'(y - 1) / n = 5.
        Solution solution =
                new CoordinateDescent(new Penalty(2.5, 1)).solve(problem.objective(), start, false, EpochListener.NONE);
        assertThat(solution.parameters()).containsExactly(0.5, 1);
    }

    @Property(tries = 1000, seed = "1")
    void optimalOnRandomProblems(
            @ForAll @IntRange(min = 1, max = 40) int rows,
            @ForAll @IntRange(min = 1, max = 20) int features,
            @ForAll long seed,
            @ForAll @DoubleRange(min = -6, max = 0.5) double strength,
            @ForAll @IntRange(max = 4) int quarter,
            @ForAll boolean standardize,
            @ForAll boolean intercept) {
        PenaltyProblem raw = PenaltyProblem.random(rows, features, seed);
        PenaltyProblem problem = standardize ? raw.standardized(intercept) : raw;
        double l1Ratio = quarter / 4.0;
        double alpha = Math.pow(10, strength) * problem.largestAlpha(l1Ratio, intercept);
        if (alpha > 0) {
            Penalty penalty = new Penalty(alpha, l1Ratio);
            Kkt.check(
                    problem,
                    penalty,
                    intercept,
                    solve(problem, penalty, intercept).parameters(),
                    OPTIMAL);
        }
    }

    private static Solution solve(PenaltyProblem problem, Penalty penalty, boolean intercept) {
        double[] start = new double[problem.x()[0].length + 1];
        return new CoordinateDescent(penalty).solve(problem.objective(), start, intercept, EpochListener.NONE);
    }
}
