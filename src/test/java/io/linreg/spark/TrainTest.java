package io.linreg.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.linreg.cli.Cli;
import io.linreg.cli.Streams;
import io.linreg.model.LinearModel;
import io.linreg.model.LinearModels;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line's options on Spark, beside the command line. */
@Tag("spark")
class TrainTest {
    private static final String DATA = "data/advertising.csv";

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        LocalSpark.session();
    }

    private record Result(int exit, String out, String err) {}

    private static Result run(boolean onSpark, List<String> args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Streams streams = new Streams(
                InputStream.nullInputStream(), out, new PrintStream(err, true, StandardCharsets.UTF_8), false);
        String[] words = args.toArray(String[]::new);
        int exit = onSpark ? Cli.run(streams, new SparkTraining(), words) : Cli.run(streams, words);
        return new Result(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static Result onSpark(String... args) {
        return run(true, List.of(args));
    }

    /** By --stream, which holds the same rows out. */
    private LinearModels model(boolean onSpark, String options) {
        Path file = folder.resolve(onSpark ? "spark.json" : "here.json");
        List<String> args = new ArrayList<>(List.of(DATA, "-q", "--device", "cpu", "--model", file.toString()));
        args.addAll(List.of(options.split(" ", -1)));
        if (!onSpark) {
            args.add("--stream");
        }
        Result result = run(onSpark, args);
        assertThat(result.err()).doesNotContain("error");
        assertThat(result.exit()).isZero();
        return LinearModels.load(file);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--solver normal",
                "--solver gd --precision double",
                "--solver normal --no-intercept --test-size 0",
                "--solver normal --alpha 0.5",
                "--solver cd --alpha 0.3 --l1-ratio 0.5 --no-standardize",
                "--cv 5 --alphas 10",
                "--solver lbfgs --precision double --gradient gram",
                "--solver normal --weights newspaper",
                "--solver normal --target sales,radio",
            })
    void theModelIsThatOfTheStreamedRowsToTwelveDigits(String options) {
        List<LinearModel> here = model(false, options).models();
        List<LinearModel> onSpark = model(true, options).models();

        assertThat(onSpark).hasSameSizeAs(here);
        for (int t = 0; t < here.size(); t++) {
            assertThat(onSpark.get(t).features()).isEqualTo(here.get(t).features());
            assertThat(onSpark.get(t).target()).isEqualTo(here.get(t).target());
            assertThat(onSpark.get(t).coefficients())
                    .usingComparatorWithPrecision(1e-12)
                    .containsExactly(here.get(t).coefficients());
            assertThat(onSpark.get(t).intercept()).isCloseTo(here.get(t).intercept(), within(1e-11));
        }
    }

    @Test
    void theReportNamesHeldOutRowsAndTheirFit() {
        Result report = onSpark(DATA, "--solver", "normal", "--summary");
        Result streamed = run(false, List.of(DATA, "--solver", "normal", "--stream", "--summary"));

        assertThat(report.exit()).isZero();
        assertThat(report.out().lines().filter(line -> line.startsWith("held out")))
                .hasSize(1)
                .containsExactlyElementsOf(streamed.out()
                        .lines()
                        .filter(line -> line.startsWith("held out"))
                        .toList());
        assertThat(report.out()).contains("Unnamed: 0", "sales ~ TV + radio + newspaper");
    }

    @Test
    void readsParquetAndOtherSeparators() throws Exception {
        Path parquet = folder.resolve("table.parquet");
        LocalSpark.session()
                .read()
                .option("header", true)
                .csv(DATA)
                .selectExpr("cast(TV as double) TV", "cast(radio as float) radio", "cast(sales as decimal(10,2)) sales")
                .write()
                .parquet(parquet.toString());
        Path semicolons = folder.resolve("table.csv");
        Files.writeString(semicolons, Files.readString(Path.of(DATA)).replace(",", "; "));

        Result fromParquet = onSpark(parquet.toString(), "--json", "--solver", "normal");
        assertThat(fromParquet.err()).isEmpty();
        assertThat(fromParquet.out()).startsWith("{").contains("\"features\" : [ \"TV\", \"radio\" ]");
        Result fromText = onSpark(semicolons.toString(), "--delimiter", ";", "--json", "--solver", "normal");
        assertThat(fromText.exit()).isZero();
        assertThat(fromText.out()).contains("\"newspaper\"");
    }

    private static void assertFails(int exit, List<String> words, String... args) {
        Result result = onSpark(args);
        assertThat(result.err().lines())
                .singleElement()
                .asString()
                .startsWith("error: ")
                .contains(words);
        assertThat(result.exit()).isEqualTo(exit);
        assertThat(result.out()).isEmpty();
    }

    @Test
    void badDataIsAnErrorOfOneLine() throws Exception {
        Path bad = Files.writeString(folder.resolve("bad.csv"), "a,b,y\n1,2,3\n2,x,1\n4,1,2\n");
        assertFails(1, List.of("row 1 of partition 0", "b is NaN"), bad.toString(), "--test-size", "0");
        assertFails(1, List.of("no column \"z\"", "\"a\", \"b\", \"y\""), bad.toString(), "--target", "z");
        assertFails(1, List.of("two of target, feature"), bad.toString(), "--target", "a", "--drop", "a");
        assertFails(
                1,
                List.of("cannot read", "nowhere.csv"),
                folder.resolve("nowhere.csv").toString());
        assertFails(1, List.of("has no GPU"), DATA, "--no-fallback");
    }

    @Test
    void whatAClusterDoesNotDoIsWrongUsage() {
        assertFails(2, List.of("name a file"));
        assertFails(2, List.of("name a file"), "--sql", "select 1");
        assertFails(2, List.of("leave --categorical"), DATA, "--categorical", "auto");
        assertFails(2, List.of("leave --gradient"), DATA, "--gradient", "fused");
        assertFails(2, List.of("needs its rows"), DATA, "--solver", "adam");
    }
}
