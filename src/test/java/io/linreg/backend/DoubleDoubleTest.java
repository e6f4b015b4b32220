package io.linreg.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Every operation against BigDecimal, within the bound that its source proves. */
class DoubleDoubleTest {
    private static final MathContext DIGITS = new MathContext(120);
    /** A double's unit roundoff, and its square. */
    private static final double U = 0x1p-53;

    private static final double U2 = U * U;

    /** Numbers of few bits and of many, near each other and far apart. */
    @Provide
    Arbitrary<Double> doubles() {
        Arbitrary<Double> any = Combinators.combine(
                        Arbitraries.doubles().between(-2, 2),
                        Arbitraries.integers().between(-40, 40))
                .as(Math::scalb);
        return Arbitraries.oneOf(any, Arbitraries.integers().between(-9, 9).map(i -> (double) i));
    }

    /** The low word is anything up to half a unit in the last place of the high one. */
    @Provide
    Arbitrary<DoubleDouble> numbers() {
        return Combinators.combine(doubles(), Arbitraries.doubles().between(-0.5, 0.5))
                .as((high, share) -> DoubleDouble.sum(high, share * Math.ulp(high) * 0.999));
    }

    private static BigDecimal big(double value) {
        return new BigDecimal(value);
    }

    private static void assertWithin(double bound, DoubleDouble actual, BigDecimal expected) {
        assertThat(actual.high() + actual.low())
                .as("%s is not the nearest double of itself", actual)
                .isEqualTo(actual.high());
        BigDecimal error = actual.toBigDecimal().subtract(expected).abs();
        assertThat(error)
                .as("%s instead of %s", actual, expected)
                .isLessThanOrEqualTo(expected.abs().multiply(big(bound)));
    }

    @Property
    void sumsAndProductsOfDoublesAreExact(@ForAll("doubles") double a, @ForAll("doubles") double b) {
        assertWithin(0, DoubleDouble.sum(a, b), big(a).add(big(b)));
        assertWithin(0, DoubleDouble.product(a, b), big(a).multiply(big(b)));
    }

    @Property
    void sums(@ForAll("numbers") DoubleDouble a, @ForAll("numbers") DoubleDouble b) {
        double bound = 3 * U2 + 13 * U2 * U;
        assertWithin(bound, a.plus(b), a.toBigDecimal().add(b.toBigDecimal()));
        assertWithin(bound, a.minus(b), a.toBigDecimal().subtract(b.toBigDecimal()));
    }

    @Property
    void differencesOfNeighbours(@ForAll("numbers") DoubleDouble a, @ForAll("numbers") DoubleDouble tiny) {
        DoubleDouble b = a.plus(tiny.times(a.high() * 0x1p-80));
        assertWithin(3 * U2 + 13 * U2 * U, a.minus(b), a.toBigDecimal().subtract(b.toBigDecimal()));
    }

    @Property
    void products(@ForAll("numbers") DoubleDouble a, @ForAll("numbers") DoubleDouble b) {
        assertWithin(4 * U2, a.times(b), a.toBigDecimal().multiply(b.toBigDecimal()));
        assertWithin(2 * U2, a.times(b.high()), a.toBigDecimal().multiply(big(b.high())));
    }

    @Property
    void quotients(@ForAll("numbers") DoubleDouble a, @ForAll("numbers") DoubleDouble b) {
        if (b.high() != 0) {
            BigDecimal quotient = a.toBigDecimal().divide(b.toBigDecimal(), DIGITS);
            assertWithin(15 * U2 + 56 * U2 * U, a.dividedBy(b), quotient);
        }
    }

    @Test
    void notFinite() {
        assertThat(DoubleDouble.ONE.isFinite()).isTrue();
        assertThat(DoubleDouble.of(1e200).times(1e200).isFinite()).isFalse();
        assertThat(DoubleDouble.ONE.dividedBy(DoubleDouble.ZERO).isFinite()).isFalse();
        assertThat(DoubleDouble.of(Double.NaN).plus(DoubleDouble.ONE).isFinite())
                .isFalse();
    }
}
