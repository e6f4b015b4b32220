package io.linreg.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.linreg.base.LinregException;
import io.linreg.testing.Closeness;
import java.util.Arrays;
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

    @Test
    void theSameBitsEachTime() {
        PenaltyProblem problem = PenaltyProblem.random(30, 50, 7).standardized(true);
        Penalty penalty = new Penalty(1e-3 * problem.largestAlpha(0.5, true), 0.5);
        Closeness.assertSameBits(
                "parameters",
                solve(problem, penalty, true).parameters(),
                solve(problem, penalty, true).parameters());
    }

    /** It starts where it is told to, and ends at the one minimum. */
    @Test
    void theStartDoesNotMatter() {
        PenaltyProblem problem = PenaltyProblem.random(40, 6, 3).standardized(true);
        Penalty penalty = new Penalty(1e-2 * problem.largestAlpha(1, true), 1);
        double[] start = {1, -2, 3, -4, 5, -6, 7};
        Solution other = new CoordinateDescent(penalty).solve(problem.objective(), start, true, EpochListener.NONE);
        double[] expected = solve(problem, penalty, true).parameters();
        double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
        assertThat(other.parameters()).containsExactly(expected, within(1e-9 * largest));
    }

    /** What a copy could take over from its original it does not: of features that depend on others one is enough. */
    @Test
    void copiesGetNothing() {
        double[][] x = {{1, 1, 2}, {-1, -1, -2}, {3, 3, 6}, {2, 2, 4}};
        double[] y = {1, -1, 4, 2};
        Solution solution = solve(new PenaltyProblem(x, y), new Penalty(0.01, 1), true);
        // The third column's coefficient is half of the first one's, and so it is the cheaper one.
        assertThat(solution.parameters()).startsWith(0, 0).hasSize(4);
        assertThat(solution.details()).containsEntry("nonzero", 1);
    }

    @Test
    void ridgeSharesAmongCopies() {
        double[][] x = {{1, 1}, {-1, -1}, {3, 3}, {2, 2}};
        double[] w = solve(new PenaltyProblem(x, new double[] {1, -1, 4, 2}), new Penalty(1e-6, 0), true)
                .parameters();
        assertThat(w[0]).isEqualTo(w[1], within(1e-9)).isPositive();
    }

    @Test
    void aTargetThatDoesNotVaryNeedsNoCoefficient() {
        PenaltyProblem problem = new PenaltyProblem(new double[][] {{1}, {2}, {4}}, new double[] {3, 3, 3});
        assertThat(solve(problem, new Penalty(0.1, 0.5), true).parameters()).containsExactly(0, 3);
    }

    @Test
    void tooFewSweepsAreAnError() {
        PenaltyProblem problem = PenaltyProblem.random(30, 8, 5).standardized(true);
        CoordinateDescent descent =
                new CoordinateDescent(new Penalty(1e-3 * problem.largestAlpha(1, true), 1), 1e-12, 1);
        assertThatThrownBy(() -> descent.solve(problem.objective(), new double[9], true, EpochListener.NONE))
                .isInstanceOf(LinregException.class)
                .hasMessageContaining("is not done after 1 sweeps: its duality gap is")
                .hasMessageContaining("use a larger alpha");
    }

    @Test
    void withoutAPenaltyThereIsAnotherSolver() {
        assertThatThrownBy(() -> new CoordinateDescent(new Penalty(0, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("use --solver normal");
        assertThatThrownBy(() -> new CoordinateDescent(new Penalty(1, 1), 0, 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("above 0");
        assertThatThrownBy(() -> new CoordinateDescent(new Penalty(1, 1), 1e-9, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sweeps");
    }

    private static Solution solve(PenaltyProblem problem, Penalty penalty, boolean intercept) {
        double[] start = new double[problem.x()[0].length + 1];
        return new CoordinateDescent(penalty).solve(problem.objective(), start, intercept, EpochListener.NONE);
    }
}
