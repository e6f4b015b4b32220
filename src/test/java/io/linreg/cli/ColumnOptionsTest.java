package io.linreg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.linreg.data.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns of levels, missing cells, powers and products, from the command line to the model file and back. */
class ColumnOptionsTest {
    /** y = 1 + 2 x, and 10 more where c is green, 5 less where it is red. */
    private static final String COLORS =
            """
            x,c,y
            0,blue,1
            1,green,13
            2,red,0
            3,blue,7
            4,green,19
            5,red,6
            6,blue,13
            7,green,25
            8,red,12
            9,blue,19
            """;

    private static final List<String> CITIES = List.of("Oslo", "Rome", "Bern", "Kyiv");

    @TempDir
    private Path folder;

    private static String random(int rows, boolean gaps) {
        Random random = new Random(7);
        StringBuilder csv = new StringBuilder("id,area,city,rooms,price\n");
        for (int i = 0; i < rows; i++) {
            double area = 20 + 100 * random.nextDouble();
            int city = random.nextInt(4);
            csv.append(i).append(',');
            csv.append(gaps && random.nextInt(12) == 0 ? "" : Double.toString(area))
                    .append(',');
            csv.append(gaps && random.nextInt(12) == 0 ? "NA" : CITIES.get(city))
                    .append(',');
            csv.append(1 + random.nextInt(6)).append(',');
            csv.append(area * (2 + city) + random.nextGaussian()).append('\n');
        }
        return csv.toString();
    }

    @Test
    void coefficientsTellTheDistanceFromTheReferenceLevel() {
        Shell run = Shell.runWithInput(
                COLORS, "-", "--categorical", "c", "--precision", "double", "--epochs", "5000", "--json");

        assertThat(run.exit()).isZero();
        assertThat(run.json("data", "features")).isEqualTo(List.of("x", "c=green", "c=red"));
        assertThat(run.number("intercept")).isCloseTo(1, within(1e-8));
        assertThat(run.number("coefficients", "x")).isCloseTo(2, within(1e-8));
        assertThat(run.number("coefficients", "c=green")).isCloseTo(10, within(1e-8));
        assertThat(run.number("coefficients", "c=red")).isCloseTo(-5, within(1e-8));
        assertThat(run.json("data", "encoding"))
                .isEqualTo(Map.of(
                        "columns",
                        List.of(Map.of("name", "x"), Map.of("name", "c", "levels", List.of("blue", "green", "red"))),
                        "terms",
                        Map.of()));
        assertThat(run.json("data", "dropped_rows")).isEqualTo(0);
    }

    @Test
    void aPlainRunHasNoEncoding() {
        assertThat(((Map<?, ?>) Shell.run("--json", "--epochs", "1").json("data")).containsKey("encoding"))
                .isFalse();
    }

    static List<List<String>> encodings() {
        return List.of(
                List.of("--categorical", "city", "--missing", "drop"),
                List.of("--categorical", "auto", "--missing", "mean"),
                List.of("--categorical", "city,rooms", "--missing", "mean", "--precision", "double"),
                List.of("--features", "area,rooms", "--missing", "mean", "--poly", "area:4", "--poly", "rooms:2"),
                List.of("--categorical", "auto", "--missing", "mean", "--interact", "area:city,city:rooms,area:area"),
                List.of("--drop", "city", "--missing", "drop", "--poly", "area:3,rooms:3", "--solver", "normal"),
                List.of("--categorical", "auto", "--missing", "mean", "--poly", "area:2", "--weights", "rooms"));
    }

    /** What the file says is all that predict needs to come to the same bits. */
    @ParameterizedTest
    @MethodSource("encodings")
    void predictGivesTheHeldOutPredictionsToTheBit(List<String> options) throws IOException {
        String table = random(120, true);
        Path data = Files.writeString(folder.resolve("data.csv"), table);
        String model = folder.resolve("model.json").toString();
        Path heldOut = folder.resolve("held-out.csv");
        List<String> args =
                new ArrayList<>(List.of(data.toString(), "--model", model, "--predictions", heldOut.toString(), "-q"));
        args.addAll(options);
        Shell training = Shell.run(args.toArray(String[]::new));
        assertThat(training.err()).isEmpty();

        List<String> lines = table.lines().toList();
        List<String> predictions = Files.readAllLines(heldOut);
        StringBuilder rows = new StringBuilder(lines.get(0)).append('\n');
        List<String> expected = new ArrayList<>(List.of("prediction"));
        for (String line : predictions.subList(1, predictions.size())) {
            String[] fields = line.split(",", -1);
            rows.append(lines.get(1 + Integer.parseInt(fields[0]))).append('\n');
            assertThat(lines.get(1 + Integer.parseInt(fields[0])))
                    .endsWith("," + fields[1]); // row numbers count dropped rows
            expected.add(fields[2]);
        }
        assertThat(expected).hasSizeGreaterThan(15);
        Shell predicting = Shell.runWithInput(rows.toString(), "predict", "--model", model, "-");
        assertThat(predicting.out().lines()).containsExactlyElementsOf(expected);
        assertThat(Shell.runWithInput(rows.toString(), "evaluate", "--model", model, "-")
                        .exit())
                .isZero();
    }

    @Test
    void evaluateAgreesWithTraining() throws IOException {
        Path data = Files.writeString(folder.resolve("data.csv"), random(60, true));
        String model = folder.resolve("model.json").toString();
        Shell training = Shell.run(
                data.toString(),
                "--test-size",
                "0",
                "--categorical",
                "auto",
                "--missing",
                "mean",
                "--interact",
                "area:city",
                "--json",
                "--model",
                model);
        Shell evaluation = Shell.run("evaluate", "--model", model, data.toString(), "--json");

        assertThat(evaluation.json("metrics")).isEqualTo(training.json("metrics", "train"));
    }

    @Test
    void theReportShowsColumnsAsTheyWere() {
        String table = random(60, true);
        long missing = table.lines()
                .filter(line -> line.contains(",,") || line.contains(",NA,"))
                .count();
        Shell run = Shell.runWithInput(
                table,
                "-",
                "--drop",
                "id",
                "--categorical",
                "auto",
                "--missing",
                "drop",
                "--poly",
                "area:2",
                "--interact",
                "city:area",
                "--epochs",
                "5");

        assertThat(run.out())
                .contains("standard input: " + (60 - missing) + " rows, " + missing + " more dropped for missing cells")
                .contains("price ~ area + city[4 levels] + rooms + area^2 + city:area")
                .contains("city=Kyiv:area");
    }

    @Test
    void thePageSaysWhatCoefficientsAreDistancesFrom() throws IOException {
        Path page = folder.resolve("report.html");
        Shell run = Shell.runWithInput(
                random(60, true), "-", "--categorical", "auto", "--missing", "drop", "-q", "--report", page.toString());

        assertThat(run.exit()).isZero();
        assertThat(page)
                .content()
                .contains("Reference levels, from which coefficients tell the distance: city &quot;Bern&quot;.");
        assertThat(page).content().contains("Rows dropped, as a cell is missing in them: ", "city&#x3D;Oslo");
    }

    @Test
    void theSameCommandGivesTheSameFile() throws IOException {
        List<byte[]> files = new ArrayList<>();
        for (int round = 0; round < 2; round++) {
            Path model = folder.resolve("model" + round + ".json");
            Shell.runWithInput(
                    random(60, true),
                    "-",
                    "--categorical",
                    "auto",
                    "--missing",
                    "mean",
                    "-q",
                    "--model",
                    model.toString(),
                    "--poly",
                    "area:3");
            files.add(Files.readAllBytes(model));
        }
        assertThat(files.get(0)).isNotEmpty().isEqualTo(files.get(1));
    }

    @Test
    void unseenLevelsAreErrorsOrTheReference() {
        String model = folder.resolve("model.json").toString();
        assertThat(Shell.runWithInput(COLORS, "-", "--categorical", "c", "-q", "--model", model)
                        .exit())
                .isZero();
        String rows = "c,x\nblue,3\n\"pink\",3\n";

        Shell refused = Shell.runWithInput(rows, "predict", "--model", model, "-");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err())
                .isEqualTo(
                        "error: standard input, line 3, column \"c\": \"pink\" is not among the levels of the training rows"
                                + " (\"blue\", \"green\", \"red\"); correct it, or take it for \"blue\" with --unseen zero"
                                + System.lineSeparator());

        Shell taken = Shell.runWithInput(rows, "predict", "--model", model, "-", "--unseen", "zero");
        List<String> lines = taken.out().lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(2)).isEqualTo(lines.get(1));
        String judged = "c,x,y\nblue,3,7\npink,3,7\n";
        assertThat(Shell.runWithInput(judged, "evaluate", "--model", model, "-").exit())
                .isEqualTo(1);
        assertThat(Shell.runWithInput(judged, "evaluate", "--model", model, "-", "--unseen", "ZERO")
                        .exit())
                .isZero();
    }

    @Test
    void aMissingCellIsFilledOnlyWhereTrainingTaughtWhatWith() {
        String model = folder.resolve("model.json").toString();
        for (String missing : List.of("error", "drop")) {
            Shell.runWithInput(COLORS, "-", "--categorical", "c", "-q", "--model", model, "--missing", missing);
            for (String row : List.of("NA,blue", "3,")) {
                Shell run = Shell.runWithInput("x,c\n" + row + "\n", "predict", "--model", model, "-");
                assertThat(run.err())
                        .startsWith("error: standard input, line 2, column ")
                        .contains("fill it, or remove");
            }
        }
        Shell.runWithInput(
                COLORS, "-", "--categorical", "c", "-q", "--model", model, "--missing", "mean", "--test-size", "0");
        Shell filled = Shell.runWithInput("x,c\n,\n4.5,blue\n", "predict", "--model", model, "-");
        List<String> lines = filled.out().lines().toList();
        assertThat(lines.get(1)).isEqualTo(lines.get(2)); // the mean of x, and of ten rows four are blue
    }

    @Test
    void levelsOfOneRowAreNamed() {
        Shell run =
                Shell.runWithInput(COLORS + "9,pink,100\n", "-", "--categorical", "c", "--test-size", "0", "--json");

        assertThat(run.err().lines())
                .containsExactly(
                        "warning: of one training row each, which is fitted exactly and tells nothing of others:"
                                + " \"c=pink\"");
    }

    /** The ten rows twice, and one of azure, number 20, which is held out. */
    @Test
    void levelsOfHeldOutRowsAloneAreNamedAndTakenForTheReference() {
        String table = COLORS + COLORS.substring(COLORS.indexOf('\n') + 1) + "9,azure,100\n";
        long seed = LongStream.range(0, 100)
                .filter(s -> IntStream.of(Split.of(21, 0.2, s).test()).anyMatch(row -> row == 20))
                .findFirst()
                .orElseThrow();
        Path predictions = folder.resolve("predictions.csv");

        Shell run = Shell.runWithInput(
                table,
                "-",
                "--categorical",
                "c",
                "--split-seed",
                Long.toString(seed),
                "--json",
                "--predictions",
                predictions.toString(),
                "--precision",
                "double",
                "--epochs",
                "5000");

        assertThat(run.err())
                .isEqualTo("warning: no training row has \"c=azure\"; in the held-out rows it is taken for the column's"
                        + " reference level" + System.lineSeparator());
        assertThat(run.json("data", "features")).isEqualTo(List.of("x", "c=green", "c=red"));
        assertThat(predictions).content().containsPattern("20,100.0,(19.0+|18.9)[0-9]*,"); // as blue, 1 + 2 x
    }

    @Test
    void aColumnOfOneLevelIsLeftOut() {
        Shell run = Shell.runWithInput(
                "x,c,y\n1,a,1\n2,a,2\n3,a,4\n4,a,4\n", "-", "--categorical", "auto", "--test-size", "0", "--json");
        assertThat(run.err())
                .isEqualTo("warning: left out, of one level in the training rows: \"c\"" + System.lineSeparator());
        assertThat(run.json("data", "dropped")).isEqualTo(List.of("c"));
        assertThat(run.json("data", "features")).isEqualTo(List.of("x"));
    }

    static List<Arguments> badColumns() {
        String all = "x,c,d,y\n1,u,2024-01-31,1\n2,v,2024-02-01,2\n3,u,2024-02-02,2\n4,v,2024-02-03,5\n";
        String gaps = "x,e,y\n1,,1\n2,,2\n3,,3\n";
        return List.of(
                Arguments.of(
                        all, List.of(), "column \"c\": \"u\" is not a number; correct it, name the column with --cat"),
                Arguments.of(
                        all, List.of("--categorical", "c"), "column \"d\": \"2024-01-31\" is a date; turn it into"),
                Arguments.of(all, List.of("--categorical", "auto"), "column \"d\": \"2024-01-31\" is a date; turn it"),
                Arguments.of(all, List.of("--categorical", "z"), "column \"z\" is said to be categorical, but is no"),
                Arguments.of(all, List.of("--categorical", "y"), "column \"y\" is said to be categorical, but is no"),
                Arguments.of(
                        all, List.of("--drop", "c,d", "--categorical", "c"), "is said to be categorical, but is no"),
                Arguments.of(
                        all, List.of("--drop", "c,d", "--poly", "z:2"), "\"z^2\" needs \"z\", which is no feature"),
                Arguments.of(
                        all, List.of("--drop", "c,d", "--poly", "c:2"), "\"c^2\" needs \"c\", which is no feature"),
                Arguments.of(
                        all, List.of("--drop", "c,d", "--poly", "y:3"), "\"y^2\" needs \"y\", which is the target"),
                Arguments.of(
                        all, List.of("--drop", "c,d", "--interact", "x:y"), "\"x:y\" needs \"y\", which is the target"),
                Arguments.of(
                        all,
                        List.of("--drop", "d", "--categorical", "c", "--poly", "c:2"),
                        "\"c^2\" raises \"c\" to a power, which is categorical"),
                Arguments.of(gaps, List.of("--missing", "mean"), "column \"e\": every training row misses it"),
                Arguments.of(gaps, List.of("--missing", "drop"), "a cell is missing in every row"),
                Arguments.of(
                        "x,y\n1,1\n2,\n3,1\n", List.of("--missing", "mean"), "line 3, column \"y\": the cell is empty"),
                Arguments.of("x,y\n1,1\n2,2020-01-01\n", List.of(), "\"2020-01-01\" is a date; turn it into a number"),
                Arguments.of("c,y\na,1\na,2\na,3\na,4\n", List.of("--categorical", "c"), "no feature is left"));
    }

    @ParameterizedTest
    @MethodSource("badColumns")
    void badColumnsAreNamed(String data, List<String> options, String complaint) {
        List<String> args = new ArrayList<>(options);
        args.add("-");
        Shell run = Shell.runWithInput(data, args.toArray(String[]::new));

        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines().filter(line -> line.startsWith("error: standard input")))
                .singleElement()
                .asString()
                .contains(complaint);
        assertThat(run.exit()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--poly x",
                "--poly x:",
                "--poly :2",
                "--poly x:0",
                "--poly x:31",
                "--poly x:-1",
                "--poly x:2.5",
                "--poly x:2,x:3",
                "--poly x:2 --poly x:2",
                "--poly x:2 --interact x:x",
                "--interact x",
                "--interact x:",
                "--interact x::z",
                "--interact x:z,z:x",
                "--missing median",
                "--missing",
                "--unseen zero",
                "--categorical ,"
            })
    void wrongUsage(String options) {
        List<String> args = new ArrayList<>(List.of(options.split(" ")));
        args.add("--epochs=1");
        Shell run = Shell.run(args.toArray(String[]::new));

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err().lines()).singleElement().asString().startsWith("error: ");
    }

    @Test
    void powersAreRaisedAsFarAsTheyMay() {
        Shell run = Shell.run("--features", "TV", "--poly", "TV:30", "--epochs", "1", "--json");
        assertThat((List<?>) run.json("data", "features")).hasSize(30);
        assertThat(run.json("data", "features").toString())
                .startsWith("[TV, TV^2, ")
                .endsWith(", TV^30]");
        assertThat(Shell.run("--poly", "TV:1", "--epochs", "1", "--json").json("data", "features"))
                .isEqualTo(List.of("TV", "radio", "newspaper"));
    }

    /** The multiplicative effect of TV and radio, known of this data; figures of statsmodels' ols on all 200 rows. */
    @Test
    void theInteractionOfTheAdvertisingData() {
        Shell run = Shell.run(
                "--test-size", "0", "--features", "TV,radio", "--interact", "TV:radio", "--solver", "normal", "--json");
        assertThat(run.number("coefficients", "TV")).isCloseTo(0.01910107383104298, within(1e-12));
        assertThat(run.number("coefficients", "radio")).isCloseTo(0.028860339899924266, within(1e-12));
        assertThat(run.number("coefficients", "TV:radio")).isCloseTo(0.0010864946979899624, within(1e-13));
        assertThat(run.number("intercept")).isCloseTo(6.750220203075168, within(1e-10));
    }
}
