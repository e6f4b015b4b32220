package io.linreg.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.linreg.data.Dataset;
import io.linreg.data.Precision;
import io.linreg.data.Term;
import io.linreg.solver.NormalEquations;
import io.linreg.testing.Nist;
import io.linreg.testing.Problems;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The exact solver as a library: data and terms in, a model out. */
class ExactRegressionTest {
    private static LinearRegression.Builder exact() {
        return LinearRegression.builder()
                .solver(new NormalEquations(NormalEquations.TOLERANCE))
                .device("cpu");
    }

    /** Data that is held in floats is exact, too. */
    @ParameterizedTest
    @EnumSource
    void findsWhatMadeTheData(Precision precision) {
        double[][] x = {{1, 8}, {2, 1}, {3, 7}, {4, 2}, {5, 5}};
        Dataset data = Problems.of(x, Problems.targets(x, new double[] {0.25, -3}, 7), precision);
        Warnings warnings = new Warnings();
        TrainingRun run = exact().build().train(data, warnings);
        assertThat(run.model().coefficients()).containsExactly(0.25, -3);
        assertThat(run.model().intercept()).isEqualTo(7);
        assertThat(run.finalLoss()).isZero();
        assertThat(run.settings().precision()).isEqualTo(Precision.DOUBLE);
        assertThat(warnings.messages).isEmpty();
    }

    @Test
    void termsAreNotRounded() {
        Nist wampler = Nist.sets().get(10);
        assertThat(wampler.name()).isEqualTo("Wampler5");
        LinearModel model = exact().terms(wampler.terms()).build().fit(wampler.data());
        assertThat(Nist.digits(model.coefficients(), Arrays.copyOf(wampler.certified(), 5)))
                .isGreaterThanOrEqualTo(14);
        assertThat(model.predict(Map.of("x", 2))).isCloseTo(63, within(1e-12)); // 1 + 2 + 4 + 8 + 16 + 32
    }

    @Test
    void aliasedTermsAreNamed() {
        double[][] x = {{0, 3}, {1, 1}, {0, 2}, {1, 5}, {1, 4}};
        Dataset data = Problems.of(x, new double[] {1, 2, 3, 5, 4});
        List<Term> terms = List.of(Term.column("x1"), Term.column("x0"), Term.power("x0", 2));
        Warnings warnings = new Warnings();
        TrainingRun run = exact().terms(terms).build().train(data, warnings);
        assertThat(warnings.messages).containsExactly("aliased by columns before them, coefficient 0: \"x0^2\"");
        assertThat(run.solution().details())
                .containsEntry("aliased", List.of("x0^2"))
                .containsEntry("rank", 3);
        assertThat(run.model().coefficients()[2]).isZero();
    }
}
