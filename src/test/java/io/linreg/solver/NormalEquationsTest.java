package io.linreg.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.linreg.backend.ExactMoments;
import io.linreg.backend.MomentsLeastSquares;
import io.linreg.data.Dataset;
import io.linreg.data.Precision;
import io.linreg.data.Term;
import io.linreg.testing.Closeness;
import io.linreg.testing.Problems;
import io.linreg.testing.Reference;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NormalEquationsTest {
    private static final NormalEquations SOLVER = new NormalEquations(NormalEquations.TOLERANCE);

    private static Solution solve(Dataset data, double[] start, boolean intercept) {
        ExactMoments moments = ExactMoments.of(data, Term.columns(data.features()));
        return SOLVER.solve(new MomentsLeastSquares(moments), start, intercept, (epochs, loss) -> {});
    }

    @Test
    void findsTheReferenceOnTheTrainingRows() {
        Dataset train = Problems.advertising(Precision.DOUBLE)
                .select(Problems.referenceSplit().train());
        Reference ols = Reference.section("ols");
        Solution solution = solve(train, new double[4], true);
        Closeness.assertRelativelyClose(
                "coefficients", Arrays.copyOf(solution.parameters(), 3), ols.numbers("coef"), 1e-12);
        assertThat(solution.parameters()[3]).isCloseTo(ols.number("intercept"), within(1e-12));
        assertThat(solution.losses()).hasSize(2);
        assertThat(solution.losses()[1]).isCloseTo(ols.number("train_mse"), within(1e-14));
        assertThat(solution.learningRate()).isNull();
        assertThat(solution.details()).containsEntry("rank", 4).containsEntry("aliased", List.of());
    }

    @Test
    void lossesAreThoseOfTheStartAndOfTheEnd() {
        double[][] x = {{1}, {2}, {4}};
        Solution solution = solve(Problems.of(x, new double[] {3, 5, 9}), new double[] {0, 1}, true);
        assertThat(solution.parameters()).containsExactly(2, 1);
        assertThat(solution.losses()[0]).isCloseTo((4 + 16 + 64) / 3.0, within(1e-14));
        assertThat(solution.losses()[1]).isZero();
        Solution origin = solve(Problems.of(x, new double[] {2, 2, 4}), new double[2], false);
        assertThat(origin.parameters()[0]).isEqualTo(22.0 / 21);
        assertThat(origin.parameters()[1]).isZero();
        assertThat(origin.losses()[1]).isCloseTo((24 - 22 * 22 / 21.0) / 3, within(1e-15));
    }

    @Test
    void momentsInDoubleWillDo() {
        Dataset data = Problems.random(50, 4, Precision.DOUBLE, 41);
        ExactMoments exact = ExactMoments.of(data, Term.columns(data.features()));
        double[] ofDoubles = SOLVER.solve(
                        new MomentsLeastSquares(exact.rounded()), new double[5], true, (epochs, loss) -> {})
                .parameters();
        Closeness.assertRelativelyClose(
                "parameters", ofDoubles, solve(data, new double[5], true).parameters(), 1e-12);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1e-16, 1, 2, -1, Double.NaN})
    void tolerancesOutOfRangeAreRefused(double tolerance) {
        assertThatThrownBy(() -> new NormalEquations(tolerance))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1.0E-15")
                .hasMessageContaining(String.valueOf(tolerance));
    }

    @Test
    void settingsNameTheSolver() {
        assertThat(SOLVER.settings()).containsEntry("solver", "normal").containsEntry("rank_tolerance", 1e-12);
        assertThat(SOLVER.reads()).isEqualTo(Solver.Reads.EXACT_MOMENTS);
    }
}
