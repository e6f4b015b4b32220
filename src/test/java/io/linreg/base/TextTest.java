package io.linreg.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TextTest {

    @Test
    void oneLineHasNoControlCharacters() {
        assertThat(Text.oneLine("a\nb\rc\td\0e\u001bf\u007fg\u0085h\u2028i\u2029j"))
                .isEqualTo("a\uFFFDb\uFFFDc\uFFFDd\uFFFDe\uFFFDf\uFFFDg\uFFFDh\uFFFDi\uFFFDj");
        assertThat(Text.oneLine("größe 😀")).isEqualTo("größe 😀");
    }

    @Test
    void quotesAreShortAndKeepCharactersWhole() {
        assertThat(Text.quote("a\nb")).isEqualTo("\"a\uFFFDb\"");
        assertThat(Text.quote("x".repeat(60))).isEqualTo("\"" + "x".repeat(60) + "\"");
        assertThat(Text.quote("x".repeat(61))).isEqualTo("\"" + "x".repeat(60) + "...\"");
        assertThat(Text.quote("x".repeat(59) + "😀😀")).isEqualTo("\"" + "x".repeat(59) + "...\"");
        assertThat(Text.quote("x".repeat(58) + "😀😀")).isEqualTo("\"" + "x".repeat(58) + "😀...\"");
    }

    @Test
    void namesAreTenAtMost() {
        assertThat(Text.names(List.of("a", "b"))).isEqualTo("\"a\", \"b\"");
        List<String> twelve = IntStream.range(0, 12).mapToObj(Integer::toString).toList();
        assertThat(Text.names(twelve)).startsWith("\"0\", ").endsWith("\"9\" and 2 more");
        assertThat(Text.names(twelve.subList(0, 10))).endsWith("\"9\"");
    }

    @Test
    void countsWithTheirNoun() {
        assertThat(Text.count(0, "row")).isEqualTo("0 rows");
        assertThat(Text.count(1, "row")).isEqualTo("1 row");
        assertThat(Text.count(2, "row")).isEqualTo("2 rows");
    }

    @Test
    void reasons() {
        assertThat(Text.reason(new IOException("no\nspace"))).isEqualTo("no\uFFFDspace");
        assertThat(Text.reason(new IOException())).isEqualTo("IOException");
        assertThat(Text.reason(new IOException(" "))).isEqualTo("IOException");
    }
}
