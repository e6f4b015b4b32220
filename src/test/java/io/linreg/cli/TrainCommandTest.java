package io.linreg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainCommandTest {
    /** y = 1 + 2 a - 3 b, ten rows. */
    private static final String PLANE =
            "a,b,y\n0,0,1\n1,0,3\n0,1,-2\n1,1,0\n2,1,2\n1,2,-3\n3,1,4\n2,2,-1\n3,3,-2\n4,1,6\n";

    @TempDir
    private Path folder;

    @Test
    void featuresThatDifferInTheirLastDigitsAreLearntFromInFloat() {
        StringBuilder csv = new StringBuilder("time,y\n");
        for (int i = 0; i < 100; i++) {
            csv.append(1_700_000_000 + i).append(',').append(3 + 0.5 * i).append('\n'); // floats there are 128 apart
        }
        Shell run = Shell.runWithInput(csv.toString(), "-", "--precision", "float", "--json");

        assertThat(run.number("coefficients", "time")).isCloseTo(0.5, within(1e-6));
        assertThat(run.number("metrics", "test", "r2")).isCloseTo(1, within(1e-9));
    }

    @Test
    void doesTheTutorialOnTheBundledData() {
        Shell run = Shell.run("--device", "cpu", "--json");

        assertThat(run.exit()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.json("data", "features")).isEqualTo(List.of("TV", "radio", "newspaper"));
        assertThat(run.json("data", "target")).isEqualTo("sales");
        assertThat(run.json("data", "dropped")).isEqualTo(List.of("Unnamed: 0"));
        assertThat(run.json("data", "train_rows")).isEqualTo(160);
        assertThat(run.json("data", "test_rows")).isEqualTo(40);
        // scikit-learn's LinearRegression on the same rows
        assertThat(run.number("coefficients", "TV")).isCloseTo(0.0445840201, within(1e-6));
        assertThat(run.number("coefficients", "radio")).isCloseTo(0.1964970342, within(1e-6));
        assertThat(run.number("coefficients", "newspaper")).isCloseTo(-0.0027814640, within(1e-6));
        assertThat(run.number("intercept")).isCloseTo(2.9948930305, within(1e-5));
        assertThat(run.number("metrics", "test", "r2")).isCloseTo(0.8601145185, within(1e-6));
        assertThat(run.number("metrics", "test", "mse")).isCloseTo(4.4021182914, within(1e-5));
        assertThat(run.number("metrics", "test", "mae")).isCloseTo(1.3617813502, within(1e-5));
        assertThat(run.number("loss", "initial")).isCloseTo(227.937, within(1e-3));
        assertThat(run.number("loss", "after_first_epoch")).isLessThan(227.9);
        assertThat(run.number("loss", "final")).isCloseTo(2.4068147558, within(1e-5));
        assertThat(run.json("loss", "epochs_run")).isEqualTo(1000);
    }

    @Test
    void aReportShowsALossCurveWhereThereAreEpochs() throws IOException {
        Path page = folder.resolve("report.html");

        Shell.run("--device", "cpu", "--epochs", "5", "--report", page.toString(), "-q");
        assertThat(page).content().contains("epoch 0 is before training").contains("Epochs run");

        Shell.run("--device", "cpu", "--solver", "normal", "--report", page.toString(), "-q");
        assertThat(page).content().doesNotContain("epoch 0").contains("Passes over the data");
    }

    @Test
    void jsonHasTheContractsKeys() {
        Shell run = Shell.run("--json", "--epochs", "3");

        assertThat(run.json().keySet())
                .contains(
                        "version",
                        "data",
                        "device",
                        "settings",
                        "loss",
                        "coefficients",
                        "intercept",
                        "metrics",
                        "seconds",
                        "throughput");
        assertThat(((java.util.Map<?, ?>) run.json("device")).keySet().toString())
                .isEqualTo("[kind, name, index, fallback]");
        assertThat(((java.util.Map<?, ?>) run.json("metrics", "train")).keySet().toString())
                .isEqualTo("[mse, rmse, mae, r2]");
        assertThat(((java.util.Map<?, ?>) run.json("seconds")).keySet().toString())
                .isEqualTo("[load, upload, train, total]");
        assertThat(((java.util.Map<?, ?>) run.json("throughput")).keySet().toString())
                .isEqualTo("[rows_per_second, gigabytes_per_second]");
        assertThat(run.json("settings").toString())
                .contains("solver=gd", "gradient=fused", "precision=float", "epochs=3", "learning_rate=")
                .contains("standardize=true", "intercept=true");
    }

    @Test
    void fallsBackToTheCpuAndSaysWhyInOneLine() {
        Shell run = Shell.run("--device", "0", "--json", "--epochs", "2");

        assertThat(run.exit()).isZero();
        assertThat(run.err().lines()).singleElement().asString().startsWith("warning: CUDA device 0 cannot be used");
        assertThat(run.json("device", "kind")).isEqualTo("cpu");
        assertThat(run.json("device", "fallback").toString()).contains("CUDA device 0 cannot be used");
    }

    @Test
    void withoutFallbackItFails() {
        Shell run = Shell.run("--device", "0", "--no-fallback");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines()).singleElement().asString().startsWith("error: CUDA device 0 cannot be used");
    }

    @Test
    void theTextReportFitsOneScreen() {
        Shell run = Shell.run("--device", "cpu");

        assertThat(run.out().lines().count()).isLessThanOrEqualTo(40);
        assertThat(run.out().lines()).allMatch(line -> line.length() <= 100);
        assertThat(run.out())
                .contains("160 to train, 40 held out (seed 0)", "227.937 before training", "after one epoch")
                .contains("sales ~ TV + radio + newspaper", "0.0445840", "held out     4.40212");
        // The first held-out rows of train_test_split(test_size=0.2, random_state=0), beside their targets.
        assertThat(run.out()).containsPattern("18 +11\\.3000").containsPattern("170 +8\\.4000");
    }

    @Test
    void theSameCommandGivesTheSameBits() throws IOException {
        Path first = folder.resolve("first.json");
        Path second = folder.resolve("second.json");
        Shell.run("-q", "--model", first.toString());
        Shell.run("-q", "--model", second.toString());

        assertThat(first).hasSameBinaryContentAs(second);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fused", "gram", "gemv"})
    void everyGradientGivesTheSameModel(String gradient) {
        Shell run = Shell.run("--device", "cpu", "--gradient", gradient, "--precision", "double", "--json");

        assertThat(run.number("coefficients", "TV")).isCloseTo(0.04458402011996427, within(1e-12));
        assertThat(run.number("coefficients", "radio")).isCloseTo(0.19649703415540495, within(1e-12));
    }

    @Test
    void gemvOnTheCpuIsSaidToBeFused() {
        Shell run = Shell.run("--device", "cpu", "--gradient", "gemv", "--json");

        assertThat(run.err()).contains("gemv needs a CUDA device");
        assertThat(run.json("settings", "gradient")).isEqualTo("fused");
    }

    @Test
    void readsStandardInputFilesAndGzipAlike() throws IOException {
        Path csv = Files.writeString(folder.resolve("plane.csv"), PLANE);
        Path gz = folder.resolve("plane.csv.gz");
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(PLANE.getBytes(StandardCharsets.UTF_8));
        }
        Files.write(gz, zipped.toByteArray());
        String[] options = {"--json", "--test-size", "0", "--precision", "double"};

        Object fromFile = Shell.run(with(options, csv.toString())).json("coefficients");
        assertThat(Shell.run(with(options, gz.toString())).json("coefficients")).isEqualTo(fromFile);
        assertThat(Shell.runWithInput(PLANE, with(options, "-")).json("coefficients"))
                .isEqualTo(fromFile);
        assertThat(Shell.run(new ByteArrayInputStream(zipped.toByteArray()), with(options, "-"))
                        .json("coefficients"))
                .isEqualTo(fromFile);
        assertThat(fromFile.toString()).matches("\\{a=(2\\.0|1\\.99999).*, b=(-3\\.0|-2\\.99999).*}");
    }

    @Test
    void columnsCanBeChosenAndDropped() {
        String data = "id,a,\"b,c\",y,note\n1,0,0,1,x\n2,1,0,3,y\n3,0,1,-2,z\n4,2,1,2,w\n5,1,2,-3,v\n";
        Shell chosen =
                Shell.runWithInput(data, "-", "--target", "y", "--features", "\"b,c\",a", "--test-size", "0", "--json");
        Shell dropped =
                Shell.runWithInput(data, "-", "--target", "y", "--drop", "id,note", "--test-size", "0", "--json");

        assertThat(chosen.json("data", "features")).isEqualTo(List.of("b,c", "a"));
        assertThat(dropped.json("data", "features")).isEqualTo(List.of("a", "b,c"));
        assertThat(dropped.json("data", "dropped")).isEqualTo(List.of("id", "note"));
    }

    @Test
    void constantColumnsAreLeftOutWithAWarning() {
        Shell run = Shell.runWithInput(
                PLANE.replace("a,b,y\n", "one,a,b,y\n").replaceAll("\n(?=.)", "\n7,"), "-", "--json");

        assertThat(run.exit()).isZero();
        assertThat(run.err()).contains("warning: left out, constant in the training rows: \"one\"");
        assertThat(run.json("data", "dropped")).isEqualTo(List.of("one"));
        assertThat(run.json("data", "features")).isEqualTo(List.of("a", "b"));
    }

    @Test
    void featuresThatAFloatRoundsAwayAreAWarning() {
        StringBuilder csv = new StringBuilder("time,y\n");
        for (int i = 0; i < 40; i++) {
            csv.append(1_700_000_000 + 100 * i).append(',').append(i).append('\n');
        }
        Shell run = Shell.runWithInput(csv.toString(), "-", "--json", "--no-standardize");
        assertThat(run.err().lines())
                .first()
                .asString()
                .startsWith("warning: ")
                .contains("\"time\"", "--precision double");

        Shell exact = Shell.runWithInput(csv.toString(), "-", "--json", "--precision", "double");
        assertThat(exact.err()).isEmpty();
        assertThat(exact.number("metrics", "test", "r2")).isGreaterThan(0.999999);
    }

    @Test
    void withoutHeldOutRowsThereAreNoTestMetrics() {
        Shell run = Shell.run("--test-size", "0", "--json");

        assertThat(run.json("metrics", "test")).isNull();
        assertThat(run.json("data", "train_rows")).isEqualTo(200);
        assertThat(Shell.run("--test-size", "0").out()).doesNotContain("held out  ");
    }

    @Test
    void withoutInterceptThereIsNone() {
        Shell run = Shell.run("--no-intercept", "--json");

        assertThat(run.number("intercept")).isZero();
        assertThat(Shell.run("--no-intercept", "-q").out()).isEmpty();
    }

    @Test
    void theTutorialsOwnRecipe() {
        Shell run = Shell.run("--no-standardize", "--learning-rate", "1e-5", "--precision", "double", "--json");

        assertThat(run.number("loss", "final")).isCloseTo(3.6707725298481177, within(1e-9));
        assertThat(run.number("coefficients", "TV")).isCloseTo(0.05281893746083468, within(1e-11));
        assertThat(run.number("intercept")).isCloseTo(0.011471217657082285, within(1e-11));
    }

    @Test
    void writesPredictionsOfTheHeldOutRows() throws IOException {
        Path predictions = folder.resolve("predictions.csv");
        Shell.run("-q", "--precision", "double", "--predictions", predictions.toString());

        List<String> lines = Files.readAllLines(predictions);
        assertThat(lines).hasSize(41);
        assertThat(lines.get(0)).isEqualTo("row,actual,predicted,residual");
        assertThat(lines.get(1)).startsWith("18,11.3,10.05739");
    }

    @Test
    void divergenceIsAnErrorThatNamesTheCure() {
        Shell run = Shell.run("--no-standardize", "--learning-rate", "0.01");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines()).singleElement().asString().contains("epoch", "--learning-rate auto");
    }

    @ParameterizedTest
    @CsvSource({
        "--epochs, 0",
        "--epochs, many",
        "--test-size, 1",
        "--test-size, -0.1",
        "--test-size, NaN",
        "--split-seed, -1",
        "--split-seed, 4294967296",
        "--seed, -5",
        "--learning-rate, 0",
        "--learning-rate, -1",
        "--learning-rate, fast",
        "--learning-rate, Infinity",
        "--tolerance, -1",
        "--tolerance, 1",
        "--solver, magic",
        "--gradient, steep",
        "--precision, half",
        "--init, random",
        "--device, gpu",
        "--device, -1",
        "--delimiter, ab",
        "--features, ''",
        "--features, '\"a'",
        "--model, ''",
        "--nonsense, 1"
    })
    void wrongUsageIsExitTwoInOneLine(String option, String value) {
        Shell run = Shell.run(option, value);

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .startsWith("error: ")
                .doesNotContain("Exception");
    }

    @Test
    void whatStandsBeforeACommandIsWrongUsage() {
        for (String[] args :
                List.of(new String[] {"data.csv", "describe"}, new String[] {"--json", "describe"}, new String[] {
                    "--epochs", "5", "devices"
                })) {
            Shell run = Shell.run(args);

            assertThat(run.exit()).isEqualTo(2);
            assertThat(run.out()).isEmpty();
            assertThat(run.err().lines())
                    .singleElement()
                    .asString()
                    .contains("write it after " + args[args.length - 1]);
        }
        assertThat(Shell.run("-v", "devices").exit()).isZero();
        assertThat(Shell.run("--help", "devices").out()).contains("--learning-rate");
    }

    @Test
    void dataWithoutANameIsWrongUsage() {
        Shell run = Shell.run("");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err().lines()).singleElement().asString().contains("the name is empty");
    }

    @Test
    void aNameMayBeginWithAnAt() {
        Shell run = Shell.runWithInput("@a,b,y\n1,5,1\n2,3,2\n4,4,4\n", "-", "--test-size", "0", "--features", "@a");
        assertThat(run.exit()).isZero();
        assertThat(Shell.run("@README.md").err()).isEqualTo("error: no such file: @README.md\n");
    }

    @Test
    void verboseShowsTheStackTrace() {
        assertThat(Shell.run("no-such.csv").err()).doesNotContain("\tat ");
        for (String[] args : new String[][] {
            {"no-such.csv", "-v"},
            {"no-such.csv", "-qv"},
            {"describe", "no-such.csv", "--verbose"},
            {"-v", "describe", "no-such.csv"}
        }) {
            assertThat(Shell.run(args).err()).contains("error: ", "\tat io.linreg");
        }
    }

    @Test
    void helpAndVersionGoToStandardOutput() {
        assertThat(Shell.run("--help").out()).contains("--learning-rate", "predict", "Exit codes");
        assertThat(Shell.run("--version").out()).matches("linreg-gpu \\d+\\.\\d+\\.\\d+ \\([0-9a-f]{10}\\)\\s+");
        assertThat(Shell.run("predict", "--help").out()).contains("--append");
    }

    @Test
    void numbersFarFromZeroKeepTheirDigits() {
        StringBuilder data = new StringBuilder("time,x,y\n");
        for (int i = 0; i < 40; i++) {
            data.append(1_700_000_000 + i).append(',').append(i * 7 % 11).append(',');
            data.append(1_600_000_000 + 2 * i + 3 * (i * 7 % 11)).append('\n');
        }
        Shell run = Shell.runWithInput(data.toString(), "-", "--json");

        assertThat(run.err()).isEmpty();
        assertThat(run.number("coefficients", "time")).isCloseTo(2, within(1e-5));
        assertThat(run.number("coefficients", "x")).isCloseTo(3, within(1e-5));
        assertThat(run.number("metrics", "test", "r2")).isCloseTo(1, within(1e-9));
    }

    @Test
    void plotsDoNotReplaceTheData() throws IOException {
        Path data = Files.writeString(folder.resolve("loss.png"), PLANE);
        Shell run = Shell.run(data.toString(), "--plots", folder.toString());

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("--plots would overwrite the data");
        assertThat(data).hasContent(PLANE);
    }

    private static String[] with(String[] options, String data) {
        String[] args = java.util.Arrays.copyOf(options, options.length + 1);
        args[options.length] = data;
        return args;
    }
}
