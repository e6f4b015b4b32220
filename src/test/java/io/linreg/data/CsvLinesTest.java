package io.linreg.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The line numbers that messages give: those that an editor shows. */
class CsvLinesTest {

    private static List<Long> lines(String text) {
        try (CsvReader csv = new CsvReader(Csv.of(text), ',')) {
            List<Long> lines = new ArrayList<>();
            while (csv.next()) {
                lines.add(csv.line());
            }
            return lines;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void plainRows(String end) {
        assertThat(lines(String.join(end, "a,b", "1,2", "3,4", "5,6"))).containsExactly(2L, 3L, 4L);
        assertThat(lines(String.join(end, "a,b", "1,2", "3,4", ""))).containsExactly(2L, 3L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void blankLinesCount(String end) {
        assertThat(lines(String.join(end, "", "a,b", "", "1,2", "  ", "", "3,4", "", "")))
                .containsExactly(4L, 7L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void rowBeginsWhereItsFirstFieldDoes(String end) {
        String text = String.join(end, "a,b", "\"1", "", "1\",2", "3,\"4", "\"", "", "5,6");
        assertThat(lines(text)).containsExactly(2L, 5L, 8L);
    }

    @Test
    void embeddedLineEndsOfEveryKindInOneFile() {
        assertThat(lines("a,b\n\"x\ry\r\nz\n\",1\n2,3\n\n\"\r\r\n\n\r\",4\n5,6"))
                .containsExactly(2L, 6L, 8L, 13L);
    }

    @Test
    void headerOverSeveralLines() {
        assertThat(lines("\"a\nb\",c\n1,2\n")).containsExactly(3L);
    }

    @Test
    void asOftenAsAsked() {
        try (CsvReader csv = new CsvReader(Csv.of("a,b\n\n\"x\n\",2\n"), null)) {
            assertThat(csv.next()).isTrue();
            assertThat(csv.line()).isEqualTo(3);
            assertThat(csv.line()).isEqualTo(3);
        }
    }

    @Test
    void beyondEveryBuffer() {
        String filler = "1,2\n".repeat(50_000);
        assertThat(lines("a,b\n" + filler + "\"\n\n\",4\n5,6\n")).endsWith(50_001L, 50_002L, 50_005L);
    }
}
