package io.linreg.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvReaderTest {
    private static final List<List<String>> TWO_BY_TWO =
            List.of(List.of("a", "b"), List.of("1", "2"), List.of("3", "4"));

    @Test
    void headerAndRows() {
        assertThat(Csv.records("a,b\n1,2\n3,4\n")).isEqualTo(TWO_BY_TWO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void everyLineEnd(String end) {
        assertThat(Csv.records(String.join(end, "a,b", "1,2", "3,4", ""))).isEqualTo(TWO_BY_TWO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void lastLineWithoutEnd(String end) {
        assertThat(Csv.records(String.join(end, "a,b", "1,2", "3,4"))).isEqualTo(TWO_BY_TWO);
    }

    @Test
    void lineEndsMayBeMixed() {
        assertThat(Csv.records("a,b\r1,2\r\n3,4\n")).isEqualTo(TWO_BY_TWO);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n\na,b\n\n1,2\n\n\n3,4\n\n",
                "\r\n\r\na,b\r\n\r\n1,2\r\n3,4\r\n\r\n",
                "  \na,b\n   \n1,2\n \t \n3,4\n  ",
                "\t\na,b\n\t\n1,2\n3,4\n\t"
            })
    void blankLinesAreSkipped(String text) {
        assertThat(Csv.records(text)).isEqualTo(TWO_BY_TWO);
    }

    @Test
    void spacesRoundFieldsAndBeforeQuotesAreNoPartOfThem() {
        assertThat(Csv.records(" a ,  b\n1 , 2 \n \"3\" , \"4\" \n")).isEqualTo(TWO_BY_TWO);
    }

    @Test
    void quotedFieldsHoldDelimitersLineEndsAndDoubledQuotes() {
        assertThat(Csv.records("\"a,1\",\"b\nc\"\n\"x\"\"y\",\"\"\"\"\n\"p\r\nq\",\"r\rs\"\n"))
                .containsExactly(List.of("a,1", "b\nc"), List.of("x\"y", "\""), List.of("p\r\nq", "r\rs"));
    }

    @Test
    void spacesWithinQuotesStay() {
        assertThat(Csv.records("a,b\n\" x \",y\n").get(1)).containsExactly(" x ", "y");
    }

    @Test
    void quoteAmidAFieldIsAnOrdinaryCharacter() {
        assertThat(Csv.records("a,b\n5\" pipe,6\"\n").get(1)).containsExactly("5\" pipe", "6\"");
    }

    @Test
    void emptyFieldsAtEveryPlace() {
        assertThat(Csv.records("a,b,c\n,,\n\"\",x,\n"))
                .containsExactly(List.of("a", "b", "c"), List.of("", "", ""), List.of("", "x", ""));
    }

    @Test
    void lastFieldEmptyAndNoLineEnd() {
        assertThat(Csv.records("a,b\n1,").get(1)).containsExactly("1", "");
    }

    @Test
    void namelessColumnsAreNumberedByPosition() {
        assertThat(Csv.records(",b,\" \",\n1,2,3,4\n").get(0))
                .containsExactly("Unnamed: 0", "b", "Unnamed: 2", "Unnamed: 3");
    }

    @Test
    void namesAreStripped() {
        assertThat(Csv.records("\" a \",\"\tb\"\n1,2\n").get(0)).containsExactly("a", "b");
    }

    @Test
    void namesInAnyScript() {
        assertThat(Csv.records("größe,価格,цена,😀\n1,2,3,4\n").get(0)).containsExactly("größe", "価格", "цена", "😀");
    }

    @Test
    void headerAloneHasNoRows() {
        assertThat(Csv.records("a,b")).containsExactly(List.of("a", "b"));
    }

    @Test
    void oneColumn() {
        assertThat(Csv.records("a\n1\n\n2\n")).containsExactly(List.of("a"), List.of("1"), List.of("2"));
    }

    @Test
    void fileOnDisk(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("größe.csv"), "a,b\n1,2\n3,4\n");
        assertThat(Csv.records(Source.file(file))).isEqualTo(TWO_BY_TWO);
    }

    @Test
    void streamIsReadByteByByteAndLeftOpen() {
        boolean[] closed = {false};
        InputStream in = new ByteArrayInputStream(Csv.utf8("a,b\n1,2\n3,4\n")) {
            @Override
            public synchronized int read(byte[] to, int offset, int length) {
                return super.read(to, offset, Math.min(1, length));
            }

            @Override
            public void close() {
                closed[0] = true;
            }
        };
        assertThat(Csv.records(Csv.of(in))).isEqualTo(TWO_BY_TWO);
        assertThat(closed[0]).isFalse();
    }

    @Test
    void bundledAdvertisingData() {
        DatasetReader.Result result = Csv.read(Source.advertising(), new ColumnChoice("sales", List.of(), List.of()));
        assertThat(result.leftOut()).extracting(LeftOut::column).containsExactly("Unnamed: 0");
        assertThat(result.dataset().features()).containsExactly("TV", "radio", "newspaper");
        assertThat(result.dataset().rows()).isEqualTo(200);
        assertThat(result.dataset().x(0, 0)).isEqualTo(230.1);
        assertThat(result.dataset().y(199)).isEqualTo(13.4);
    }
}
