package io.linreg.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvEncodingTest {
    private static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final int BUFFER = 1 << 16;

    @Test
    void byteOrderMarkIsNoPartOfTheFirstName() {
        byte[] bytes = Csv.concat(BOM, Csv.utf8("a,b\n1,2\n"));
        assertThat(Csv.records(Csv.of(bytes)).get(0)).containsExactly("a", "b");
        assertThat(Csv.records(Csv.of(Csv.trickle(bytes))).get(0)).containsExactly("a", "b");
        assertThat(Csv.records(Csv.of(Csv.gzip(bytes))).get(0)).containsExactly("a", "b");
    }

    @Test
    void byteOrderMarkBeforeAQuote() {
        byte[] bytes = Csv.concat(BOM, Csv.utf8("\"a,1\",b\n1,2\n"));
        assertThat(Csv.records(Csv.of(bytes)).get(0)).containsExactly("a,1", "b");
    }

    @Test
    void byteOrderMarkAloneIsAnEmptyFile() {
        Csv.assertRefused(() -> Csv.records(Csv.of(BOM)), Csv.NAME, "is empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"é", "価", "😀"})
    void charactersAcrossTheEndOfTheBuffer(String character) {
        for (int before = BUFFER - 8; before <= BUFFER + 2; before++) {
            String name = "x".repeat(before) + character + "y";
            List<List<String>> records = Csv.records(name + ",b\n1,2\n");
            assertThat(records.get(0).get(0).equals(name))
                    .as("%d characters before", before)
                    .isTrue();
            assertThat(records.get(1)).containsExactly("1", "2");
        }
    }

    @Test
    void charactersAcrossTheEndsOfTheReadersOwnBuffers() {
        for (int shift = 0; shift < 4; shift++) {
            String name = "x".repeat(shift) + "a😀é価".repeat(20_000);
            List<List<String>> records = Csv.records(Csv.of(Csv.trickle(Csv.utf8(name + ",b\n1,2\n"))));
            assertThat(records.get(0).get(0).equals(name))
                    .as("shifted by %d", shift)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8192})
    void surrogatePairsThroughBuffersOfAnySize(int size) throws IOException {
        String text = "a😀b😀😀c\uD83D\uDE00";
        Utf8Reader reader = new Utf8Reader(Csv.NAME, Csv.of(text).open());
        StringWriter read = new StringWriter();
        char[] buffer = new char[size];
        for (int n = reader.read(buffer); n >= 0; n = reader.read(buffer)) {
            assertThat(n).isPositive();
            read.write(buffer, 0, n);
        }
        assertThat(read).hasToString(text);
    }

    @Test
    void invalidBytesAreRefusedWithTheirLine() {
        Csv.assertRefused(
                () -> Csv.records(Csv.of("a,b\nx,é\n".getBytes(StandardCharsets.ISO_8859_1))),
                "data.csv, line 2",
                "UTF-8");
        Csv.assertRefused(
                () -> Csv.records(Csv.of("a\rb\r\r\n\r\ré".getBytes(StandardCharsets.ISO_8859_1))), "line 6", "UTF-8");
    }

    @Test
    void invalidByteFarDownIsRefusedWithItsLine() {
        byte[] bytes = Csv.concat(Csv.utf8("a,b\n" + "1,2\n".repeat(40_000)), new byte[] {'1', ',', (byte) 0xFF, '\n'});
        Csv.assertRefused(() -> Csv.records(Csv.of(bytes)), "line 40002", "UTF-8");
        Csv.assertRefused(() -> Csv.records(Csv.of(Csv.trickle(bytes))), "line 40002", "UTF-8");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void characterCutShortAtTheEnd(int kept) {
        byte[] bytes = Csv.concat(Csv.utf8("a,b\n1,"), Arrays.copyOf(Csv.utf8("😀"), kept));
        Csv.assertRefused(() -> Csv.records(Csv.of(bytes)), "line 2", "UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"80", "c080", "e08080", "eda080", "f8888080", "f4908080", "fe", "c3"})
    void overlongSurrogateAndOutOfRangeSequencesAreRefused(String sequence) {
        byte[] bytes = Csv.concat(Csv.utf8("a,b\n1,"), HexFormat.of().parseHex(sequence), Csv.utf8("\n"));
        Csv.assertRefused(() -> Csv.records(Csv.of(bytes)), "line 2", "UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32"})
    void otherEncodingsAreRefused(String charset) {
        Csv.assertRefused(() -> Csv.records(Csv.of("a,b\n1,2\n".getBytes(Charset.forName(charset)))), Csv.NAME);
    }

    @Test
    void utf16WithByteOrderMarkIsNamed() {
        byte[] big = "\uFEFFa,b\n1,2\n".getBytes(StandardCharsets.UTF_16BE);
        byte[] little = "\uFEFFa,b\n1,2\n".getBytes(StandardCharsets.UTF_16LE);
        Csv.assertRefused(() -> Csv.records(Csv.of(big)), "UTF-16", "save the file as UTF-8");
        Csv.assertRefused(() -> Csv.records(Csv.of(little)), "UTF-16", "save the file as UTF-8");
        Csv.assertRefused(() -> Csv.records(Csv.of(Csv.trickle(little))), "UTF-16");
    }

    /** Before bytes that are no text, however many come at a time. */
    @ParameterizedTest
    @ValueSource(strings = {"00", "E9", "C3"})
    void whatIsWrongFirstIsReported(String noText) {
        byte[] bad = HexFormat.of().parseHex(noText);
        byte[] bytes = Csv.concat(Csv.utf8("a,b,y\n1,2,3\n4,5\n6,7,8\n9,"), bad, Csv.utf8(",1\n"));
        Csv.assertRefused(() -> Csv.records(Csv.of(bytes), ','), "line 3", "2 fields");
        Csv.assertRefused(() -> Csv.records(Csv.of(Csv.trickle(bytes)), ','), "line 3", "2 fields");
    }

    @Test
    void zeroBytesAreRefusedWithTheirLine() {
        Csv.assertRefused(() -> Csv.records("a,b\r1,2\r3,\0\r"), "line 3", "zero byte");
    }
}
