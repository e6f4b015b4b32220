package io.linreg.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {

    @ParameterizedTest
    @CsvSource({
        "12, 12",
        "-1.5, -1.5",
        "+2, 2",
        ".5, 0.5",
        "-.5, -0.5",
        "5., 5",
        "007, 7",
        "1e-5, 0.00001",
        "1E5, 100000",
        "1e+5, 100000",
        "-0, -0.0",
        "0.1, 0.1",
        "123456789012345678901234567890, 1.2345678901234568E29",
        "2.2250738585072011e-308, 2.225073858507201E-308",
        "4.9e-324, 4.9E-324",
        "1.7976931348623157e308, 1.7976931348623157E308"
    })
    void usualNotations(String text, double value) {
        assertThat(Numbers.parse(text)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"inf", "Inf", "INF", "Infinity", "infinity", "+inf", "+Infinity", "1e309", "9e999999999999"})
    void infinities(String text) {
        assertThat(Numbers.parse(text)).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-inf", "-Inf", "-INF", "-Infinity", "-infinity", "-1e309"})
    void negativeInfinities(String text) {
        assertThat(Numbers.parse(text)).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0x10",
                "0X10",
                "0x1p3",
                "0x1p-3",
                "1d",
                "1D",
                "1f",
                "1F",
                "1.5d",
                "1_000",
                "--1",
                "+-1",
                "-+inf",
                "1-",
                "1e",
                "1e+",
                "e5",
                ".",
                "-",
                "+",
                ".e1",
                "1.2.3",
                "1,5",
                "1 000",
                "1'000",
                "twelve",
                "true",
                "NaN",
                "-nan",
                "in",
                "inff",
                "infinit",
                "١٢",
                "１２",
                "½",
                "1%",
                "$1",
                "€1",
                "12:30",
                "2024-01-01",
                "0b1",
                "1L",
                "#1",
                "1\u00a0000",
                "1e5.0",
                "\"1\""
            })
    void refused(String text) {
        assertThatThrownBy(() -> Numbers.parse(text)).isInstanceOf(NumberFormatException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "NA", "N/A", "n/a", "#N/A", "<NA>", "NaN", "nan", "-nan", "-NaN", "NULL", "null", "None"})
    void wordsForNoValue(String text) {
        assertThat(Numbers.isMissing(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "none at all", "na ", "inf", "-", "."})
    void otherTextIsNotMissing(String text) {
        assertThat(Numbers.isMissing(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"de-DE", "fr-FR", "tr-TR", "ar-EG", "hi-IN-u-nu-deva", "de-CH"})
    void theLocaleDoesNotMatter(String tag) {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag(tag));
            assertThat(Numbers.parse("1234.5")).isEqualTo(1234.5);
            assertThatThrownBy(() -> Numbers.parse("1234,5")).isInstanceOf(NumberFormatException.class);
            Dataset data = Csv.read("a,b\n1.5,1E3\n").dataset();
            assertThat(data.x(0, 0)).isEqualTo(1.5);
            assertThat(data.y(0)).isEqualTo(1000);
            Csv.assertRefused(() -> Csv.read("a,b\n" + "1,2\n".repeat(1998) + "1,\"x\n"), "line 2000: the quote");
            Csv.assertRefused(
                    () -> Csv.read("a,b\n" + "1,2\n".repeat(1998) + "1,\"x\" y\n"), "line 2000: there is text");
            Csv.assertRefused(() -> Csv.read("a,b\n" + "1,2\n".repeat(1998) + "1,x\n"), "line 2000, column \"b\"");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Property(tries = 3000)
    void everyDoubleSurvivesItsText(@ForAll long bits) {
        double value = Double.longBitsToDouble(bits);
        if (Double.isFinite(value)) {
            assertThat(Numbers.parse(Double.toString(value))).isEqualTo(value);
            assertThat(Numbers.parse(Double.toString(value).toLowerCase(Locale.ROOT)))
                    .isEqualTo(value);
        }
    }

    @Property(tries = 100)
    void everyFileKeepsItsDoubles(@ForAll List<Double> values) {
        StringBuilder text = new StringBuilder("x,y\n");
        values.forEach(value -> text.append(value).append(',').append(value).append('\n'));
        if (!values.isEmpty()) {
            Dataset data = Csv.read(text.toString()).dataset();
            for (int i = 0; i < values.size(); i++) {
                assertThat(data.x(i, 0)).isEqualTo(values.get(i));
                assertThat(data.y(i)).isEqualTo(values.get(i));
            }
        }
    }

    @Property(tries = 2000)
    void textIsANumberOrRefused(@ForAll String text) {
        try {
            assertThat(Numbers.parse(text)).isNotNaN();
        } catch (NumberFormatException e) {
            assertThat(e).isExactlyInstanceOf(NumberFormatException.class);
        }
    }

    @Test
    void numbersOfManyDigitsTakeNoTime() {
        assertThat(Numbers.parse("1".repeat(1_000_000))).isInfinite();
        assertThat(Numbers.parse("0." + "1".repeat(1_000_000))).isEqualTo(1 / 9.0);
    }
}
