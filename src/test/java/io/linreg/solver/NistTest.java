package io.linreg.solver;

import static org.assertj.core.api.Assertions.assertThat;

import io.linreg.backend.ExactMoments;
import io.linreg.data.Dataset;
import io.linreg.data.DesignFit;
import io.linreg.data.Term;
import io.linreg.data.Unseen;
import io.linreg.testing.Nist;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Correct digits on NIST's linear sets. The table goes to the test log, and to docs/accuracy.md. */
class NistTest {
    private static final StringBuilder TABLE = new StringBuilder();

    static List<Nist> sets() {
        return Nist.sets();
    }

    @BeforeAll
    static void begin() {
        TABLE.append(
                String.format("%n%-10s %14s %14s %14s%n", "NIST set", "coefficients", "std errors", "given columns"));
    }

    @AfterAll
    static void print() {
        System.out.println(TABLE);
    }

    @ParameterizedTest
    @MethodSource("sets")
    void digits(Nist set) {
        NormalFactor exact = factor(set.data(), set.terms(), set.intercept());
        double coefficients = Nist.digits(exact.parameters(), set.certified());
        double errors = Nist.digits(standardErrors(exact, set), set.errors());
        Dataset given = DesignFit.of(set.data(), set.terms()).design().apply(set.data(), Unseen.ERROR);
        NormalFactor rounded = factor(given, Term.columns(given.features()), set.intercept());
        double ofGiven = Nist.digits(rounded.parameters(), set.certified());
        TABLE.append(
                String.format(Locale.ROOT, "%-10s %14.1f %14.1f %14.1f%n", set.name(), coefficients, errors, ofGiven));
        assertThat(coefficients).isGreaterThanOrEqualTo(13);
        assertThat(errors).isGreaterThanOrEqualTo(13);
        assertThat(ofGiven).isGreaterThanOrEqualTo(set.name().equals("Filip") ? 7.5 : 13);
    }

    private static NormalFactor factor(Dataset data, List<Term> terms, boolean intercept) {
        return new NormalFactor(ExactMoments.of(data, terms), intercept, NormalEquations.TOLERANCE);
    }

    private static double[] standardErrors(NormalFactor factor, Nist set) {
        double variance = factor.residualSquares() / (set.data().rows() - factor.rank());
        double[][] inverse = factor.inverse();
        double[] errors = new double[set.certified().length];
        for (int j = 0; j < errors.length; j++) {
            errors[j] = Math.sqrt(variance * inverse[j][j]);
        }
        return errors;
    }
}
