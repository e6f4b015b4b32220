package io.linreg.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers as people read them. */
final class Shown {
    /** More digits than this are noise to the eye; the JSON has them all. */
    private static final MathContext DIGITS = new MathContext(6);

    private static final int LARGEST = 1_000_000_000;
    private static final double SMALLEST = 1e-4;

    private Shown() {}

    /** A number with six significant digits; a dash for one that is not defined. */
    static String number(double value) {
        if (Double.isNaN(value)) {
            return "\u2013";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "\u221e" : "\u2212\u221e";
        }
        double size = Math.abs(value);
        String text;
        if (size != 0 && (size >= LARGEST || size < SMALLEST)) {
            text = String.format(Locale.ROOT, "%.5e", value).replaceFirst("\\.?0*e\\+?(-?)0*", "e$1");
        } else {
            BigDecimal rounded = new BigDecimal(value).round(DIGITS);
            // A whole part of more than six digits keeps them all.
            rounded = rounded.scale() < 0 ? new BigDecimal(Math.rint(value)) : rounded;
            rounded = rounded.signum() == 0 ? BigDecimal.ZERO : rounded.stripTrailingZeros();
            text = rounded.setScale(Math.max(0, rounded.scale())).toPlainString();
        }
        return minus(text);
    }

    /** A share or a measure between about -1 and 1, with four decimals, so that two of them line up. */
    static String share(double value) {
        return Double.isFinite(value) && Math.abs(value) < 1000
                ? minus(String.format(Locale.ROOT, "%.4f", value))
                : number(value);
    }

    /** A share in percent, with all its digits. */
    static String percent(double share) {
        return BigDecimal.valueOf(share).movePointRight(2).stripTrailingZeros().toPlainString() + " %";
    }

    /** A whole number with its thousands apart. */
    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** A duration in its best unit. */
    static String seconds(double value) {
        if (value < 1e-3) {
            return String.format(Locale.ROOT, "%.0f µs", value * 1e6);
        }
        return value < 1
                ? String.format(Locale.ROOT, "%.1f ms", value * 1e3)
                : String.format(Locale.ROOT, "%,.2f s", value);
    }

    private static String minus(String number) {
        return number.replace('-', '\u2212');
    }
}
