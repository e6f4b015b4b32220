package io.linreg.backend;

import java.io.Serializable;
import java.math.BigDecimal;

/**
 * The unevaluated sum of two doubles, the second one at most half a unit in the last place of the first: a number of about 106
 * bits, 32 digits, with the range of a double.
 *
 * <p>It rests on sums and products whose rounding error is a double, and is found: Knuth's sum (The Art of Computer Programming
 * 2, 4.2.2, theorem B), Dekker's for ordered numbers (Numerische Mathematik 18, 1971), and the product by a fused
 * multiplication. The operations are algorithms 6, 9, 12 and 17 of Joldes, Muller and Popescu, Tight and rigorous error bounds
 * for basic building blocks of double-word arithmetic, ACM Transactions on Mathematical Software 44, 2017. With u = 2^-53 their
 * relative errors are at most 3 u^2 + 13 u^3 (sums), 2 u^2 (products with a double), 4 u^2 (products) and 15 u^2 + 56 u^3
 * (quotients), short of overflow, and of underflow: what is below 1e-290 has fewer bits.
 *
 * @param high the number, rounded to a double
 * @param low what rounding left
 */
public record DoubleDouble(double high, double low) implements Serializable {
    public static final DoubleDouble ZERO = new DoubleDouble(0, 0);
    public static final DoubleDouble ONE = new DoubleDouble(1, 0);

    /** A double. */
    public static DoubleDouble of(double value) {
        return new DoubleDouble(value, 0);
    }

    /** a + b, exactly. */
    public static DoubleDouble sum(double a, double b) {
        double sum = a + b;
        double ofB = sum - a;
        return new DoubleDouble(sum, (a - (sum - ofB)) + (b - ofB));
    }

    /** a b, exactly. */
    public static DoubleDouble product(double a, double b) {
        double product = a * b;
        return new DoubleDouble(product, Math.fma(a, b, -product));
    }

    /** a + b, exactly, where a is 0 or |a| >= |b|. */
    private static DoubleDouble ordered(double a, double b) {
        double sum = a + b;
        return new DoubleDouble(sum, b - (sum - a));
    }

    public DoubleDouble plus(DoubleDouble other) {
        DoubleDouble highs = sum(high, other.high);
        DoubleDouble lows = sum(low, other.low);
        DoubleDouble carried = ordered(highs.high, highs.low + lows.high);
        return ordered(carried.high, lows.low + carried.low);
    }

    public DoubleDouble minus(DoubleDouble other) {
        return plus(other.negated());
    }

    public DoubleDouble negated() {
        return new DoubleDouble(-high, -low);
    }

    public DoubleDouble times(double factor) {
        DoubleDouble product = product(high, factor);
        return ordered(product.high, Math.fma(low, factor, product.low));
    }

    public DoubleDouble times(DoubleDouble factor) {
        DoubleDouble product = product(high, factor.high);
        double crossed = Math.fma(low, factor.high, Math.fma(high, factor.low, low * factor.low));
        return ordered(product.high, product.low + crossed);
    }

    public DoubleDouble dividedBy(DoubleDouble divisor) {
        double quotient = high / divisor.high;
        DoubleDouble product = divisor.times(quotient);
        double rest = (high - product.high) + (low - product.low);
        return ordered(quotient, rest / divisor.high);
    }

    /** Whether it is a number, and not too large to be one. */
    public boolean isFinite() {
        return Double.isFinite(high) && Double.isFinite(low);
    }

    /** The nearest double. */
    public double value() {
        return high;
    }

    /** All of its digits. */
    public BigDecimal toBigDecimal() {
        return new BigDecimal(high).add(new BigDecimal(low));
    }
}
