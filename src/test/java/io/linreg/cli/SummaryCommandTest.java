package io.linreg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.linreg.testing.Closeness;
import io.linreg.testing.Problems;
import io.linreg.testing.Reference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** --summary when training, --interval when predicting. */
class SummaryCommandTest {
    private static final String ROWS = "TV,radio,newspaper\n100,20,30\n0,0,0\n300,50,120\n-500,1000,3\n";

    @TempDir
    private Path folder;

    private static Shell train(String... options) {
        List<String> all = new ArrayList<>(List.of("--device", "cpu", "--test-size", "0", "--summary"));
        all.addAll(Arrays.asList(options));
        return Shell.run(all.toArray(String[]::new));
    }

    /** Whatever the solver: the figures are of the exact answer. */
    @ParameterizedTest
    @ValueSource(strings = {"gd", "normal"})
    void jsonHasTheReferencesFigures(String solver) {
        Shell run = train("--json", "--solver", solver);
        Reference reference = Reference.section("inference_all_200_rows");
        Reference inference = new Reference((Map<?, ?>) run.json("inference"));

        assertThat(run.err()).isEmpty();
        assertThat(inference.values().get("order")).isEqualTo(reference.values().get("order"));
        for (String key : List.of("coef", "std_err", "t", "p")) {
            Closeness.assertRelativelyClose(key, inference.numbers(key), reference.numbers(key), 1e-10);
        }
        for (String key : List.of("r2", "adj_r2", "f", "f_p", "log_likelihood", "aic", "bic", "residual_std_err")) {
            assertThat(inference.number(key)).as(key).isCloseTo(reference.number(key), withinPercentage(1e-8));
        }
    }

    @Test
    void rowsAreTakenInTheDatasOrderAndNumberedAsThere() {
        Shell shuffled = Shell.run("--device", "cpu", "--summary", "--json");
        Reference inference = new Reference((Map<?, ?>) shuffled.json("inference"));

        // statsmodels on the 160 training rows of seed 0, sorted; as they are drawn it would be 2.0379
        assertThat(inference.number("durbin_watson")).isCloseTo(2.031458627093857, withinPercentage(1e-10));
        List<?> influential = (List<?>) inference.values().get("influential");
        List<?> trained = (List<?>) ((Map<?, ?>) splits().get(0)).get("train");
        assertThat(influential).hasSize(5).allMatch(row -> trained.contains(((Map<?, ?>) row).get("row")));
    }

    private static List<?> splits() {
        return (List<?>) Reference.of("reference.json").values().get("splits");
    }

    @Test
    void withoutItNothingChanges() {
        assertThat(Shell.run("--json", "--epochs", "2").json()).doesNotContainKey("inference");
    }

    @Test
    void aModelThatIsNotThereYetIsSaidToBe() {
        Shell run = train("--epochs", "3", "--json");

        assertThat(run.exit()).isZero();
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .startsWith("warning: the model is not at the least-squares answer")
                .contains("standard errors", "--solver normal");
        assertThat(run.json("inference", "notes").toString()).contains("not at the least-squares answer");
    }

    static List<Arguments> wrongUsage() {
        return List.of(
                Arguments.of(List.of("--summary", "--confidence", "1"), "between 0 and 1"),
                Arguments.of(List.of("--summary", "--confidence", "0"), "between 0 and 1"),
                Arguments.of(List.of("--summary", "--confidence", "95"), "between 0 and 1"),
                Arguments.of(List.of("--summary", "--confidence", "high"), "--confidence"),
                Arguments.of(List.of("--confidence", "0.9"), "--confidence is of no use without --summary"),
                Arguments.of(List.of("--errors", "HC3"), "--errors is of no use without --summary"),
                Arguments.of(List.of("--summary", "--errors", "HC4"), "HC3"),
                Arguments.of(List.of("--summary", "--alpha", "1"), "least-squares answer"),
                Arguments.of(
                        List.of("--summary", "--solver", "normal", "--alpha", "1", "--l1-ratio", "0"), "least-squares"),
                Arguments.of(List.of("--summary", "--cv", "5"), "least-squares answer"));
    }

    @ParameterizedTest
    @MethodSource("wrongUsage")
    void wrongUsageIsSaid(List<String> options, String complaint) {
        Shell run = Shell.run(options.toArray(String[]::new));

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .startsWith("error: ")
                .contains(complaint);
    }

    @Test
    void noMoreRowsThanCoefficientsIsAWarning() {
        Shell run = Shell.runWithInput(
                "a,b,y\n1,2,1\n2,1,3\n3,5,2\n", "-", "--test-size", "0", "--summary", "--solver", "normal", "--json");

        assertThat(run.exit()).isZero();
        assertThat(run.err()).contains("3 rows for 3 coefficients leave no degrees of freedom");
        assertThat(run.json("inference", "std_err").toString()).isEqualTo("[null, null, null]");
    }

    @Test
    void intervalsAreThoseOfStatsmodels() {
        String model = folder.resolve("model.json").toString();
        assertThat(train("-q", "--errors", "hc3", "--solver", "normal", "--model", model)
                        .exit())
                .isZero();
        Reference figures = Reference.of("inference.json").at("plain").at("HC3").at("intervals");
        for (String kind : List.of("", "=prediction", "=mean")) {
            for (String confidence : List.of("0.95", "0.8")) {
                Shell run = Shell.runWithInput(
                        ROWS, "predict", "--model", model, "--interval" + kind, "--confidence", confidence, "-");

                assertThat(run.err()).isEmpty();
                List<String> lines = run.out().lines().toList();
                assertThat(lines.get(0)).isEqualTo("prediction,lower,upper");
                String ends = kind.equals("=mean") ? "mean_ci_" : "obs_ci_";
                List<String> columns = List.of("mean", ends + "lower", ends + "upper");
                for (int column = 0; column < 3; column++) {
                    int at = column;
                    Closeness.assertRelativelyClose(
                            columns.get(column),
                            lines.stream()
                                    .skip(1)
                                    .mapToDouble(line -> Double.parseDouble(line.split(",", -1)[at]))
                                    .toArray(),
                            figures.at(confidence).numbers(columns.get(column)),
                            1e-10);
                }
            }
        }
    }

    @Test
    void whatStandsBehindIntervalMayBeTheData() throws IOException {
        Path model = folder.resolve("model.json");
        Path data = Files.writeString(folder.resolve("rows.csv"), ROWS);
        train("-q", "--model", model.toString());
        String expected = Shell.run("predict", "--model", model.toString(), data.toString(), "--interval")
                .out();

        assertThat(expected.lines()).hasSize(5);
        for (List<String> words : List.of(
                List.of("--interval", data.toString(), "--model", model.toString()),
                List.of("--interval", "prediction", data.toString(), "--model", model.toString()),
                List.of(data.toString(), "--interval", "--model", model.toString()))) {
            List<String> args = new ArrayList<>(List.of("predict"));
            args.addAll(words);
            assertThat(Shell.run(args.toArray(String[]::new)).out()).isEqualTo(expected);
        }
        Shell wrong = Shell.run("predict", "--model", model.toString(), data.toString(), "--interval=both");
        assertThat(wrong.exit()).isEqualTo(2);
        assertThat(wrong.err()).contains("--interval", "both");
    }

    /** Powers of years span what powers of the years' distances from their middle span, which are far from collinear. */
    @ParameterizedTest
    @CsvSource({"3, CLASSICAL, 1e-6", "5, CLASSICAL, 1e-3", "5, HC3, 1e-3"})
    void intervalsOfCollinearPowersKeepTheirDigits(int degree, String errors, double tolerance) throws IOException {
        SplittableRandom random = new SplittableRandom(6);
        StringBuilder years = new StringBuilder("year,y\n");
        StringBuilder distances = new StringBuilder("year,y\n");
        for (int year = 1950; year <= 2020; year++) {
            double y = 0.3 + Math.sin(0.02 * (year - 1950)) + 0.03 * Problems.normal(random, 1)[0];
            years.append(year).append(',').append(y).append('\n');
            distances.append(year - 1985).append(',').append(y).append('\n');
        }

        double[] widths = widths(years.toString(), degree, errors);
        double[] expected = widths(distances.toString(), degree, errors);

        assertThat(expected).hasSize(71);
        Closeness.assertRelativelyClose("widths", widths, expected, tolerance);
    }

    private double[] widths(String rows, int degree, String errors) throws IOException {
        Path data = Files.writeString(folder.resolve("rows.csv"), rows);
        String model = folder.resolve("model.json").toString();
        String[] words = {"-q", "--solver", "normal", "--errors", errors, "--poly", "year:" + degree, "--model", model};
        train(Stream.concat(Stream.of(data.toString()), Arrays.stream(words)).toArray(String[]::new));
        return Shell.run("predict", "--model", model, "--interval=mean", data.toString())
                .out()
                .lines()
                .skip(1)
                .map(line -> line.split(",", -1))
                .mapToDouble(cells -> Double.parseDouble(cells[2]) - Double.parseDouble(cells[1]))
                .toArray();
    }

    @Test
    void eachTargetHasItsIntervals() {
        String model = folder.resolve("model.json").toString();
        train("-q", "--target", "radio,sales", "--model", model);
        Shell run = Shell.runWithInput(
                "TV,newspaper\n100,30\n", "predict", "--model", model, "--interval", "-", "--append");

        assertThat(run.out())
                .startsWith(
                        "TV,newspaper,prediction_radio,lower_radio,upper_radio,prediction_sales,lower_sales,upper_sales\n");
    }

    @Test
    void aModelWithoutSummaryCannotSay() {
        String model = folder.resolve("model.json").toString();
        Shell.run("-q", "--model", model);
        Shell run = Shell.runWithInput(ROWS, "predict", "--model", model, "--interval", "-");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines()).singleElement().asString().contains("train it again with --summary");
    }

    @Test
    void badIntervalsAreSaid() throws IOException {
        Path model = folder.resolve("model.json");
        train("-q", "--model", model.toString());
        String[] predict = {"predict", "--model", model.toString(), "-"};

        Shell useless = Shell.runWithInput(ROWS, with(predict, "--confidence", "0.9"));
        assertThat(useless.exit()).isEqualTo(2);
        assertThat(useless.err()).contains("--confidence is of no use without --interval");
        Shell outOfRange = Shell.runWithInput(ROWS, with(predict, "--interval", "--confidence", "1.5"));
        assertThat(outOfRange.exit()).isEqualTo(2);
        assertThat(outOfRange.err()).contains("between 0 and 1");
        Shell twice =
                Shell.runWithInput("TV,radio,newspaper,upper\n1,2,3,4\n", with(predict, "--interval", "--append"));
        assertThat(twice.exit()).isEqualTo(1);
        assertThat(twice.err()).contains("there is a column \"upper\" already");
        Files.writeString(model, Files.readString(model).replace("\"centre\"", "\"center\""));
        Shell damaged = Shell.runWithInput(ROWS, predict);
        assertThat(damaged.exit()).isEqualTo(1);
        assertThat(damaged.err()).contains("\"inference\" is damaged; train the model again with --summary");
    }

    private static String[] with(String[] words, String... more) {
        List<String> all = new ArrayList<>(Arrays.asList(words));
        all.addAll(Arrays.asList(more));
        return all.toArray(String[]::new);
    }

    @Test
    void levelsTermsAndWeightsAreSummarised() {
        StringBuilder csv = new StringBuilder("size,town,w,price\n");
        for (int i = 0; i < 60; i++) {
            csv.append(i % 13)
                    .append(',')
                    .append(List.of("A", "B", "C").get(i % 3))
                    .append(',')
                    .append(1 + i % 4);
            csv.append(',')
                    .append(3 + 2 * (i % 13) + 5 * (i % 3) + (i * 7 % 11))
                    .append('\n');
        }
        Shell run = Shell.runWithInput(
                csv.toString(),
                "-",
                "--categorical",
                "town",
                "--poly",
                "size:2",
                "--weights",
                "w",
                "--summary",
                "--json");

        assertThat(run.err()).isEmpty();
        assertThat(run.json("inference", "order").toString())
                .startsWith("[intercept, size")
                .contains("size^2", "town");
        assertThat(run.json("inference", "weighted")).isEqualTo(true);
        assertThat(run.json("inference", "notes")).isEqualTo(List.of());
        List<?> errors = (List<?>) run.json("inference", "std_err");
        assertThat(errors).hasSize(5).doesNotContainNull();
    }

    @Test
    void theReportAndThePlotsHaveTheDiagnosis() {
        Path page = folder.resolve("r.html");
        Path plots = folder.resolve("plots");
        Shell run = train("-q", "--report", page.toString(), "--plots", plots.toString());

        assertThat(run.err()).isEmpty();
        assertThat(page).content().contains("How sure it is", "Scale\u2013location");
        assertThat(plots).isDirectoryContaining("glob:**/normal-q-q.png").isDirectoryContaining("glob:**/leverage.png");
    }
}
