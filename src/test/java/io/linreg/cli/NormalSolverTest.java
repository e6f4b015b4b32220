package io.linreg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.linreg.testing.Nist;
import io.linreg.testing.Reference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NormalSolverTest {
    private static final String COLLINEAR =
            "a,b,c,y\n0.1,0.2,0.3,4\n0.2,0.5,0.7,1\n0.3,0.1,0.4,4\n0.6,0.6,1.2,9\n0.7,0.1,0.8,7\n";

    private static Shell normal(String input, String... more) {
        List<String> args = new ArrayList<>(List.of("-", "--solver", "normal", "--device", "cpu", "--json"));
        args.addAll(List.of(more));
        return Shell.runWithInput(input, args.toArray(String[]::new));
    }

    @Test
    void theMainJobToTwelveDigits() {
        Shell run = Shell.run("--solver", "normal", "--device", "cpu", "--json");
        assertThat(run.err()).isEmpty();
        Reference ols = Reference.section("ols");
        double[] expected = ols.numbers("coef");
        List<String> features = List.of("TV", "radio", "newspaper");
        for (int j = 0; j < 3; j++) {
            assertThat(run.number("coefficients", features.get(j)))
                    .isCloseTo(expected[j], within(1e-12 * Math.abs(expected[j])));
        }
        assertThat(run.number("intercept")).isCloseTo(ols.number("intercept"), within(1e-12));
        assertThat(run.number("metrics", "train", "mse")).isCloseTo(ols.number("train_mse"), within(1e-12));
        assertThat(run.number("metrics", "test", "mse")).isCloseTo(ols.number("test_mse"), within(1e-12));
        assertThat(run.number("loss", "final")).isCloseTo(ols.number("train_mse"), within(1e-14));
        assertThat(run.number("loss", "epochs_run")).isEqualTo(1);
        assertThat(run.json("settings", "solver")).isEqualTo("normal");
        assertThat(run.json("settings", "precision")).isEqualTo("double");
        assertThat(run.number("settings", "rank_tolerance")).isEqualTo(1e-12);
        assertThat(run.json("settings", "learning_rate")).isNull();
        assertThat(run.number("solution", "rank")).isEqualTo(4);
        assertThat(run.json("solution", "aliased")).isEqualTo(List.of());
    }

    /** From the text of a file to thirteen digits of a polynomial of degree ten. */
    @Test
    void theWorstOfNistsSets() {
        Nist filip = Nist.sets().stream()
                .filter(set -> set.name().equals("Filip"))
                .findFirst()
                .orElseThrow();
        StringBuilder csv = new StringBuilder("x,y\n");
        for (long i = 0; i < filip.data().rows(); i++) {
            csv.append(filip.data().x(i, 0))
                    .append(',')
                    .append(filip.data().y(i))
                    .append('\n');
        }
        Shell run = normal(csv.toString(), "--poly", "x:10", "--test-size", "0");
        double[] found = new double[11];
        found[0] = run.number("coefficients", "x");
        for (int power = 2; power <= 10; power++) {
            found[power - 1] = run.number("coefficients", "x^" + power);
        }
        found[10] = run.number("intercept");
        assertThat(Nist.digits(found, filip.certified())).isGreaterThanOrEqualTo(13);
        // Powers of nearly 9 to the tenth, of both signs, cancel in a prediction: to eight digits of the residuals
        // here.
        double deviation = Math.sqrt(run.number("metrics", "train", "mse") * 82 / 71);
        assertThat(deviation).isCloseTo(filip.residual(), within(1e-7 * filip.residual()));
    }

    @Test
    void aliasedColumnsAreNamedAndGetZero() {
        Shell run = normal(COLLINEAR, "--test-size", "0");
        assertThat(run.exit()).isZero();
        assertThat(run.err()).contains("warning: aliased by columns before them, coefficient 0: \"c\"");
        assertThat(run.json("solution", "aliased")).isEqualTo(List.of("c"));
        assertThat(run.number("solution", "rank")).isEqualTo(3);
        assertThat(run.number("coefficients", "c")).isZero();
        Shell without = normal(COLLINEAR, "--test-size", "0", "--drop", "c");
        assertThat(run.number("coefficients", "a")).isEqualTo(without.number("coefficients", "a"));
        assertThat(run.number("intercept")).isEqualTo(without.number("intercept"));
        Shell reordered = normal(COLLINEAR, "--test-size", "0", "--features", "c,b,a");
        assertThat(reordered.json("solution", "aliased")).isEqualTo(List.of("a"));
    }

    @Test
    void aRankToleranceDrawsTheLine() {
        String close = "a,b,y\n1,1.000001,1\n2,2.000003,2\n4,4.000002,3\n8,8.000001,5\n";
        assertThat(normal(close, "--test-size", "0").json("solution", "aliased"))
                .isEqualTo(List.of());
        assertThat(normal(close, "--test-size", "0", "--rank-tolerance", "1e-4").json("solution", "aliased"))
                .isEqualTo(List.of("b"));
    }

    @Test
    void fewerRowsThanColumnsLeaveTheLastOut() {
        Shell run = normal("a,b,c,y\n1,5,2,3\n2,1,7,8\n", "--test-size", "0");
        assertThat(run.exit()).isZero();
        assertThat(run.err()).contains("2 training rows for 3 features").contains("coefficient 0: \"b\", \"c\"");
        assertThat(run.number("coefficients", "a")).isEqualTo(5);
        assertThat(run.number("intercept")).isEqualTo(-2);
    }

    @Test
    void withoutAnIntercept() {
        Shell run = normal("x,y\n1,2\n2,2\n4,4\n", "--test-size", "0", "--no-intercept");
        assertThat(run.number("coefficients", "x")).isEqualTo(22.0 / 21);
        assertThat(run.number("intercept")).isZero();
    }

    @Test
    void weighted() {
        Shell run = normal("x,w,y\n1,1,1\n2,3,2\n4,2,3\n5,0,9\n", "--test-size", "0", "--weights", "w");
        // The sum of weights is 6, the mean of x 2.5, of y 13/6, S_xx 7.5, S_xy 4.5.
        assertThat(run.number("coefficients", "x")).isEqualTo(0.6);
        assertThat(run.number("intercept")).isCloseTo(2 / 3.0, within(1e-15));
        assertThat(run.number("loss", "final")).isCloseTo(run.number("metrics", "train", "mse"), within(1e-15));
    }

    @Test
    void theSameCommandGivesTheSameNumbers() {
        String[] args = {"--solver", "normal", "--poly", "TV:4", "--device", "cpu", "--json"};
        Shell first = Shell.run(args);
        Shell second = Shell.run(args);
        assertThat(first.json("coefficients")).isEqualTo(second.json("coefficients"));
        assertThat(first.json("intercept")).isEqualTo(second.json("intercept"));
    }

    @Test
    void theReportSaysWhatItWas() {
        Shell run = Shell.run("--solver", "normal", "--device", "cpu");
        assertThat(run.out())
                .contains("normal equations in double-double")
                .contains("2.40681 after one pass over the data")
                .doesNotContain("learning rate");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--epochs 10",
                "--learning-rate 0.1",
                "--tolerance 1e-6",
                "--init normal",
                "--precision float",
                "--gradient fused",
                "--rank-tolerance 0",
                "--rank-tolerance 1",
                "--alpha 1 --l1-ratio 0.5"
            })
    void contradictionsAreRefused(String options) {
        Shell run = normal(COLLINEAR, options.split(" "));
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.err()).startsWith("error: ");
    }

    @Test
    void theToleranceBelongsToThisSolver() {
        Shell run = Shell.run("--solver", "gd", "--rank-tolerance", "1e-9");
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("--rank-tolerance is of no use to --solver gd");
    }

    @Test
    void valuesTooLargeForTheirSquares() {
        Shell run = normal("x,y\n1e200,1\n2e200,2\n5e200,3\n", "--test-size", "0");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("\"x\"").contains("larger units");
        assertThat(Arrays.stream(run.err().split("\n"))).hasSize(1);
    }
}
