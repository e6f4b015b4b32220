package io.linreg.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.linreg.backend.ExactMoments;
import io.linreg.base.LinregException;
import io.linreg.solver.RegularizationPath.Point;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegularizationPathTest {
    private static final double OPTIMAL = 1e-9;

    @Test
    void byHand() {
        // One feature of deviation 2; in its units the covariance with the target is 3: w = (3 - alpha) / 2.
        RegularizationPath path = path(
                new PenaltyProblem(new double[][] {{2}, {-2}}, new double[] {7, 1}), new AlphaSearch(4, 0), 1, true);
        assertThat(path.scales()).containsExactly(2);
        assertThat(path.points())
                .extracting(Point::alpha)
                .satisfiesExactly(
                        alpha -> assertThat(alpha).isEqualTo(3),
                        alpha -> assertThat(alpha).isEqualTo(0.3, within(1e-15)),
                        alpha -> assertThat(alpha).isEqualTo(0.03, within(1e-16)),
                        alpha -> assertThat(alpha).isEqualTo(0.003, within(1e-17)));
        Point first = path.points().get(0);
        assertThat(first.parameters()).containsExactly(0, 4);
        assertThat(first.nonzero()).isZero();
        assertThat(first.objective()).isEqualTo(4.5);
        assertThat(first.r2()).isZero();
        Point second = path.points().get(1);
        assertThat(second.parameters()).containsExactly(new double[] {1.35, 4}, within(1e-15));
        assertThat(second.nonzero()).isEqualTo(1);
        assertThat(second.objective()).isEqualTo(0.09 / 2 + 0.3 * 2.7, within(1e-15));
        assertThat(second.r2()).isEqualTo(1 - 0.09 / 9, within(1e-15));
    }

    @Property(tries = 150, seed = "1")
    void everyPointIsOptimal(
            @ForAll @IntRange(min = 2, max = 40) int rows,
            @ForAll @IntRange(min = 1, max = 20) int features,
            @ForAll long seed,
            @ForAll @IntRange(max = 4) int quarter,
            @ForAll boolean intercept) {
        PenaltyProblem problem = PenaltyProblem.random(rows, features, seed).standardized(intercept);
        double l1Ratio = quarter / 4.0;
        if (problem.largestAlpha(l1Ratio, intercept) == 0) {
            return;
        }
        List<Point> points =
                path(problem, new AlphaSearch(12, 0), l1Ratio, intercept, false).points();
        assertThat(points).hasSize(12);
        for (Point point : points) {
            Kkt.check(problem, new Penalty(point.alpha(), l1Ratio), intercept, point.parameters(), OPTIMAL);
        }
        if (l1Ratio > 0) {
            assertThat(points.get(0).nonzero()).isZero();
            assertThat(points.get(1).nonzero()).isPositive();
        }
        // A lower alpha costs less, and its fit has no larger error.
        for (int k = 1; k < points.size(); k++) {
            assertThat(points.get(k).objective())
                    .isLessThanOrEqualTo(points.get(k - 1).objective() * (1 + 1e-12));
            assertThat(points.get(k).r2())
                    .isGreaterThanOrEqualTo(points.get(k - 1).r2() - 1e-9);
        }
    }

    @Test
    void ridgeGoesFarther() {
        PenaltyProblem problem = new PenaltyProblem(new double[][] {{1}, {-1}}, new double[] {7, 1});
        List<Point> points = path(problem, new AlphaSearch(2, 0), 0, true).points();
        assertThat(points).extracting(Point::alpha).containsExactly(3 / 1e-3, 3 / 1e-3 * 1e-6);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 1})
    void whatHasNoCovarianceHasNoPath(double l1Ratio) {
        PenaltyProblem still = new PenaltyProblem(new double[][] {{1}, {-1}}, new double[] {4, 4});
        assertThatThrownBy(() -> path(still, new AlphaSearch(5, 0), l1Ratio, true))
                .isInstanceOf(LinregException.class)
                .hasMessage("there is no alpha to choose: nothing varies in the target in the training rows");
        PenaltyProblem apart = new PenaltyProblem(new double[][] {{1}, {-1}, {0}, {0}}, new double[] {0, 0, 1, -1});
        assertThatThrownBy(() -> path(apart, new AlphaSearch(5, 0), l1Ratio, true))
                .isInstanceOf(LinregException.class)
                .hasMessage("there is no alpha to choose: no feature varies with the target in the training rows");
    }

    @Test
    void aSearchHasTwoAlphasAndTwoFoldsOrNone() {
        assertThatThrownBy(() -> new AlphaSearch(1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a path has 2 to 100000 alphas, not 1");
        assertThatThrownBy(() -> new AlphaSearch(10, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cross-validation takes 2 or more folds, not 1");
        assertThat(new AlphaSearch(10, 0).settings()).containsOnlyKeys("alphas");
        assertThat(new AlphaSearch(10, 5).settings())
                .containsEntry("alphas", 10)
                .containsEntry("cv", 5);
    }

    private static RegularizationPath path(
            PenaltyProblem problem, AlphaSearch search, double l1Ratio, boolean standardize) {
        return path(problem, search, l1Ratio, true, standardize);
    }

    private static RegularizationPath path(
            PenaltyProblem problem, AlphaSearch search, double l1Ratio, boolean intercept, boolean standardize) {
        CoordinateDescent solver = new CoordinateDescent(new Penalty(1, l1Ratio));
        List<ExactMoments> all = List.of(ExactMoments.of(problem.objective().moments()));
        AlphaSearch.Selection selection = search.select(solver, all, intercept, standardize);
        assertThat(selection.crossValidation()).isNull();
        assertThat(selection.solver().penalty().alpha())
                .isEqualTo(selection.path().points().get(search.alphas() - 1).alpha());
        return selection.path();
    }
}
