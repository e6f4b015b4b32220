package io.linreg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.linreg.Main;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamCommandTest {
    @TempDir
    private Path folder;

    private static String[] with(String[] first, String... more) {
        return Stream.concat(Arrays.stream(first), Arrays.stream(more)).toArray(String[]::new);
    }

    @ParameterizedTest
    @CsvSource({
        "--gradient gram",
        "--solver normal",
        "--solver cd --alpha 0.1 --l1-ratio 0.5",
        "--solver normal --summary"
    })
    void theModelIsThatOfRowsInMemory(String options) {
        String[] args =
                with(options.split(" "), "--test-size", "0", "--device", "cpu", "--precision", "double", "--json");

        Shell inMemory = Shell.run(args);
        Shell streamed = Shell.run(with(args, "--stream"));

        assertThat(streamed.exit()).as(streamed.err()).isZero();
        for (String feature : List.of("TV", "radio", "newspaper")) {
            double expected = inMemory.number("coefficients", feature);
            assertThat(streamed.number("coefficients", feature))
                    .isEqualTo(expected, within(1e-12 * Math.abs(expected)));
        }
        double mse = inMemory.number("metrics", "train", "mse");
        assertThat(streamed.number("metrics", "train", "mse")).isEqualTo(mse, within(1e-12 * mse));
        assertThat(streamed.json("metrics", "train", "mae")).isNull();
        assertThat(streamed.json("data", "streamed")).isEqualTo(true);
        assertThat(inMemory.json("data", "streamed")).isEqualTo(false);
        assertThat(streamed.json("data", "dropped")).isEqualTo(List.of("Unnamed: 0"));
        if (options.contains("summary")) {
            assertThat(streamed.json("inference", "std_err")).isEqualTo(inMemory.json("inference", "std_err"));
            assertThat(streamed.json("inference", "durbin_watson")).isNull();
        }
    }

    @Test
    void whatCanBeReadOnceTakesOneReading() {
        Shell run = Shell.runWithInput("a,y\n1,2\n2,4\n3,7\n4,8\n", "-", "--stream", "--gradient", "fused");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err())
                .hasLineCount(1)
                .startsWith("error: standard input: ")
                .contains("can be read only once", "save it to a file");
    }

    @Test
    void failuresNameTheTable() throws IOException {
        Path data = Files.writeString(folder.resolve("flat.csv"), "a,y\n" + "1,2\n1,3\n1,5\n".repeat(9));

        Shell flat = Shell.run(data.toString(), "--stream");
        Shell diverged = Shell.run("data/advertising.csv", "--stream", "--learning-rate", "9", "--no-standardize");

        assertThat(flat.err())
                .startsWith("error: " + data + ": no feature varies")
                .hasLineCount(1);
        assertThat(diverged.err()).contains("data/advertising.csv: the loss grew");
    }

    @Test
    void theReportSaysHowItWasSplit() {
        Shell run = Shell.run("--stream", "--summary", "--device", "cpu", "--split-seed", "7");

        assertThat(run.out())
                .containsPattern("split        \\d+ to train, \\d+ held out \\(by a hash of row numbers, seed 7\\)")
                .contains("held out")
                .doesNotContain("residuals    ");
    }

    @Test
    void everyOutputButRowsOneByOne() throws IOException {
        Path model = folder.resolve("model.json");
        Path report = folder.resolve("report.html");
        Path plots = folder.resolve("plots");

        Shell run = Shell.run(
                "--stream",
                "--summary",
                "--device",
                "cpu",
                "--model",
                model.toString(),
                "--report",
                report.toString(),
                "--plots",
                plots.toString());

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(Files.readString(report))
                .contains("The rows were read a block at a time", "How sure it is")
                .doesNotContain("Most influential rows");
        try (Stream<Path> files = Files.list(plots)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("loss.png", "actual-vs-predicted.png", "residuals.png");
        }
        assertThat(Shell.run("evaluate", "data/advertising.csv", "--model", model.toString())
                        .exit())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--solver sgd | needs its rows in memory; leave --stream out",
                "--loss huber | needs its rows in memory; leave --stream out",
                "--early-stopping | leave it out, or --stream",
                "--summary --errors HC3 | --errors HC3 needs every row's residual",
                "--predictions p.csv | use predict, which streams, too",
            })
    void whatTakesRowsInMemoryIsWrongUsage(String options, String message) {
        Shell run = Shell.run(with(options.split(" "), "--stream"));

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).startsWith("error: ").contains(message).hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a,y;1,2;x,3 | line 3, column \"a\": \"x\" is not a number",
                "a,y;1,2;1,2,3 | line 3: 3 fields where the header has 2",
                "a,y; | has a header but no rows",
                "a,y;1,2;1,3;1,5 | no feature varies",
                "a,y;nan,2;,3 | line 2, column \"a\"",
            })
    void badRowsAreOneLine(String csv, String message) {
        Shell run = Shell.runWithInput(csv.replace(';', '\n'), "-", "--stream", "--test-size", "0");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).startsWith("error: ").contains(message).hasLineCount(1);
        assertThat(run.out()).isEmpty();
    }

    /** 256 MB of numbers, where Java may use less. */
    @Test
    void whatDoesNotFitIsStreamedByItself() throws Exception {
        Path data = folder.resolve("large.csv");
        List<String> rows = new ArrayList<>(List.of("a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,y"));
        for (int i = 0; i < 1000; i++) {
            rows.add((i % 7) + "," + (i % 11) + ",1,2,3,4,5,6,7,8,9,1,2,3,4," + (i % 13));
        }
        String thousand = String.join("\n", rows.subList(1, rows.size())) + "\n";
        Files.writeString(data, rows.get(0) + "\n");
        for (int k = 0; k < 2000; k++) {
            Files.writeString(data, thousand, java.nio.file.StandardOpenOption.APPEND);
        }
        Path json = folder.resolve("out.json");
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx200m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        data.toString(),
                        "--device",
                        "cpu",
                        "--json"))
                .redirectOutput(json.toFile())
                .start();
        String error = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(error).isZero();
        assertThat(error).contains("warning: " + data + " does not fit into memory: it is streamed, as by --stream");
        assertThat(Files.readString(json)).contains("\"streamed\" : true", "\"rows\" : 2000000");
    }
}
