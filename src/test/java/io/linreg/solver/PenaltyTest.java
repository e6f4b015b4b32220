package io.linreg.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PenaltyTest {
    @Test
    void byHand() {
        // 10 (0.25 (3 + 4) + 0.75 / 2 (9 + 16)); what follows the two coefficients is free.
        assertThat(new Penalty(10, 0.25).of(new double[] {3, -4, 1000}, 2)).isEqualTo(111.25, within(1e-12));
        assertThat(new Penalty(10, 0.25).l1()).isEqualTo(2.5);
        assertThat(new Penalty(10, 0.25).l2()).isEqualTo(7.5);
        assertThat(Penalty.NONE.of(new double[] {3, -4}, 2)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"3, 1, 2", "-3, 1, -2", "1, 1, 0", "-0.5, 1, 0", "2, 0, 2"})
    void shrinks(double z, double threshold, double to) {
        assertThat(Penalty.shrunk(z, threshold)).isEqualTo(to);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
    void alphaIsANumberFrom0(double alpha) {
        assertThatThrownBy(() -> new Penalty(alpha, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("alpha is a number from 0, not " + alpha);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
    void theRatioIsAShare(double ratio) {
        assertThatThrownBy(() -> new Penalty(1, ratio))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an L1 ratio is a number from 0 (ridge) to 1 (lasso), not " + ratio);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 'no penalty'",
        "6.25, 0, 'ridge, alpha 6.25'",
        "1, 1, 'lasso, alpha 1'",
        "0.0965184635763, 0.5, 'elastic net, L1 ratio 0.5, alpha 0.0965185'"
    })
    void inWords(double alpha, double ratio, String words) {
        assertThat(new Penalty(alpha, ratio)).hasToString(words);
    }
}
