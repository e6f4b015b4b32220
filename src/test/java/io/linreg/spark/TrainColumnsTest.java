package io.linreg.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.linreg.model.LinearModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Words, gaps and products: a partition knows a part of them, and together they make the design of {@code --stream}. */
@Tag("spark")
class TrainColumnsTest {
    private static final String SPLITS = "spark.sql.files.maxPartitionBytes";

    @TempDir
    private static Path tables;

    private static Path houses;

    @TempDir
    private Path folder;

    /** Gaps; levels that some partitions lack, or have in other order; numbers as levels; weights; a column that numbers the rows. */
    @BeforeAll
    static void write() throws IOException {
        Random random = new Random(7);
        String[] cities = {"Oslo", "Bergen", "\"Å, by\"", "Aarhus", "Rare"};
        StringBuilder text = new StringBuilder(",area,city,k,w,rooms,price\n");
        for (int i = 0; i < 400; i++) {
            int city = i == 390 ? 4 : Math.min(i / 100 + random.nextInt(2), 3);
            text.append(i)
                    .append(',')
                    .append(random.nextInt(15) == 0 ? "" : 40 + 100 * random.nextDouble())
                    .append(',')
                    .append((random.nextInt(20) == 0 && i != 390) || i < 30 ? "NA" : cities[city])
                    .append(',')
                    .append(random.nextInt(3) == 0 ? "10" : "2")
                    .append(',')
                    .append(i == 390 ? 1 : random.nextInt(4))
                    .append(',')
                    .append(1 + random.nextInt(5))
                    .append(',')
                    .append(3 + random.nextGaussian())
                    .append('\n');
        }
        houses = Files.writeString(tables.resolve("houses.csv"), text);
    }

    @AfterEach
    void asBefore() {
        LocalSpark.session().conf().unset(SPLITS);
    }

    private static void inPartitionsOf(int bytes) {
        LocalSpark.session().conf().set(SPLITS, Integer.toString(bytes));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--solver normal --categorical auto,k --missing mean --poly area:3 --interact area:city,k:rooms",
                "--solver normal --categorical city --missing drop --weights w",
                "--solver normal --categorical auto --missing mean --weights w --target price,rooms",
                "--solver gd --precision double --categorical auto --missing drop --interact city:k",
                "--cv 3 --alphas 5 --categorical city --missing mean",
                "--solver lbfgs --precision double --gradient fused --epochs 3 --categorical auto --missing mean",
            })
    void theModelIsThatOfTheStreamedRows(String options) {
        String all = options + " --device cpu -q";
        List<LinearModel> one =
                TrainShell.assertSameModels(folder, houses.toString(), all); // with the same held-out rows
        assertThat(one.get(0).design().inputs()).contains("area", "city").doesNotContain("Unnamed: 0");

        inPartitionsOf(8000);
        if (!options.contains("--cv")) { // folds go by row numbers, which are others then
            TrainShell.assertSameModels(folder, houses.toString(), all + " --test-size 0");
        }
    }

    @Test
    void theModelPredictsFromTheTableItself() {
        String options =
                "--solver normal --categorical auto,k --missing mean --poly area:2 --interact area:city -q --device cpu";
        TrainShell.assertSameModels(folder, houses.toString(), options);

        TrainShell spark = TrainShell.here("predict", "--model", folder + "/spark.json", houses.toString());
        TrainShell here = TrainShell.here("predict", "--model", folder + "/here.json", houses.toString());
        assertThat(spark.exit()).isZero();
        assertThat(spark.out()).hasLineCount(401).isEqualTo(here.out());
    }

    @Test
    void warningsAreThoseOfTheStreamedRows() {
        String options = "--categorical auto --missing mean --solver normal --weights w --split-seed 3 -q --device cpu";
        TrainShell spark = TrainShell.onSpark(TrainShell.words(options, houses.toString()));
        TrainShell here = TrainShell.here(TrainShell.words(options, houses.toString(), "--stream"));

        assertThat(spark.err()).isEqualTo(here.err()).contains("is read twice", "of weight 0 left out", "city=Rare");
    }

    @Test
    void everyRunGivesTheSameBits() throws IOException {
        inPartitionsOf(2000);
        String options = "--categorical auto --missing mean --solver normal -q --model ";
        for (String name : List.of("a", "b")) {
            TrainShell.onSpark(TrainShell.words(options + folder.resolve(name), houses.toString()));
        }
        assertThat(Files.readAllBytes(folder.resolve("a"))).isEqualTo(Files.readAllBytes(folder.resolve("b")));
    }

    /** What --stream finds at a line, where it has read all those before, partitions may find together. */
    @Test
    void whatCannotBeLearntFromIsAnErrorOfOneLine() throws IOException {
        Path halves = Files.createDirectories(folder.resolve("halves.csv"));
        StringBuilder mixed = new StringBuilder("x,y\n");
        StringBuilder many = new StringBuilder("x,y\n");
        for (int i = 0; i < 1500; i++) {
            mixed.append(i < 900 ? "word" : "12").append(',').append(i).append('\n');
            many.append("level ").append(i).append(',').append(i).append('\n');
        }
        Files.writeString(halves.resolve("1.csv"), mixed.substring(0, mixed.indexOf("12,")));
        Files.writeString(halves.resolve("2.csv"), "x,y\n" + mixed.substring(mixed.indexOf("12,")));
        String mixedFile = Files.writeString(folder.resolve("mixed.csv"), mixed).toString();
        String manyFile = Files.writeString(folder.resolve("many.csv"), many).toString();
        TrainShell.assertFails(
                1, List.of("row 900 of partition 0", "\"12\" is a number"), mixedFile, "--categorical", "auto");
        TrainShell.assertFails(1, List.of("level 1001 of the column"), manyFile, "--categorical", "auto");
        TrainShell.assertFails(
                1,
                List.of("houses.csv, row ", "column \"city\": \"NA\" is a missing value"),
                houses.toString(),
                "--categorical",
                "auto",
                "--drop",
                "area");
        TrainShell.assertFails(
                1,
                List.of("the term \"z^2\" needs \"z\", which is no feature"),
                houses.toString(),
                "--poly",
                "z:2",
                "--categorical",
                "auto",
                "--missing",
                "drop");

        inPartitionsOf(4000);
        for (String missing : List.of("drop", "mean")) {
            TrainShell.assertFails(
                    1,
                    List.of("halves.csv: column \"x\" has words in some rows and numbers in others", "--categorical"),
                    halves.toString(),
                    "--categorical",
                    "auto",
                    "--missing",
                    missing);
        }
        TrainShell.assertFails(
                1,
                List.of("many.csv: column \"x\" has ", "more than 1000 are not supported"),
                manyFile,
                "--categorical",
                "x");
    }
}
