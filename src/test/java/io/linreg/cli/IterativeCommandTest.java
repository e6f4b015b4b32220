package io.linreg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.linreg.testing.Reference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The solvers that go epoch by epoch, from the command line. */
class IterativeCommandTest {
    @TempDir
    private Path folder;

    private static Shell train(String options, String... more) {
        List<String> args = new ArrayList<>(List.of("--device", "cpu", "--json"));
        args.addAll(List.of(options.split(" ", -1)));
        args.addAll(List.of(more));
        return Shell.run(args.toArray(String[]::new));
    }

    /** The tutorial's data, as statsmodels would have it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "--solver sgd",
                "--solver sgd --momentum 0.9 --nesterov --batch-size 16",
                "--solver sgd --batch-size all --momentum 0.9",
                "--solver sgd --schedule invscaling --power 0.9 --epochs 3000",
                "--solver sgd --schedule step --step-every 200 --step-factor 0.2",
                "--solver adam",
                "--solver adam --batch-size all --gradient gram",
                "--solver adam --learning-rate 0.1 --schedule cosine",
                "--solver lbfgs",
                "--solver lbfgs --gradient gram",
                "--solver lbfgs --no-standardize",
                "--solver gd --loss squared"
            })
    void eachFindsTheLeastSquaresAnswer(String options) {
        Shell run = train(options, "--precision", "double");
        Reference expected = Reference.section("ols");
        double[] coefficients = expected.numbers("coef");
        assertThat(run.err()).isEmpty();
        assertThat(run.exit()).isZero();
        assertThat(run.number("coefficients", "TV")).isCloseTo(coefficients[0], within(1e-4));
        assertThat(run.number("coefficients", "radio")).isCloseTo(coefficients[1], within(1e-3));
        assertThat(run.number("coefficients", "newspaper")).isCloseTo(coefficients[2], within(1e-3));
        assertThat(run.number("metrics", "test", "r2")).isCloseTo(0.8601, within(1e-3));
        assertThat(run.json("settings", "solver")).isEqualTo(options.replaceFirst("--solver (\\w+).*", "$1"));
    }

    /** As PyTorch's nn.Linear with SGD, a DataLoader and MSELoss would, from zeros, on the rows in NumPy's order. */
    @Test
    void sgdIsTheTutorialsOwnLoop() {
        Shell run = train("--solver sgd --batch-size 32 --learning-rate 0.01 --epochs 20 --precision double");
        double[] losses = Reference.of("iterative.json").at("sgd").numbers("losses");
        assertThat(run.number("loss", "initial")).isCloseTo(losses[0], within(1e-9));
        assertThat(run.number("loss", "after_first_epoch")).isCloseTo(losses[1], within(1e-9));
        assertThat(run.number("loss", "final")).isCloseTo(losses[20], within(1e-9));
        assertThat(run.number("settings", "learning_rate")).isEqualTo(0.01);
        assertThat(run.json("settings", "schedule")).isEqualTo("constant");
        assertThat(run.json("settings", "batch_size")).isEqualTo(32);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--solver gd --epochs 3000", "--solver lbfgs"})
    void huberIsThatOfScikitLearn(String options) {
        Shell run = train(options + " --loss huber --precision double");
        Reference expected = Reference.of("iterative.json").at("huber");
        assertThat(run.number("loss", "final")).isCloseTo(expected.number("loss"), within(1e-9));
        assertThat(run.number("solution", "scale")).isCloseTo(expected.number("scale"), within(1e-6));
        assertThat(run.number("solution", "outliers")).isEqualTo(expected.number("outliers"));
        assertThat(run.json("settings", "loss")).isEqualTo("huber");
        assertThat(run.number("settings", "epsilon")).isEqualTo(1.35);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sgd", "adam", "lbfgs", "gd --loss huber", "sgd --early-stopping --momentum 0.5"})
    void theSameCommandWritesTheSameBits(String solver) throws IOException {
        Path first = folder.resolve("first.json");
        Path second = folder.resolve("second.json");
        train("--epochs 40 --solver " + solver, "--model", first.toString());
        train("--epochs 40 --solver " + solver, "--model", second.toString());
        assertThat(first).hasSameBinaryContentAs(second);
        if (solver.startsWith("sgd")) {
            train("--epochs 40 --seed 1 --solver " + solver, "--model", second.toString());
            assertThat(Files.readString(second)).isNotEqualTo(Files.readString(first));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gd", "sgd", "adam", "lbfgs", "gd --loss huber", "lbfgs --loss huber"})
    void earlyStoppingTellsOfTheValidationRows(String solver) {
        Shell run = train("--early-stopping --validation-share 0.25 --patience 3 --solver " + solver);
        assertThat(run.err()).isEmpty();
        assertThat(run.number("loss", "epochs_run")).isLessThanOrEqualTo(1000);
        assertThat(run.number("loss", "validation", "best")).isLessThan(run.number("loss", "validation", "initial"));
        assertThat(run.number("loss", "validation", "best_epoch"))
                .isPositive()
                .isLessThanOrEqualTo(run.number("loss", "epochs_run"));
        assertThat(run.number("settings", "patience")).isEqualTo(3);
        assertThat(run.number("data", "train_rows")).isEqualTo(160);
    }

    @Test
    void theTextAndTheReportTellOfTheValidationRows() throws IOException {
        Path report = folder.resolve("report.html");
        Shell run = Shell.run(
                "--device",
                "cpu",
                "--solver",
                "sgd",
                "--early-stopping",
                "--report",
                report.toString(),
                "--plots",
                folder.toString());
        assertThat(run.out())
                .contains("stochastic gradient descent, batches of 32")
                .containsPattern("on validation rows after \\d+ epochs, the best, which is kept");
        assertThat(Files.readString(report)).contains("Validation rows, best", "validation share");
        assertThat(folder.resolve("loss.png")).isNotEmptyFile();
    }

    @Test
    void aWarmStartGoesOn() {
        String model = folder.resolve("model.json").toString();
        Shell first = train("--solver gd --epochs 20 --learning-rate 0.05", "--model", model);
        Shell second = train("--solver gd --epochs 10 --learning-rate 0.05 --warm-start " + model, "--model", model);
        Shell whole = train("--solver gd --epochs 30 --learning-rate 0.05");
        assertThat(second.err()).isEmpty();
        assertThat(second.number("loss", "initial")).isCloseTo(first.number("loss", "final"), within(1e-6));
        assertThat(second.number("loss", "final")).isCloseTo(whole.number("loss", "final"), within(1e-6));
        assertThat(second.json("settings", "warm_start")).isEqualTo(true);
    }

    @Test
    void aWarmStartOfSeveralTargetsIsEachItsOwn() {
        String model = folder.resolve("model.json").toString();
        String both = "--target sales,newspaper --solver lbfgs";
        train(both, "--model", model);
        Shell second = train(both + " --early-stopping --warm-start " + model);
        assertThat(second.err()).isEmpty();
        for (Object one : (List<?>) second.json("models")) {
            Map<?, ?> loss = (Map<?, ?>) ((Map<?, ?>) one).get("loss");
            double initial = ((Number) loss.get("initial")).doubleValue();
            double last = ((Number) loss.get("final")).doubleValue();
            assertThat(initial).isCloseTo(last, within(0.05 * last));
        }
    }

    @Test
    void weightsCountInMiniBatches() throws IOException {
        StringBuilder csv = new StringBuilder("x,w,y\n");
        for (int i = 0; i < 60; i++) {
            csv.append(i % 7)
                    .append(',')
                    .append(1 + i % 3)
                    .append(',')
                    .append(2 * (i % 7) + i % 3 * (i % 2))
                    .append('\n');
        }
        Path data = Files.writeString(folder.resolve("data.csv"), csv);
        String options = " --weights w --test-size 0 --precision double";
        Shell exact = train(data + options + " --solver normal");
        for (String solver : List.of("sgd --epochs 2000 --batch-size 8", "lbfgs", "adam --epochs 2000")) {
            Shell run = train(data + options + " --solver " + solver);
            assertThat(run.err()).isEmpty();
            assertThat(run.number("coefficients", "x")).isCloseTo(exact.number("coefficients", "x"), within(1e-3));
            assertThat(run.number("intercept")).isCloseTo(exact.number("intercept"), within(1e-2));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--solver sgd --epochs 0 | epochs must be from 1",
                "--solver lbfgs --epochs 0 | epochs must be from 1",
                "--solver sgd --batch-size 0 | a batch has 1 row or more, not 0; all takes every row",
                "--solver adam --batch-size -5 | a batch has 1 row or more, not -5",
                "--solver sgd --batch-size many | --batch-size is a number of rows or all, not 'many'",
                "--solver sgd --momentum 1 | a momentum is a number from 0 to below 1, not 1.0",
                "--solver sgd --momentum -0.5 | a momentum is a number from 0 to below 1, not -0.5",
                "--solver sgd --nesterov | --nesterov needs a momentum",
                "--solver adam --momentum 0.9 | --momentum is of no use to --solver adam",
                "--solver sgd --beta1 0.9 | --beta1 is of no use to --solver sgd",
                "--solver adam --beta1 1 | --beta1 and --beta2 are numbers from 0 to below 1",
                "--solver adam --adam-epsilon 0 | Adam's epsilon is a number above 0",
                "--solver gd --batch-size 5 | --batch-size is of no use to --solver gd",
                "--batch-size 5 | --batch-size is of no use to --solver gd",
                "--solver lbfgs --learning-rate 0.1 | --learning-rate is of no use to --solver lbfgs",
                "--solver lbfgs --memory 0 | --memory is a number of steps",
                "--solver lbfgs --gradient-tolerance 2 | --gradient-tolerance is a number from 0 to below 1",
                "--solver gd --schedule cosine | --schedule is of no use to --solver gd",
                "--solver sgd --power 1 | --power is of --schedule invscaling; give that, too",
                "--solver sgd --schedule invscaling --power 0 | --power is a number above 0",
                "--solver sgd --schedule step --step-every 0 | --step-every is a number of epochs",
                "--solver sgd --schedule step --step-factor 2 | --step-factor is a number above 0",
                "--solver sgd --schedule sometimes | --schedule",
                "--early-stopping --solver normal | --early-stopping is of no use to --solver normal",
                "--early-stopping --solver cd --alpha 1 | --early-stopping is of no use to --solver cd",
                "--patience 3 | --patience is of --early-stopping; give that, too",
                "--early-stopping --patience 0 | --patience is a number of epochs, 1 or more",
                "--early-stopping --validation-share 1 | --validation-share is a number between 0 and 1",
                "--loss huber --solver sgd | --loss is of no use to --solver sgd",
                "--loss huber --gradient gram | --gradient gram keeps no rows",
                "--solver sgd --gradient gram | --gradient gram keeps no rows",
                "--loss huber --epsilon 1 | --epsilon is a number above 1",
                "--epsilon 2 | --epsilon is of --loss huber; give that, too",
                "--loss huber --alpha 1 | --loss huber takes no penalty",
                "--loss huber --weights TV | --loss huber takes no --weights",
                "--loss huber --summary | leave --summary out, or the penalty or the other loss",
                "--warm-start m.json --solver normal | --warm-start is of no use to --solver normal"
            })
    void wrongUsageIsOneLine(String options, String complaint) {
        Shell run = train(options);
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .startsWith("error: ")
                .contains(complaint);
    }

    @Test
    void aModelThatCannotBeStartedFromIsNamed() throws IOException {
        Shell missing = train("--warm-start", folder.resolve("none.json").toString());
        assertThat(missing.exit()).isEqualTo(1);
        assertThat(missing.err()).startsWith("error: no such model file: ");

        Path model = folder.resolve("model.json");
        train("--drop radio --epochs 5", "--model", model.toString());
        Shell fewer = train("--warm-start", model.toString());
        assertThat(fewer.exit()).isEqualTo(1);
        assertThat(fewer.err()).contains("has other features than the data: it lacks \"radio\"");

        Shell both = train("--init normal --warm-start", model.toString());
        assertThat(both.exit()).isEqualTo(2);
        assertThat(both.err()).contains("--init and --warm-start both say where to start");
    }

    @Test
    void aBatchLargerThanTheDataIsAllOfIt() {
        Shell large = train("--solver sgd --batch-size 100000 --epochs 20");
        Shell all = train("--solver sgd --batch-size all --epochs 20");
        assertThat(large.err()).isEmpty();
        assertThat(large.number("loss", "final")).isEqualTo(all.number("loss", "final"));
    }

    @Test
    void tooFastIsSaidWithTheCure() {
        Shell run = train("--solver sgd --learning-rate 5");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .contains("learning rate 5", "use --learning-rate auto");
    }
}
