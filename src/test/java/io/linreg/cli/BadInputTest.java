package io.linreg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every bad input ends in exit 1 and one line that tells the place and the remedy; nothing is lost or left behind. */
class BadInputTest {
    private static final String GOOD = "a,b,y\n0,0,1\n1,0,3\n0,1,-2\n1,1,0\n2,1,2\n";

    @TempDir
    private Path folder;

    static List<Arguments> badData() {
        return List.of(
                Arguments.of("an empty file", "", "is empty"),
                Arguments.of("blank lines alone", "\n\n\n", "is empty"),
                Arguments.of("a header alone", "a,b,y\n", "no rows"),
                Arguments.of("one row", "a,b,y\n1,2,3\n", "leaves none to train on"),
                Arguments.of("one column", "y\n1\n2\n3\n", "one column"),
                Arguments.of("a short row", "a,b,y\n1,2,3\n1,2\n", "line 3: 2 fields where the header has 3"),
                Arguments.of("a long row", "a,b,y\n1,2,3,4\n", "line 2: 4 fields where the header has 3"),
                Arguments.of("a word", "a,b,y\n1,2,3\n1,x,3\n", "line 3, column \"b\": \"x\" is not a number"),
                Arguments.of("an empty cell", "a,b,y\n1,,3\n", "line 2, column \"b\": the cell is empty"),
                Arguments.of("NaN", "a,b,y\n1,NaN,3\n", "line 2, column \"b\": \"NaN\" is a missing value"),
                Arguments.of("infinity", "a,b,y\n1,2,-inf\n", "line 2, column \"y\": -inf is not finite"),
                Arguments.of("more than a float", "a,b,y\n1,1e39,3\n", "column \"b\": 1e39 is beyond the range"),
                Arguments.of("a name twice", "a,b,a\n1,2,3\n", "columns 1 and 3 are both called \"a\""),
                Arguments.of("constants alone", "a,y\n1,1\n1,2\n1,3\n1,4\n", "no feature varies"),
                Arguments.of("a decimal comma", "a;y\n1,5;2\n2,5;3\n", "decimal point"),
                Arguments.of("thousands", "a;y\n1,000;2\n2,000;3\n", "leave out commas between thousands"),
                Arguments.of("an open quote", "a,y\n1,2\n\"3,4\n", "quote"),
                Arguments.of("a zero byte", "a,y\n1,2\0\n", "not a text file"));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void outputsThatAreOneFileByWayOfLinksAreRefused() throws IOException {
        Path data = Files.writeString(folder.resolve("data.csv"), GOOD);
        Path real = Files.createDirectory(folder.resolve("real"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);
        Path dangling = Files.createSymbolicLink(folder.resolve("dangling"), real.resolve("new"));
        for (Path other : List.of(link.resolve("new"), dangling)) {
            Shell run =
                    Shell.run(data.toString(), "--model", real.resolve("new").toString(), "--report", other.toString());

            assertFails(run, "--report would overwrite --model");
        }
        Path plots = Files.createDirectory(real.resolve("plots"));
        Path below = link.resolve("plots/loss.png");
        Shell run = Shell.run(data.toString(), "--plots", plots.toString(), "--model", below.toString());
        assertFails(run, "--plots would overwrite --model");
        assertThat(plots).isEmptyDirectory();
    }

    @Test
    void aNameWithABracketIsAFileThatIsMissing() {
        for (String name : List.of("no[1.csv", "no[1.parquet", "no[z-a].parquet")) {
            String data = folder.resolve(name).toString();
            Shell run = Shell.run(data, "--model", folder.resolve("m.json").toString());
            assertFails(run, "no ", "file", data);
        }
    }

    @Test
    void aFolderOfPlotsCannotBeADashAndIsNotLeftBehind() throws IOException {
        Path data = Files.writeString(folder.resolve("data.csv"), "a,y\n1,2\n1,x\n");

        assertFails(Shell.run(data.toString(), "--plots", "-"), "--plots takes a folder, not -");
        assertFails(
                Shell.run(
                        data.toString(), "--plots", folder.resolve("new/plots").toString()),
                "line 3");
        assertThat(names()).containsExactly("data.csv");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badData")
    @DisplayName("bad data")
    void badDataIsNamed(String kind, String content, String complaint) throws IOException {
        Path data = Files.writeString(folder.resolve("data.csv"), content);
        Path model = Files.writeString(folder.resolve("model.json"), "precious");

        Shell run = Shell.run(data.toString(), "--model", model.toString());

        assertFails(run, data.toString(), complaint);
        assertThat(model).hasContent("precious");
        assertThat(names()).containsExactlyInAnyOrder("data.csv", "model.json");
    }

    static List<Arguments> badColumns() {
        return List.of(
                Arguments.of(List.of("--target", "z"), "no column \"z\"; its columns are \"a\", \"b\", \"y\""),
                Arguments.of(List.of("--features", "a,z"), "no column \"z\""),
                Arguments.of(List.of("--drop", "z"), "no column \"z\""),
                Arguments.of(List.of("--features", "a,y"), "cannot be a feature"),
                Arguments.of(List.of("--features", "a,a"), "a feature twice"),
                Arguments.of(List.of("--features", "a", "--drop", "a"), "is a feature and dropped"),
                Arguments.of(List.of("--drop", "y"), "cannot be dropped"),
                Arguments.of(List.of("--drop", "a,b"), "no feature is left"),
                Arguments.of(List.of("--delimiter", "|"), "one column"));
    }

    @ParameterizedTest
    @MethodSource("badColumns")
    void badColumnsAreNamed(List<String> options, String complaint) {
        List<String> args = new ArrayList<>(options);
        args.add("-");
        assertFails(Shell.runWithInput(GOOD, args.toArray(String[]::new)), "standard input", complaint);
    }

    @Test
    void missingFilesAndFoldersAreNamed() {
        assertFails(Shell.run("nowhere.csv"), "no such file: nowhere.csv");
        assertFails(Shell.run(folder.toString()), "is a directory");
        assertFails(Shell.run("describe", "nowhere.csv"), "no such file: nowhere.csv");
        assertFails(Shell.run("predict", "--model", "nowhere.json", "x.csv"), "no such model file: nowhere.json");
        assertFails(Shell.run("predict", "--model", folder.toString(), "x.csv"), "is a directory");
    }

    @Test
    void invalidUtf8IsNamedByLine() throws IOException {
        Path data = folder.resolve("latin1.csv");
        Files.write(data, "a,y\n1,2\nf\u00fcnf,3\n".getBytes(StandardCharsets.ISO_8859_1));

        assertFails(Shell.run(data.toString()), "line 3: not valid UTF-8");
    }

    @Test
    void aTruncatedGzipIsNamed() throws IOException {
        Path data = folder.resolve("data.csv.gz");
        var bytes = new java.io.ByteArrayOutputStream();
        try (var gzip = new java.util.zip.GZIPOutputStream(bytes)) {
            gzip.write(GOOD.repeat(1).getBytes(StandardCharsets.UTF_8));
        }
        Files.write(data, java.util.Arrays.copyOf(bytes.toByteArray(), bytes.size() - 9));

        assertFails(Shell.run(data.toString()), "cut short");
    }

    @Test
    void whatAModelNeedsIsNotToBeDropped() {
        String model = folder.resolve("model.json").toString();
        assertThat(Shell.runWithInput(GOOD, "-", "-q", "--model", model).exit()).isZero();

        for (String cell : List.of("", "NA", "inf", "x")) {
            Shell run = Shell.runWithInput("a,b\n1," + cell + "\n", "predict", "--model", model, "-");
            assertFails(run, "standard input, line 2, column \"b\": ");
            assertThat(run.err()).doesNotContain("--drop");
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aPipeIsReadAsAFileIs() throws Exception {
        String model = folder.resolve("model.json").toString();
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();

        assertThat(fed(pipe, GOOD, pipe.toString(), "--model", model).out()).contains("pipe: 5 rows");
        Path data = Files.writeString(folder.resolve("data.csv"), GOOD);
        assertThat(fed(pipe, Files.readString(Path.of(model)), "predict", "--model", pipe.toString(), data.toString())
                        .out())
                .startsWith("prediction\n");
    }

    private static Shell fed(Path pipe, String content, String... args) throws Exception {
        Thread writer = new Thread(() -> {
            try {
                Files.writeString(pipe, content);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        writer.start();
        Shell run = Shell.run(args);
        writer.join();
        return run;
    }

    @Test
    void moreColumnsThanRowsIsAWarning() {
        Shell run = Shell.runWithInput("a,b,c,y\n1,2,4,1\n2,1,1,3\n3,5,2,2\n", "-", "--test-size", "0", "--json");

        assertThat(run.exit()).isZero();
        assertThat(run.err().lines()).singleElement().asString().startsWith("warning: 3 training rows for 3 features");
    }

    static List<Arguments> badModels() {
        String good =
                "{\"format\": \"linreg-gpu model\", \"format_version\": 1, \"target\": \"y\", \"features\": [\"a\"],"
                        + " \"coefficients\": {\"a\": 1.0}, \"intercept\": 0.0, \"provenance\": {}}";
        return List.of(
                Arguments.of("cut", good.substring(0, 60), "line 1"),
                Arguments.of("empty", "", ""),
                Arguments.of("another format", "{\"weights\": [1]}", "not a model of linreg-gpu"),
                Arguments.of("an array", "[1, 2]", ""),
                Arguments.of("later", good.replace(": 1,", ": 4,"), "format version is 4"),
                Arguments.of("a word for a number", good.replace("0.0", "\"x\""), "intercept"),
                Arguments.of("too large", good.replace("1.0", "1e999"), "not finite"),
                Arguments.of("a coefficient short", good.replace("[\"a\"]", "[\"a\", \"b\"]"), "coefficients"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badModels")
    void badModelsAreNamed(String kind, String content, String complaint) throws IOException {
        Path model = Files.writeString(folder.resolve("model.json"), content);

        assertFails(
                Shell.runWithInput("a\n1\n", "predict", "--model", model.toString(), "-"), model.toString(), complaint);
    }

    @Test
    void outputsThatCannotBeWrittenAreFoundBeforeTraining() {
        String nowhere = folder.resolve("no").resolve("such").resolve("file").toString();
        for (String option : List.of("--model", "--report", "--predictions")) {
            assertFails(Shell.run(option, nowhere), "cannot write " + nowhere, "folder does not exist");
            assertFails(Shell.run(option, folder.toString()), "is a directory");
        }
        assertThat(names()).isEmpty();
    }

    @Test
    void noOutputReplacesTheDataOrAnother() throws IOException {
        Path data = Files.writeString(folder.resolve("data.csv"), GOOD);
        String model = folder.resolve("x").toString();

        assertFails(Shell.run(data.toString(), "--model", data.toString()), "would overwrite the data");
        assertFails(Shell.run("--model", model, "--report", model), "--report would overwrite --model");
        assertFails(Shell.run("predict", "--model", model, data.toString(), "--output", data.toString()), "overwrite");
        assertThat(data).hasContent(GOOD);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFullDiskIsNamed() {
        assertFails(Shell.run("--model", "/dev/full"), "cannot write /dev/full", "No space left");
    }

    private void assertFails(Shell run, String... words) {
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .startsWith("error: ")
                .contains(words);
        assertThat(run.exit()).isEqualTo(1);
    }

    private List<String> names() {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
