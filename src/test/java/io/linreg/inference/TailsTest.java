package io.linreg.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the regularised incomplete beta function at 40 digits (mpmath 1.3). */
class TailsTest {
    private static final double DIGITS = 1e-11; // percent

    @ParameterizedTest
    @CsvSource({
        "3, 1, 0.2048327646991334516",
        "0.5, 2.5, 0.6576979198697146893",
        "2, 1e9, 0.04550026416631324709",
        "5, 3, 0.01539243807330230099",
        "32.808624427669706, 196, 1.509959954814172464e-81",
        "-32.808624427669706, 196, 1.509959954814172464e-81",
        "40, 500, 6.290642918258240012e-158",
        "50, 1000, 2.758672412325164962e-274",
        "1e150, 2, 1e-300",
        "1e155, 1, 6.366197723675813431e-156",
        "1e-8, 1, 0.9999999936338022763"
    })
    void twoSided(double t, double degrees, double p) {
        assertThat(Tails.twoSided(t, degrees)).isCloseTo(p, withinPercentage(DIGITS));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 5, 7, 0.4812939129582055773",
        "570.2707036590944, 3, 196, 1.575227256092419498e-96",
        "1e4, 3, 196, 4.512079180424465343e-214",
        "9, 100, 1e5, 3.426899716703907874e-128",
        "4.812452685812671, 10, 1e9, 5.8900514216694102e-7"
    })
    void upper(double f, double numerator, double denominator, double p) {
        assertThat(Tails.upper(f, numerator, denominator)).isCloseTo(p, withinPercentage(DIGITS));
    }

    @ParameterizedTest
    @CsvSource({
        "0.95, 196, 1.972141221662042",
        "0.99, 1, 63.65674116287158",
        "0.9999999998, 20, 11.74006045245699",
        "0.5, 3, 0.7648923284043459"
    })
    void reachIsTheInverse(double confidence, double degrees, double t) {
        // What is left of the confidence to 1 is known to 1e-16 only.
        assertThat(Tails.reach(confidence, degrees)).isCloseTo(t, withinPercentage(DIGITS + 1e-14 / (1 - confidence)));
        assertThat(Tails.twoSided(Tails.reach(confidence, degrees), degrees))
                .isCloseTo(1 - confidence, withinPercentage(1e-11));
    }

    @Test
    void normalQuantiles() {
        assertThat(Tails.normalQuantile(0.5)).isZero();
        assertThat(Tails.normalQuantile(0.975)).isCloseTo(1.959963984540054, withinPercentage(DIGITS));
        assertThat(Tails.normalQuantile(1e-10)).isCloseTo(-6.361340902404056, withinPercentage(DIGITS));
    }

    @Test
    void withoutDegreesOfFreedomNothingIsDefined() {
        assertThat(Tails.twoSided(1, 0)).isNaN();
        assertThat(Tails.twoSided(Double.NaN, 5)).isNaN();
        assertThat(Tails.reach(0.95, 0)).isNaN();
        assertThat(Tails.upper(1, 0, 5)).isNaN();
        assertThat(Tails.upper(1, 5, 0)).isNaN();
        assertThat(Tails.twoSided(Double.POSITIVE_INFINITY, 5)).isZero();
    }
}
