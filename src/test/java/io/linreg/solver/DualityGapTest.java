package io.linreg.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.linreg.testing.Problems;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DualityGapTest {
    /** One feature of variance 1, of covariance 3 with the target, of variance 9. */
    private static final Gram SIMPLE = new PenaltyProblem(new double[][] {{1}, {-1}}, new double[] {7, 1}).gram(true);

    @Test
    void ofTheBestCoefficientItIs0() {
        assertThat(gap(new Penalty(1, 1), 2)).isZero();
        assertThat(gap(new Penalty(1, 0), 1.5)).isZero();
        assertThat(gap(new Penalty(2, 0.5), 1)).isZero();
        assertThat(gap(new Penalty(3, 1), 0)).isZero();
    }

    /** Without coefficients the lasso's objective is 4.5, and 2.5 at its best; ridge's 2.25. */
    @Test
    void ofNoCoefficientByHand() {
        // s = 1 / 3: (2 / 3)^2 9 / 2.
        assertThat(gap(new Penalty(1, 1), 0)).isEqualTo(2, within(1e-15));
        // |gradient|^2 / 2 = 3^2 / 2.
        assertThat(gap(new Penalty(1, 0), 0)).isEqualTo(4.5, within(1e-15));
    }

    private static double gap(Penalty penalty, double w) {
        double[] at = {w};
        return DualityGap.of(SIMPLE, penalty, at, SIMPLE.rest(at));
    }

    @Property(tries = 300, seed = "1")
    void noObjectiveIsFartherAboveTheMinimum(
            @ForAll @IntRange(min = 1, max = 20) int rows,
            @ForAll @IntRange(min = 1, max = 10) int features,
            @ForAll long seed,
            @ForAll @DoubleRange(min = -3, max = 0.2) double strength,
            @ForAll @IntRange(max = 4) int quarter) {
        PenaltyProblem problem = PenaltyProblem.random(rows, features, seed).standardized(true);
        double alpha = Math.pow(10, strength) * problem.largestAlpha(quarter / 4.0, true);
        if (alpha == 0) {
            return;
        }
        Penalty penalty = new Penalty(alpha, quarter / 4.0);
        Gram gram = problem.gram(true);
        double[] start = new double[features];
        ElasticNet.Fit best = ElasticNet.fit(gram, penalty, start, 1e-12, 10_000);
        double[] w = Problems.normal(new SplittableRandom(seed), features);
        for (double share : new double[] {0, 1e-4, 1}) {
            double[] near = new double[features];
            for (int j = 0; j < features; j++) {
                near[j] = best.w()[j] * (1 - share) + share * w[j] * Math.sqrt(gram.v());
            }
            double[] rest = gram.rest(near);
            double above = gram.meanSquare(near, rest) / 2 + penalty.of(near, features) - best.objective();
            double gap = DualityGap.of(gram, penalty, near, rest);
            assertThat(gap).isNotNegative().isGreaterThanOrEqualTo(above - 1e-10 * (gram.v() + best.objective()));
        }
    }
}
