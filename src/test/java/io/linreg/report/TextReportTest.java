package io.linreg.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextReportTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0.00000",
        "-1234.5678, -1234.57",
        "123456789, 123456789",
        "1700000123, 1.70000e+09",
        "-1.2345678e-5, -1.23457e-05",
        "NaN, n/a"
    })
    void numbersHaveSixDigits(double value, String text) {
        assertThat(TextReport.number(value)).isEqualTo(text);
    }
}
