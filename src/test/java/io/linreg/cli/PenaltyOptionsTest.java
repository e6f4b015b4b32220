package io.linreg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.linreg.testing.Reference;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PenaltyOptionsTest {
    private static Shell run(String options) {
        return Shell.run(("--device cpu --json " + options).split(" "));
    }

    @ParameterizedTest
    @CsvSource({
        "ridge_alpha_1000, --solver normal --alpha 6.25",
        "ridge_alpha_1000, --solver cd --alpha 6.25 --l1-ratio 0",
        "lasso_alpha_1, --solver cd --alpha 1",
        "enet_alpha_1_l1_ratio_0.5, --solver cd --alpha 1 --l1-ratio 0.5"
    })
    void fitsWhatScikitLearnFits(String section, String options) {
        Shell run = run("--no-standardize " + options);
        Reference reference = Reference.section(section);
        double[] expected = reference.numbers("coef");
        assertThat(run.exit()).isZero();
        assertThat(run.number("coefficients", "TV")).isEqualTo(expected[0], within(1e-10));
        assertThat(run.number("coefficients", "radio")).isEqualTo(expected[1], within(1e-9));
        assertThat(run.number("coefficients", "newspaper")).isEqualTo(expected[2], within(1e-10));
        assertThat(run.number("intercept")).isEqualTo(reference.number("intercept"), within(1e-8));
        assertThat(run.number("metrics", "test", "r2")).isEqualTo(reference.number("test_r2"), within(1e-8));
        assertThat(run.json("settings", "precision")).isEqualTo("double");
    }

    /** Without a word on the L1 part a penalty is a lasso's, where the solver knows one. */
    @ParameterizedTest
    @CsvSource({
        "--alpha 0.5, gd, 1",
        "--alpha 0.5 --l1-ratio 0.25, gd, 0.25",
        "--alpha 0.5 --solver cd, cd, 1",
        "--alpha 0.5 --solver normal, normal, 0",
        "--alpha 0.5 --solver normal --l1-ratio 0, normal, 0"
    })
    void whatIsNotSaid(String options, String solver, double l1Ratio) {
        Shell run = run(options);
        assertThat(run.json("settings", "solver")).isEqualTo(solver);
        assertThat(run.number("settings", "alpha")).isEqualTo(0.5);
        assertThat(run.number("settings", "l1_ratio")).isEqualTo(l1Ratio);
    }

    @Test
    void withoutAPenaltyNothingIsSaidOfIt() {
        for (String key : List.of("alpha", "l1_ratio", "alphas", "cv")) {
            assertThat(run("").json("settings", key)).isNull();
            assertThat(run("--solver normal").json("settings", key)).isNull();
        }
        assertThat(run("--alphas 3").json()).containsKey("path").doesNotContainKey("cv");
    }

    @Test
    void tellsOfTheSolution() {
        Shell run = run("--solver cd --alpha 1 --no-standardize");
        assertThat(run.json("solution", "nonzero")).isEqualTo(2);
        assertThat(run.number("solution", "sweeps")).isPositive();
        assertThat(run.number("solution", "duality_gap")).isBetween(0.0, 1e-9);
        double w = run.number("coefficients", "TV") + run.number("coefficients", "radio");
        assertThat(run.number("solution", "objective")).isEqualTo(run.number("loss", "final") / 2 + w, within(1e-12));
        assertThat(run.json("loss", "epochs_run")).isEqualTo(1);
    }

    @Test
    void crossValidation() {
        Shell run = run("--cv 4 --alphas 20 --l1-ratio 0.5");
        assertThat(run.exit()).isZero();
        assertThat(run.json("settings", "solver")).isEqualTo("cd");
        assertThat(run.json("settings", "alphas")).isEqualTo(20);
        assertThat(run.json("settings", "cv")).isEqualTo(4);
        List<?> alphas = (List<?>) run.json("cv", "alphas");
        assertThat(alphas).hasSize(20).isEqualTo(run.json("path", "alphas"));
        assertThat(alphas.contains(run.json("settings", "alpha"))).isTrue();
        assertThat(run.json("cv", "best_alpha")).isEqualTo(run.json("settings", "alpha"));
        assertThat(alphas.contains(run.json("cv", "alpha_within_one_standard_error")))
                .isTrue();
        assertThat((List<?>) run.json("cv", "mean_mse")).hasSize(20);
        assertThat((List<?>) run.json("cv", "standard_error")).hasSize(20);
        assertThat((List<?>) run.json("cv", "fold_mse")).hasSize(20).allSatisfy(folds -> assertThat((List<?>) folds)
                .hasSize(4));
        for (String key : List.of("intercept", "nonzero", "objective", "duality_gap", "r2")) {
            assertThat((List<?>) run.json("path", key)).as(key).hasSize(20);
        }
        assertThat(run.json("path", "l1_ratio")).isEqualTo(0.5);
        int best = alphas.indexOf(run.json("cv", "best_alpha"));
        Map<?, ?> coefficients = (Map<?, ?>) run.json("path", "coefficients");
        assertThat(coefficients.keySet()).hasToString("[TV, radio, newspaper]");
        assertThat((Double) ((List<?>) coefficients.get("radio")).get(best))
                .isEqualTo(run.number("coefficients", "radio"), within(1e-12));
    }

    @Test
    void theTextSaysHowAlphaWasChosen() {
        Shell run = Shell.run("--device", "cpu", "--cv", "5");
        assertThat(run.out())
                .contains("coordinate descent, lasso, alpha 0.0965185, standardized, double")
                .contains(
                        "alpha        0.0965185 predicts best of 100, in 5 folds: MSE 2.57899, standard error 0.318127")
                .contains("             0.389647 is the largest within one standard error");
        assertThat(Shell.run("--device", "cpu", "--alphas", "7").out())
                .contains("alpha        0.00389647, the smallest of a path of 7; --cv chooses one");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--l1-ratio 0.5 | --l1-ratio is of a penalty: give --alpha, --alphas or --cv, too",
                "--alpha 1 --cv 5 | --alpha gives what --cv looks for; leave one of them out",
                "--alpha 1 --alphas 50 | --alpha gives what --alphas looks for; leave one of them out",
                "--solver cd | --solver cd needs --alpha, --alphas or --cv; without a penalty use --solver normal",
                "--solver cd --alpha 0 | coordinate descent needs an alpha above 0; without a penalty use --solver normal",
                "--solver normal --alpha 1 --l1-ratio 0.5 | --l1-ratio above 0 has no closed form for --solver normal",
                "--solver normal --l1-ratio 0 | --l1-ratio is of a penalty",
                "--solver normal --cv 5 | --cv fits by coordinate descent; leave --solver out, with --l1-ratio 0 for ridge",
                "--solver gd --alphas 9 | --alphas fits by coordinate descent; leave --solver out",
                "--alpha -1 | alpha is a number from 0, not -1.0",
                "--solver normal --alpha -1 | alpha is a number from 0, not -1.0",
                "--alpha NaN | alpha is a number from 0, not NaN",
                "--alpha 1 --l1-ratio 2 | an L1 ratio is a number from 0 (ridge) to 1 (lasso), not 2.0",
                "--cv 1 | --cv takes 2 or more folds, not 1",
                "--cv 0 | --cv takes 2 or more folds, not 0",
                "--alphas 1 | a path has 2 to 100000 alphas, not 1",
                "--alpha much | --alpha",
                "--solver cd --alpha 1 --epochs 5 | --epochs is of no use to --solver cd; leave it out",
                "--solver cd --alpha 1 --gradient fused | cd has no epochs for --gradient fused to compute; leave it out",
                "--solver cd --alpha 1 --tolerance 0 | a tolerance of the duality gap is a number above 0 and below 1"
            })
    void wrongUsage(String options, String message) {
        Shell run = run(options);
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains(message);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void moreFoldsThanRows() {
        Shell run = Shell.runWithInput("x,y\n1,2\n2,3\n3,5\n", "-", "--cv", "4", "--test-size", "0", "--device", "cpu");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err())
                .contains("standard input: 4 folds need a row each, but there are 3 training rows; use fewer folds");
    }

    @Test
    void aTargetThatDoesNotVary() {
        Shell run = Shell.runWithInput("x,y\n1,2\n2,2\n3,2\n", "-", "--cv", "2", "--test-size", "0", "--device", "cpu");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("there is no alpha to choose: nothing varies in the target");
    }

    @Test
    void theSameCommandTheSameBits() {
        String[] command = {"--device", "cpu", "--cv", "5", "--json"};
        assertThat(withoutTimes(Shell.run(command).json()))
                .isEqualTo(withoutTimes(Shell.run(command).json()));
    }

    private static Map<String, Object> withoutTimes(Map<String, Object> json) {
        Arrays.asList("seconds", "throughput").forEach(json::remove);
        return json;
    }
}
