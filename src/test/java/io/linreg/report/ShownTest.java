package io.linreg.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShownTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, 0",
        "1, 1",
        "0.1, 0.1",
        "12345.678, 12345.7",
        "1234567.8, 1234568",
        "-2.5, \u22122.5",
        "0.000123456789, 0.000123457",
        "0.00001, 1e\u22125",
        "6.02214076e23, 6.02214e23",
        "1e10, 1e10",
        "NaN, \u2013",
        "Infinity, \u221e"
    })
    void numbersAreShort(double value, String text) {
        assertThat(Shown.number(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0.0000005, 1 µs", "0.0421, 42.1 ms", "3.14159, 3.14 s", "7200, '7,200.00 s'"})
    void durationsAreInTheirUnit(double seconds, String text) {
        assertThat(Shown.seconds(seconds)).isEqualTo(text);
    }
}
