package io.linreg.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DelimiterSnifferTest {

    @ParameterizedTest
    @ValueSource(chars = {',', ';', '\t', '|'})
    void eachCandidateIsFound(char delimiter) {
        String text = "a,b,c\n1,2,3\n4,5,6\n".replace(',', delimiter);
        assertThat(DelimiterSniffer.sniff(text)).isEqualTo(delimiter);
        assertThat(Csv.records(text).get(2)).containsExactly("4", "5", "6");
    }

    @Test
    void decimalCommasDoNotMisleadIt() {
        assertThat(DelimiterSniffer.sniff("a;b;c\n1,5;2,5;3,5\n1;2,5;3\n")).isEqualTo(';');
        assertThat(DelimiterSniffer.sniff("a\tb\n1,5\t2,5\n")).isEqualTo('\t');
    }

    @Test
    void quotedTextDoesNotCount() {
        assertThat(DelimiterSniffer.sniff("a;b\n\"x,y,\n,\"\"z\";1\n")).isEqualTo(';');
        assertThat(DelimiterSniffer.sniff("\"a;;;\";\"b\"\n1;2\n")).isEqualTo(';');
    }

    @Test
    void quoteAmidAFieldOpensNothing() {
        assertThat(DelimiterSniffer.sniff("pipe;price\n5\" steel;1,5\n6\"\" brass;2,5\n"))
                .isEqualTo(';');
        assertThat(DelimiterSniffer.sniff("5\";a;b,c\n")).isEqualTo(';');
    }

    @Test
    void blankLinesDoNotCount() {
        assertThat(DelimiterSniffer.sniff("\n  \na,b;c\n \n1;2\n")).isEqualTo(';');
    }

    @Test
    void raggedRowLeavesTheHeadersMostFrequent() {
        assertThat(DelimiterSniffer.sniff("a;b;c\n1;2;3\n4;5\n")).isEqualTo(';');
    }

    @Test
    void steadyBeatsFrequent() {
        assertThat(DelimiterSniffer.sniff("length, mm, inside;width\n1;2\n")).isEqualTo(';');
    }

    @Test
    void nothingToFindIsAComma() {
        assertThat(DelimiterSniffer.sniff("a\n1\n")).isEqualTo(',');
        assertThat(DelimiterSniffer.sniff("")).isEqualTo(',');
    }

    @Test
    void headerLongerThanTheSample() {
        String header = String.join(";", Collections.nCopies(20_000, "xyz"));
        assertThat(DelimiterSniffer.sniff(header.substring(0, DelimiterSniffer.SAMPLE)))
                .isEqualTo(';');
    }

    @Test
    void lineThatTheSampleCutsDoesNotCount() {
        String wide = "x".repeat(DelimiterSniffer.SAMPLE);
        String text = "a,b;c\n1;2\n" + wide;
        assertThat(DelimiterSniffer.sniff(text.substring(0, DelimiterSniffer.SAMPLE)))
                .isEqualTo(';');
    }

    @Test
    void givenDelimiterOverrules() {
        assertThat(Csv.records(Csv.of("a,b;c\n1,2;3\n"), ';'))
                .containsExactly(List.of("a,b", "c"), List.of("1,2", "3"));
        assertThat(Csv.records(Csv.of("a:b\n1:2\n"), ':')).containsExactly(List.of("a", "b"), List.of("1", "2"));
        assertThat(Csv.records(Csv.of("a b\n1 2\n"), ' ')).containsExactly(List.of("a", "b"), List.of("1", "2"));
    }

    @Test
    void emptyFieldsBetweenTabs() {
        assertThat(Csv.records("a\tb\tc\n1\t\t3\n\t\t\n"))
                .containsExactly(List.of("a", "b", "c"), List.of("1", "", "3"), List.of("", "", ""));
    }
}
