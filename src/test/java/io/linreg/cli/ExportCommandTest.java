package io.linreg.cli;

import static io.linreg.testing.Closeness.assertRelativelyClose;
import static org.assertj.core.api.Assertions.assertThat;

import io.linreg.testing.Scorer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models for other programs, from the command line. */
class ExportCommandTest {
    /** Square metres or a city are missing here and there. */
    private static final String HOUSES =
            """
            area,city,rooms,price
            50,Rome,2,200
            60,Oslo,2,310
            ,Oslo,4,420
            75,Rome,3,290
            90,,4,400
            110,Oslo,5,530
            40,Rome,1,150
            65,Oslo,3,335
            100,Rome,4,380
            85,Oslo,3,430
            """;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"m.pmml", "m.onnx", "M.PMML", "M.Onnx"})
    void whatTrainingExportsPredictsTheSame(String name) throws Exception {
        Shell training = Shell.run("-q", "--model", path("m.json"), "--export", path(name));
        assertThat(training.err()).isEmpty();
        assertThat(training.exit()).isZero();

        Shell predict = Shell.runWithInput(
                "TV,radio,newspaper\n230.1,37.8,69.2\n44.5,39.3,45.1\n", "predict", "--model", path("m.json"), "-");
        List<Map<String, Object>> rows = List.of(
                Map.of("TV", 230.1, "radio", 37.8, "newspaper", 69.2),
                Map.of("TV", 44.5, "radio", 39.3, "newspaper", 45.1));
        assertScores(name, rows, predict);
    }

    @ParameterizedTest
    @ValueSource(strings = {"m.pmml", "m.onnx"})
    void columnsAsTheyComeGoAlong(String name) throws Exception {
        Path data = Files.writeString(folder.resolve("houses.csv"), HOUSES);
        Shell training = Shell.run(
                data.toString(),
                "-q",
                "--test-size",
                "0",
                "--categorical",
                "auto",
                "--missing",
                "mean",
                "--poly",
                "area:2",
                "--interact",
                "area:city",
                "--model",
                path("m.json"));
        assertThat(training.exit()).as(training.err()).isZero();
        Shell export = Shell.run("export", "--model", path("m.json"), "--unseen", "zero", path(name));
        assertThat(export.exit()).as(export.err()).isZero();
        assertThat(export.out()).isEmpty();

        Shell predict = Shell.runWithInput(
                "city,rooms,area\nOslo,2,70\nParis,3,66\nRome,,55\n,3,\n",
                "predict",
                "--unseen",
                "zero",
                "--model",
                path("m.json"),
                "-");
        assertScores(
                name,
                List.of(
                        Map.of("city", "Oslo", "rooms", 2.0, "area", 70.0),
                        Map.of("city", "Paris", "rooms", 3.0, "area", 66.0),
                        Map.of("city", "Rome", "area", 55.0),
                        Map.of("rooms", 3.0)),
                predict);
    }

    private void assertScores(String name, List<Map<String, Object>> rows, Shell predict) throws Exception {
        assertThat(predict.exit()).as(predict.err()).isZero();
        double[] expected =
                predict.out().lines().skip(1).mapToDouble(Double::parseDouble).toArray();
        double[] actual = new double[rows.size()];
        try (Scorer scorer = Scorer.of(folder.resolve(name))) {
            double[][] scores = scorer.score(
                    rows.stream().<Map<String, Object>>map(HashMap::new).toList());
            for (int i = 0; i < actual.length; i++) {
                actual[i] = scores[i][0];
            }
        }
        assertRelativelyClose(name, actual, expected, 1e-12);
    }

    @Test
    void bothFormatsAtOnceAndAgainAreTheSameBytes() throws IOException {
        Shell.run("-q", "--model", path("m.json"), "--export", path("a.pmml"), "--export", path("a.onnx"));
        Shell export = Shell.run("export", path("b.pmml"), path("b.onnx"), "--model", path("m.json"));

        assertThat(export.exit()).as(export.err()).isZero();
        assertThat(folder.resolve("b.pmml")).hasSameBinaryContentAs(folder.resolve("a.pmml"));
        assertThat(folder.resolve("b.onnx")).hasSameBinaryContentAs(folder.resolve("a.onnx"));
        assertThat(names()).containsExactlyInAnyOrder("m.json", "a.pmml", "a.onnx", "b.pmml", "b.onnx");
    }

    @ParameterizedTest
    @ValueSource(strings = {"m.xml", "m", "pmml", "m.onnx.gz", "m.json", ""})
    void anotherEndingIsWrongUsage(String name) throws IOException {
        Files.writeString(folder.resolve("model.json"), "never read");
        String file = name.isEmpty() ? "" : path(name);

        for (Shell run :
                List.of(Shell.run("--export", file), Shell.run("export", "--model", path("model.json"), file))) {
            assertThat(run.exit()).isEqualTo(2);
            assertThat(run.out()).isEmpty();
            assertThat(run.err().lines())
                    .singleElement()
                    .asString()
                    .contains(name.isEmpty() ? "the name is empty" : ".pmml nor in .onnx");
        }
        assertThat(names()).containsExactly("model.json");
    }

    @Test
    void missingArgumentsAreWrongUsage() {
        assertThat(Shell.run("export", path("m.onnx")).exit()).isEqualTo(2);
        assertThat(Shell.run("export", "--model", path("m.json")).exit()).isEqualTo(2);
        assertThat(Shell.run("--export").exit()).isEqualTo(2);
    }

    @Test
    void noInputAndNoOtherOutputIsReplaced() throws IOException {
        Path data = Files.writeString(folder.resolve("data.onnx"), "a,y\n1,2\n2,4\n3,5\n4,9\n5,9\n");
        assertFails(Shell.run(data.toString(), "--export", data.toString()), "--export would overwrite the data");
        assertFails(
                Shell.run("--model", path("m.pmml"), "--export", path("m.pmml")), "--export would overwrite --model");
        assertFails(
                Shell.run("--export", path("m.pmml"), "--export", path("x/../m.pmml")),
                "--export would overwrite --export");
        assertThat(names()).containsExactly("data.onnx");

        Shell.run("-q", "--model", path("kept.pmml"));
        String kept = Files.readString(folder.resolve("kept.pmml"));
        assertFails(
                Shell.run("export", "--model", path("kept.pmml"), path("kept.pmml")),
                "export would overwrite the model");
        assertThat(folder.resolve("kept.pmml")).hasContent(kept);
    }

    @Test
    void whatCannotBeWrittenIsFoundOutBeforeTraining() {
        Shell run = Shell.run("--export", path("nowhere/m.onnx"), "--model", path("m.json"));

        assertFails(run, "m.onnx: its folder does not exist");
        assertThat(folder.resolve("m.json")).doesNotExist();
    }

    @Test
    void noModelIsNoExport() throws IOException {
        Files.writeString(folder.resolve("m.json"), "{}");

        assertFails(Shell.run("export", "--model", path("none.json"), path("m.onnx")), "no such model file");
        assertFails(Shell.run("export", "--model", path("m.json"), path("m.onnx")), "not a model of linreg-gpu");
        assertThat(folder.resolve("m.onnx")).doesNotExist();
    }

    @Test
    void aNameThatXmlCannotHoldIsNamedAndOnnxHoldsIt() throws IOException {
        Path old = Files.writeString(folder.resolve("old.pmml"), "precious");
        Path data = Files.writeString(folder.resolve("d.csv"), "bell\u0007,y\n1,2\n2,4\n3,5\n4,9\n5,9\n");
        Shell run = Shell.run(data.toString(), "-q", "--export", old.toString());

        assertFails(run, "control character", "\"bell\uFFFD\"", ".onnx");
        assertThat(old).hasContent("precious");
        assertThat(Shell.run(data.toString(), "-q", "--export", path("m.onnx")).exit())
                .isZero();
    }

    private static void assertFails(Shell run, String... complaints) {
        assertThat(run.exit()).as(run.err()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines()).singleElement().asString().contains(complaints);
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }
}
