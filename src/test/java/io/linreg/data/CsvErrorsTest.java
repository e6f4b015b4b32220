package io.linreg.data;

import static io.linreg.data.Csv.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.linreg.base.LinregException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no data: one line that says where and what to do. */
class CsvErrorsTest {
    @TempDir
    Path folder;

    @Test
    void missingFile() {
        Path file = folder.resolve("none.csv");
        assertRefused(() -> Csv.read(Source.file(file)), "no such file: " + file);
    }

    @Test
    void folderThatIsAFile() throws IOException {
        Path file = Files.createFile(folder.resolve("file")).resolve("data.csv");
        assertRefused(() -> Csv.read(Source.file(file)), "cannot read " + file);
    }

    @Test
    void directory() {
        assertRefused(() -> Csv.read(Source.file(folder)), folder + " is a directory");
    }

    @Test
    void namesWithControlCharactersStayOnOneLine() throws IOException {
        Path odd = Files.createDirectory(folder.resolve("a\nb\u2028c"));
        assertRefused(() -> Csv.read(Source.file(odd)), "is a directory");
        assertRefused(() -> Csv.read(Source.file(odd.resolve("x\r.csv"))), "no such file");
        assertRefused(() -> Csv.read(Source.stream("in\nput", InputStream.nullInputStream())), "is empty");
    }

    @Test
    void unreadableFile() throws IOException {
        assumeFalse("root".equals(System.getProperty("user.name")), "root reads every file");
        Path file = Files.writeString(folder.resolve("secret.csv"), "a,b\n1,2\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        assertRefused(() -> Csv.read(Source.file(file)), file.toString(), "permission denied");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n\r\n", "   ", " \n\t\n", "\"\"", "\" \"\n"})
    void emptyFile(String text) {
        assertRefused(() -> Csv.read(text), Csv.NAME + " is empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b", "a,b\n", "a,b\n\n  \n", ",b\n"})
    void headerAlone(String text) {
        assertRefused(() -> Csv.read(text), Csv.NAME + " has a header but no rows");
    }

    @Test
    void oneColumn() {
        assertRefused(() -> Csv.read("a\n1\n2\n"), Csv.NAME + " has one column", "--delimiter");
        assertRefused(() -> Csv.read("a:b\n1:2\n"), Csv.NAME + " has one column", "--delimiter");
    }

    @Test
    void shortRow() {
        assertRefused(() -> Csv.read("a,b,c\n1,2,3\n4,5\n"), "data.csv, line 3: 2 fields where the header has 3");
        assertRefused(() -> Csv.read("a,b,c\n1,2,3\n4"), "data.csv, line 3: 1 field where the header has 3");
    }

    @Test
    void longRow() {
        assertRefused(() -> Csv.read("a,b\n1,2,3\n"), "data.csv, line 2: 3 fields where the header has 2");
        assertRefused(() -> Csv.read("a,b\n1,2,\n"), "data.csv, line 2: 3 fields");
        assertRefused(() -> Csv.records("a\n1\n2,3\n"), "data.csv, line 3: 2 fields where the header has 1");
    }

    @Test
    void raggedRowAfterBlankLinesAndEmbeddedLineEnds() {
        assertRefused(() -> Csv.read("a,b\r\n\r\n\"x\r\ny\",2\r\n  \r\n1\r\n"), "data.csv, line 6: 1 field");
        assertRefused(() -> Csv.read("a,b\n1,2\n\n\"x\n\n\",2,3\n"), "data.csv, line 4: 3 fields");
    }

    @Test
    void duplicateName() {
        assertRefused(
                () -> Csv.read("a,b, a \n1,2,3\n"),
                "data.csv, line 1: columns 1 and 3 are both called \"a\"; rename one");
        assertRefused(() -> Csv.read(",Unnamed: 0\n1,2\n"), "columns 1 and 2", "\"Unnamed: 0\"");
        assertRefused(() -> Csv.read("\n\n\"a\nb\",\"a\nb\"\n"), "line 3");
    }

    @Test
    void wordInANumericColumn() {
        assertRefused(
                () -> Csv.read("a,b\n1,2\n3,many\n"),
                "data.csv, line 3, column \"b\": \"many\" is not a number; correct it, or choose another target");
    }

    @Test
    void emptyCell() {
        assertRefused(() -> Csv.read("a,b\n1,2\n,4\n"), "data.csv, line 3, column \"a\": the cell is empty", "--drop");
        assertRefused(() -> Csv.read("a,b\n1,2\n\"\",4\n"), "line 3, column \"a\": the cell is empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "nan", "NA", "null"})
    void missingValue(String word) {
        assertRefused(
                () -> Csv.read("a,b\n1,2\n3," + word + "\n"),
                "data.csv, line 3, column \"b\": \"" + word
                        + "\" is a missing value; fill it, remove the row, give --missing drop, or choose another target");
    }

    @ParameterizedTest
    @ValueSource(strings = {"inf", "-Infinity", "+INF"})
    void infinity(String word) {
        assertRefused(
                () -> Csv.read("a,b\n1,2\n" + word + ",4\n"),
                "data.csv, line 3, column \"a\": " + word + " is not finite");
    }

    @Test
    void beyondDouble() {
        assertRefused(
                () -> Csv.read("a,b\n1,2\n-1e400,4\n"),
                "data.csv, line 3, column \"a\": -1e400 is beyond the range of a double");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e39", "-3.5e38", "1e-39", "-4.9e-324", "3.4028235e38"})
    void beyondFloatAndFineInDouble(String number) {
        String text = "a,b\n1,2\n3," + number + "\n";
        ColumnChoice all = ColumnChoice.target("b");
        assertRefused(
                () -> DatasetReader.read(Csv.of(text), null, all, Precision.FLOAT),
                "data.csv, line 3, column \"b\": " + number
                        + " is beyond the range of a float; use --precision double");
        Dataset data =
                DatasetReader.read(Csv.of(text), null, all, Precision.DOUBLE).dataset();
        assertThat(data.y(1)).isEqualTo(Double.parseDouble(number));
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.4028234663852886e38", "-3.4028234663852886e38", "1.1754943508222875e-38", "0", "-0.0"})
    void theEndsOfFloatAreWithin(String number) {
        Dataset data = DatasetReader.read(
                        Csv.of("a,b\n1," + number + "\n"), null, ColumnChoice.target("b"), Precision.FLOAT)
                .dataset();
        assertThat(data.y(0)).isEqualTo(Double.parseDouble(number));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1,5", "-1,5", ",5", "1,5e-3"})
    void decimalComma(String number) {
        assertRefused(
                () -> Csv.read("a;b\n1;2\n" + number + ";4\n"),
                "data.csv, line 3, column \"a\": \"" + number + "\" is not a number; write a decimal point");
    }

    @Test
    void anEmptyTarget() {
        assertRefused(
                () -> Csv.read("a,b\n1,2\n3,\n"),
                "data.csv, line 3, column \"b\": the cell is empty; fill it, remove the row, give --missing drop, or choose another target with --target");
    }

    @Test
    void theFirstBadCellByLineIsNamed() {
        assertRefused(() -> Csv.read("a,b,c\n1,2,3\n4,5,6\n7,8,x\n9,,1\ny,1,1\n"), "line 4, column \"c\"");
        assertRefused(() -> Csv.read("a,b,c\n1,2,3\n4,,6\n7,8,x\ny,1,1\n"), "line 3, column \"b\"");
        assertRefused(() -> Csv.read("a,b,c\n1,2,inf\n4,,6\nx,8,x\n"), "line 2, column \"c\"");
        assertRefused(() -> Csv.read("a,b\n1,2\nNA,3\nx,3\ninf,3\n"), "line 3, column \"a\"");
        assertRefused(() -> Csv.read("a,b\n1,2\ninf,3\nNA,3\nx,3\n"), "line 3, column \"a\"");
    }

    @Test
    void ofTwoBadCellsOnALineTheLeftOneIsNamed() {
        ColumnChoice choice = new ColumnChoice("a", List.of("c", "b"), List.of());
        assertRefused(() -> Csv.read(Csv.of("a,b,c\n1,2,3\nx,y,z\n"), choice), "line 3, column \"a\"");
        assertRefused(() -> Csv.read(Csv.of("a,b,c\n1,2,3\n1,,z\n"), choice), "line 3, column \"b\"");
    }

    @Test
    void badCellAfterAnEmbeddedLineEndInAColumnThatIsNotUsed() {
        ColumnChoice choice = new ColumnChoice("b", List.of(), List.of("t"));
        assertRefused(() -> Csv.read(Csv.of("a,t,b\n1,\"x\ny\",2\n\n3,\"\n\n\",z\n"), choice), "line 5, column \"b\"");
    }

    @Test
    void longAndHostileCellsAreShownInBrief() {
        String cell = "\"" + "long\n\u2028 \u0085".repeat(100_000) + "\"";
        assertRefused(() -> Csv.read("a,b\n1," + cell + "\n"), "line 2, column \"b\"");
        String digits = "9".repeat(100_000);
        for (String text : new String[] {cell, digits, "-" + digits + "\u0007"}) {
            try {
                Csv.read("a,b\n1," + text + "\n");
                assertThat(text).as("was read").isEmpty();
            } catch (LinregException e) {
                assertThat(e.getMessage()).hasSizeLessThan(300);
                Csv.assertOneLine(e.getMessage());
            }
        }
    }

    @Test
    void unclosedQuote() {
        assertRefused(
                () -> Csv.read("a,b\n1,2\n3,\"4\n5,6\n"), "data.csv, line 3: the quote that opens here never closes");
        assertRefused(() -> Csv.read("a,\"b\n"), "data.csv, line 1: the quote");
        assertRefused(() -> Csv.read("a,b\n\n\n\"x\n\",\"4\n\n"), "data.csv, line 5: the quote");
    }

    @Test
    void textAfterAClosingQuote() {
        assertRefused(
                () -> Csv.read("a,b\n1,2\n\"3\"x,4\n5,6\n"),
                "data.csv, line 3: there is text between a closing quote and the delimiter");
        assertRefused(() -> Csv.read("a,b\n\n\"3\n\n\" \"4\",4\n"), "data.csv, line 5: there is text");
    }

    @Test
    void recordWithoutEnd() {
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            assertRefused(() -> Csv.read(Csv.of(Csv.endless("a,b\n1,2\n1,\"", "x\n"))), "data.csv, line 3", "quote");
            assertRefused(() -> Csv.read(Csv.of(Csv.endless("a,b\n1,", "9"))), "data.csv, line 2", "record");
            assertRefused(() -> Csv.read(Csv.of(Csv.endless("a,b\n", "\n"))), "data.csv, line 2", "record");
            assertRefused(() -> Csv.read(Csv.of(Csv.endless("", "aa"))), "data.csv, line 1", "record");
            assertRefused(() -> Csv.read(Csv.of(Csv.endless("", " "))), "data.csv, line 1", "record");
            assertRefused(() -> Csv.read(Csv.of(Csv.endless("", "name,"))), "data.csv, line 1", "record");
        });
    }

    @Test
    void moreColumnsThanAnyHonestTable() {
        assertRefused(() -> Csv.read(",".repeat(2_000_000) + "\n"), "data.csv, line 1", "2000001 columns");
    }

    @Test
    void streamThatFails() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the disk\nis gone");
            }

            @Override
            public int read(byte[] to, int offset, int length) throws IOException {
                return read();
            }
        };
        assertRefused(() -> Csv.read(Csv.of(broken)), "cannot read data.csv: the disk");
    }
}
