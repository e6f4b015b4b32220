package io.linreg.solver;

import static org.assertj.core.api.Assertions.assertThat;

import io.linreg.backend.ExactMoments;
import io.linreg.data.Dataset;
import io.linreg.data.DatasetBuilder;
import io.linreg.data.Precision;
import io.linreg.data.Term;
import io.linreg.testing.Nist;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Correct digits on NIST's linear sets: the table goes to the test log, and is that of docs/accuracy.md. */
class NistTest {
    private static final Path DOCS = Path.of("docs/accuracy.md");
    private static final StringBuilder TABLE = new StringBuilder();

    static List<Nist> sets() {
        return Nist.sets();
    }

    @AfterAll
    static void print() {
        System.out.printf("Digits of coefficients and standard errors: with terms, and with rounded powers%n%s", TABLE);
    }

    @ParameterizedTest
    @MethodSource("sets")
    void digits(Nist set) throws IOException {
        double[] exact = digits(set, set.data(), set.terms());
        Dataset rounded = withPowers(set);
        double[] given = digits(set, rounded, Term.columns(rounded.features()));
        String row = String.format(
                Locale.ROOT, "| %s | %.1f | %.1f | %.1f | %.1f |", set.name(), exact[0], exact[1], given[0], given[1]);
        TABLE.append(row).append(System.lineSeparator());
        boolean filip = set.name().equals("Filip");
        assertThat(Arrays.stream(exact).min().orElseThrow()).as("with terms").isGreaterThanOrEqualTo(13);
        assertThat(Arrays.stream(given).min().orElseThrow())
                .as("with rounded powers")
                .isGreaterThanOrEqualTo(filip ? 7.5 : 13);
        assertThat(Files.readString(DOCS)).as("the table of %s", DOCS).contains(row);
    }

    /** Of coefficients and of standard errors. */
    private static double[] digits(Nist set, Dataset data, List<Term> terms) {
        ExactMoments moments = ExactMoments.of(data, terms);
        NormalFactor factor = new NormalFactor(moments, set.intercept(), NormalEquations.TOLERANCE);
        double variance = factor.residualSquares() / (data.rows() - factor.rank());
        double[][] inverse = factor.inverse();
        double[] errors = new double[set.certified().length];
        Arrays.setAll(errors, j -> Math.sqrt(variance * inverse[j][j]));
        return new double[] {Nist.digits(factor.parameters(), set.certified()), Nist.digits(errors, set.errors())};
    }

    /** Powers as a file may have them: rounded to doubles. */
    private static Dataset withPowers(Nist set) {
        if (set.degree() == 1) {
            return set.data();
        }
        List<String> names = set.terms().stream().map(Term::name).toList();
        DatasetBuilder powers = Dataset.builder(names, set.data().target(), Precision.DOUBLE);
        for (long i = 0; i < set.data().rows(); i++) {
            double[] row = new double[set.degree()];
            for (int j = 0; j < row.length; j++) {
                row[j] = StrictMath.pow(set.data().x(i, 0), j + 1); // within one unit in the last place
            }
            powers.add(row, set.data().y(i));
        }
        return powers.build();
    }
}
