package io.linreg.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AxisScaleTest {
    @ParameterizedTest
    @CsvSource({
        "0, 1",
        "-3, 7",
        "1e-300, 3e-300",
        "-1e300, 1e300",
        "1e9, 1000000001",
        "5, 5",
        "0, 0",
        "-2e-12, 1e-12",
        "1e15, 2e15"
    })
    void axisIsOfModestSizeAndHoldsItsData(double min, double max) {
        AxisScale scale = AxisScale.linear(min, max);
        assertThat(scale.high() - scale.low()).isBetween(0.9, 25.0);
        for (double place : scale.toAxis(min, max)) {
            assertThat(place).isFinite().isBetween(scale.low(), scale.high());
        }
    }

    @Test
    void labelsAreTheData() {
        AxisScale scale = AxisScale.linear(1200, 1260);
        assertThat(scale.toLabel().at(scale.toAxis(1240)[0])).isEqualTo("1\u2009240");
        scale = AxisScale.linear(-0.02, 0.03);
        assertThat(scale.toLabel().at(scale.toAxis(-0.01)[0])).isEqualTo("\u22120.01");
        scale = AxisScale.linear(1e-12, 9e-12);
        assertThat(scale.toLabel().at(scale.toAxis(2e-12)[0])).isEqualTo("2e\u221212");
    }

    @Test
    void powersFarBelowOneKeepTheirOwnLabels() {
        AxisScale scale = AxisScale.logarithmic(10, 1e-320, 1);
        Set<String> labels = new HashSet<>();
        for (int place = -340; place <= 5; place++) {
            labels.add(scale.toLabel().at(place));
        }
        assertThat(labels).hasSize(346).contains("1e\u22127", "0.01", "1", "100");
    }

    @Test
    void decadesOfEpochsBeginAtZero() {
        AxisScale scale = AxisScale.countingInDecades(100_000);
        assertThat(scale.toAxis(0, 1, 10, 1000)).containsExactly(0, 1, 2, 4);
        assertThat(scale.toLabel().at(0)).isEqualTo("0");
        assertThat(scale.toLabel().at(1)).isEqualTo("1");
        assertThat(scale.toLabel().at(4)).isEqualTo("1\u2009000");
        assertThat(scale.toLabel().at(-1)).isNotEqualTo("0");
    }
}
