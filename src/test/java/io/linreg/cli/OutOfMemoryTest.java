package io.linreg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.linreg.Main;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data that the heap does not hold ends in one line that says how much it takes, and what to do. */
class OutOfMemoryTest {
    private static final int ROWS = 200_000;
    private static final String ROW = "1,2.5,3.25,4,5,6,7,8,9,10,11,12,13,14,15,16\n";

    @TempDir
    private Path folder;

    @Test
    void aFileTellsWhatItTakes() throws Exception {
        Path data = folder.resolve("data.csv");
        Files.writeString(data, header() + ROW.repeat(ROWS));

        String error = error(data);

        Matcher told = Pattern.compile(
                        "takes about (\\d+) MB .*java -Xmx(\\d+)m, leave columns out with --drop, or use --stream")
                .matcher(error);
        assertThat(told.find()).as(error).isTrue();
        int numbers = (int) ((ROWS * 16L * (Double.BYTES + Float.BYTES)) >> 20);
        assertThat(Integer.parseInt(told.group(1))).isBetween(numbers, 2 * numbers + 64);
        assertThat(error).startsWith("error: " + data).contains("Java may use");
    }

    @Test
    void textRecordsDoTheSame() throws Exception {
        Path data = folder.resolve("data.csv");
        Files.writeString(data, header() + "\"1\"" + ROW.substring(1) + ROW.repeat(ROWS));

        assertThat(error(data)).containsPattern("takes about \\d+ MB");
    }

    @Test
    void aCompressedFileDoesToo() throws Exception {
        Path data = folder.resolve("data.csv.gz");
        try (BufferedWriter out = new BufferedWriter(
                new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(data)), StandardCharsets.UTF_8))) {
            out.write(header());
            for (int i = 0; i < ROWS; i++) {
                out.write(ROW);
            }
        }

        assertThat(error(data)).containsPattern("takes about \\d+ MB");
    }

    private static String header() {
        return "a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p\n";
    }

    private static String error(Path data) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx24m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        data.toString(),
                        "--device",
                        "cpu"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        String error = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(error).isEqualTo(1);
        assertThat(error.lines()).as(error).hasSize(1);
        return error;
    }
}
