package io.linreg.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What training on Spark tells, beside the command line. */
@Tag("spark")
class TrainTest {
    private static final String DATA = "data/advertising.csv";

    @TempDir
    private Path folder;

    @Test
    void theReportIsThatOfTheStreamedRows() {
        TrainShell spark = TrainShell.onSpark(DATA, "--solver", "normal", "--summary");
        TrainShell streamed = TrainShell.here(DATA, "--solver", "normal", "--stream", "--summary", "--device", "cpu");

        assertThat(spark.exit()).isZero();
        assertThat(spark.out()).contains("Unnamed: 0", "sales ~ TV + radio + newspaper", "held out");
        assertThat(untimed(spark.out())).isEqualTo(untimed(streamed.out()));
    }

    private static List<String> untimed(String report) {
        return report.lines().filter(line -> !line.contains(" s: ")).toList();
    }

    @Test
    void epochsReadAgainWhereMomentsAreNotAskedFor() {
        String options = "--epochs 5 --precision double --gradient fused --device cpu";
        TrainShell.assertSameModels(folder, DATA, options);
        TrainShell.assertSameModels(folder, DATA, options + " --weights newspaper --categorical radio");
        assertThat(TrainShell.onSpark(TrainShell.words(options.replace("5", "1"), DATA))
                        .err())
                .contains("every epoch of --gradient fused reads the data again");
    }

    @Test
    void badDataIsAnErrorOfOneLine() throws Exception {
        Path bad = Files.writeString(folder.resolve("bad.csv"), "a,b,y\n1,2,3\n2,x,1\n4,1,2\n");
        TrainShell.assertFails(
                1,
                List.of("bad.csv, row 1 of partition 0 (both from 0), column \"b\": \"x\" is not a number; correct it,"
                        + " name the column with --categorical"),
                bad.toString());
        TrainShell.assertFails(1, List.of("no column \"z\"", "\"a\", \"b\", \"y\""), bad.toString(), "--target", "z");
        TrainShell.assertFails(
                1, List.of("column \"a\" is the target"), bad.toString(), "--target", "a", "--drop", "a");
        TrainShell.assertFails(
                1,
                List.of("cannot read", "nowhere.csv"),
                folder.resolve("nowhere.csv").toString());
        TrainShell.assertFails(
                1, List.of("executor driver", " has no GPU: Spark assigned none"), DATA, "--no-fallback");
        Path negative = Files.writeString(folder.resolve("weights.csv"), "w,a,y\n1,2,3\n-2,1,1\n4,1,2\n");
        TrainShell.assertFails(
                1,
                List.of("the weight in row 1 of partition 0 (both from 0) is -2.0"),
                negative.toString(),
                "--weights",
                "w");
        Path header = Files.writeString(folder.resolve("header.csv"), "a,y\n");
        TrainShell.assertFails(1, List.of("has columns but no rows"), header.toString());
    }

    @Test
    void aLineOfAnotherLengthIsAnError() throws Exception {
        Path longer = Files.writeString(folder.resolve("longer.csv"), "a,b,y\n1,2,3\n2,1,5,1\n4,1,2\n");
        TrainShell.assertFails(
                1, List.of("row 1 of partition 0", "\"2,1,5,1\" has not as many fields"), longer.toString());
        Path shorter = Files.writeString(folder.resolve("shorter.csv"), "a,b,y\n1,2,3\n2,1,5\n4\n");
        TrainShell.assertFails(
                1,
                List.of("row 2 of partition 0", "has not as many fields"),
                shorter.toString(),
                "--drop",
                "b",
                "--test-size",
                "0");
    }
}
