package io.linreg.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.linreg.backend.ExactMoments;
import io.linreg.backend.MomentsLeastSquares;
import io.linreg.data.Dataset;
import io.linreg.data.Precision;
import io.linreg.data.Term;
import io.linreg.testing.Problems;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Normal equations with a penalty. */
class RidgeTest {
    private static final double OPTIMAL = 1e-13;

    /** One feature of variance 1, of covariance 3 with the target. */
    @Test
    void byHand() {
        NormalEquations solver = new NormalEquations(new Penalty(0.5, 0), false);
        Solution solution = solve(new PenaltyProblem(new double[][] {{1}, {-1}}, new double[] {7, 1}), solver, true);
        assertThat(solution.parameters()).containsExactly(2, 4);
        assertThat(solution.losses()).containsExactly(25, 1);
        // 1 / 2 + 0.5 / 2 2^2.
        assertThat(solution.details()).containsEntry("objective", 1.5);
        assertThat(solver.settings()).containsEntry("alpha", 0.5).containsEntry("l1_ratio", 0.0);
        assertThat(solver.describe()).endsWith("ridge, alpha 0.5");
    }

    /** A deviation of 2: the penalty is on twice the coefficient. */
    @Test
    void onStandardizedFeatures() {
        PenaltyProblem problem = new PenaltyProblem(new double[][] {{2}, {-2}}, new double[] {7, 1});
        assertThat(solve(problem, new NormalEquations(new Penalty(0.5, 0), true), true)
                        .parameters())
                .containsExactly(1, 4);
        // Without an intercept the unit is the root mean square: y is then 3, 0 and x 1, 2 of mean square 2.5.
        PenaltyProblem uncentred = new PenaltyProblem(new double[][] {{1}, {2}}, new double[] {3, 0});
        assertThat(solve(uncentred, new NormalEquations(new Penalty(1, 0), true), false)
                        .parameters())
                .containsExactly(new double[] {1.5 / 5, 0}, within(1e-16));
    }

    @Test
    void copiesShare() {
        double[][] x = {{1, 1}, {-1, -1}, {3, 3}, {2, 2}};
        PenaltyProblem problem = new PenaltyProblem(x, new double[] {1, -1, 4, 2});
        Solution solution = solve(problem, new NormalEquations(new Penalty(1e-9, 0), true), true);
        assertThat(solution.parameters()[0])
                .isEqualTo(solution.parameters()[1], within(1e-15))
                .isPositive();
        assertThat(solution.details()).containsEntry("rank", 3);
    }

    @Test
    void anL1PartHasNoClosedForm() {
        assertThatThrownBy(() -> new NormalEquations(new Penalty(1, 0.5), true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("use --solver cd");
    }

    @Property(tries = 500, seed = "1")
    void optimalOnRandomProblems(
            @ForAll @IntRange(min = 1, max = 40) int rows,
            @ForAll @IntRange(min = 1, max = 20) int features,
            @ForAll long seed,
            @ForAll @DoubleRange(min = -8, max = 0.5) double strength,
            @ForAll boolean intercept) {
        PenaltyProblem problem = PenaltyProblem.random(rows, features, seed);
        double alpha = Math.pow(10, strength) * problem.largestAlpha(0, intercept);
        Penalty penalty = new Penalty(alpha, 0);
        Kkt.check(
                problem,
                penalty,
                intercept,
                solve(problem, new NormalEquations(penalty, false), intercept).parameters(),
                OPTIMAL);
    }

    /** The two solvers of ridge agree, on features as they are and on standardised ones. */
    @Property(tries = 200, seed = "2")
    void asCoordinateDescent(
            @ForAll @IntRange(min = 2, max = 30) int rows,
            @ForAll @IntRange(min = 1, max = 10) int features,
            @ForAll long seed,
            @ForAll boolean intercept) {
        PenaltyProblem raw = new PenaltyProblem(
                Problems.x(Problems.random(rows, features, Precision.DOUBLE, seed)),
                Problems.y(Problems.random(rows, features, Precision.DOUBLE, seed)));
        PenaltyProblem standardized = raw.standardized(intercept);
        Penalty penalty = new Penalty(0.1, 0);
        double[] expected = new CoordinateDescent(penalty)
                .solve(standardized.objective(), new double[features + 1], intercept, EpochListener.NONE)
                .parameters();
        double[] scales = raw.gram(intercept).standardized().scales();
        double[] actual =
                solve(raw, new NormalEquations(penalty, true), intercept).parameters();
        for (int j = 0; j < features; j++) {
            assertThat(actual[j] * scales[j]).isEqualTo(expected[j], within(1e-12));
        }
        assertThat(actual[features]).isEqualTo(expected[features], within(1e-12));
    }

    private static Solution solve(PenaltyProblem problem, NormalEquations solver, boolean intercept) {
        Dataset data = Problems.of(problem.x(), problem.y());
        ExactMoments moments = ExactMoments.of(data, Term.columns(data.features()));
        double[] start = new double[problem.x()[0].length + 1];
        return solver.solve(new MomentsLeastSquares(moments), start, intercept, EpochListener.NONE);
    }
}
