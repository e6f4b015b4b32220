package io.linreg.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.linreg.base.LinregException;
import io.linreg.testing.Closeness;
import io.linreg.testing.Problems;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Gradient descent with a penalty. */
class ProximalDescentTest {
    /** So many epochs leave this, as a share of what the sums over residuals add up. */
    private static final double OPTIMAL = 1e-6;

    /** The step goes halfway to 3, and the penalty takes 0.25 of it. */
    @Test
    void anEpochByHand() {
        GradientDescent solver = new GradientDescent(1, 0.25, 0, new Penalty(0.5, 1));
        Solution solution = solver.solve(Quadratic.simple(3, 5), new double[2], true, EpochListener.NONE);
        assertThat(solution.parameters()).containsExactly(1.25, 2.5);
        // Residuals -8 and -2 before, -4.25 and -0.75 after: losses are without the penalty.
        assertThat(solution.losses()).containsExactly(34, 9.3125);
        assertThat(solution.details())
                .containsEntry("objective", 9.3125 / 2 + 0.5 * 1.25)
                .containsEntry("nonzero", 1);
        assertThat(solver.settings()).containsEntry("alpha", 0.5).containsEntry("l1_ratio", 1.0);
        assertThat(solver.describe()).isEqualTo("proximal gradient descent, lasso, alpha 0.5");
    }

    @Test
    void withoutAPenaltyItSaysNothingOfOne() {
        Solution solution =
                new GradientDescent(1, 0.25, 0).solve(Quadratic.simple(3, 5), new double[2], true, EpochListener.NONE);
        assertThat(solution.details()).isEmpty();
        assertThat(new GradientDescent(1, 0.25, 0).settings()).doesNotContainKeys("alpha", "l1_ratio");
    }

    @Property(tries = 60, seed = "4")
    void endsAtTheOptimum(
            @ForAll @IntRange(min = 1, max = 30) int rows,
            @ForAll @IntRange(min = 1, max = 10) int features,
            @ForAll long seed,
            @ForAll @DoubleRange(min = -2, max = 0.2) double strength,
            @ForAll @IntRange(max = 4) int quarter,
            @ForAll boolean intercept) {
        PenaltyProblem problem = PenaltyProblem.random(rows, features, seed)
                .standardized(intercept)
                .centred(intercept);
        double l1Ratio = quarter / 4.0;
        Penalty penalty = new Penalty(Math.pow(10, strength) * problem.largestAlpha(l1Ratio, intercept), l1Ratio);
        if (!penalty.isNone()) {
            Solution solution = new GradientDescent(20_000, null, 0, penalty)
                    .solve(problem.objective(), new double[features + 1], intercept, EpochListener.NONE);
            Kkt.check(problem, penalty, intercept, solution.parameters(), OPTIMAL);
        }
    }

    /** From the best fit every epoch raises the loss: that is no divergence, and no reason to stop. */
    @Test
    void fallsInTheObjectiveNotInTheLoss() {
        Solution solution = new GradientDescent(1000, 0.05, 1e-12, new Penalty(1, 1))
                .solve(Quadratic.simple(3, 5), new double[] {3, 5}, true, EpochListener.NONE);
        assertThat(solution.losses()[0]).isZero();
        assertThat(solution.losses()).isSorted();
        assertThat(solution.epochs()).isBetween(50, 999);
        assertThat(solution.parameters()).containsExactly(new double[] {2, 5}, within(1e-4));
    }

    @Test
    void aClimbIsStopped() {
        GradientDescent solver = new GradientDescent(1000, 1.5, 0, new Penalty(0.1, 0.5));
        assertThatThrownBy(() -> solver.solve(Quadratic.simple(3, 5), new double[2], true, EpochListener.NONE))
                .isInstanceOf(LinregException.class)
                .hasMessageContaining("learning rate 1.5");
    }

    /** However epochs are cut into batches: a stop inside of one is repeated up to there. */
    @Test
    void aStopIsThatManyEpochs() {
        double[][] x = Problems.normal(new SplittableRandom(1), 40, 5);
        PenaltyProblem problem = new PenaltyProblem(x, Problems.targets(x, new double[] {1, -2, 0, 0, 3}, 1));
        Penalty penalty = new Penalty(0.2, 0.5);
        Solution stopped = solve(problem, new GradientDescent(5000, 0.01, 1e-5, penalty));
        Solution counted = solve(problem, new GradientDescent(stopped.epochs(), 0.01, 0, penalty));
        assertThat(stopped.epochs()).isBetween(10, 4999);
        Closeness.assertSameBits("parameters", stopped.parameters(), counted.parameters());
        Closeness.assertSameBits("losses", stopped.losses(), counted.losses());
    }

    private static Solution solve(PenaltyProblem problem, GradientDescent solver) {
        return solver.solve(problem.objective(), new double[problem.x()[0].length + 1], true, EpochListener.NONE);
    }
}
