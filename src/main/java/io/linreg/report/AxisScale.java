package io.linreg.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/**
 * Brings data into a range in which the chart library's grid lines are right, and numbers back onto them. The library
 * rounds grid lines to ten decimals and loops for ever over ranges below that; its logarithmic axis fails at 0 and over
 * ranges of less than a decade. So it only ever sees linear axes that span about one to a hundred.
 *
 * @param low the axis' lower end, on the axis
 * @param high its upper end, on the axis
 * @param toAxis from the data to the axis
 * @param toLabel from the axis to what the axis says there
 */
record AxisScale(double low, double high, DoubleUnaryOperator toAxis, Labels toLabel) {
    /** Ranges narrower than this share of their values are rounding noise. */
    private static final double NARROWEST = 1e-9;

    private static final double SMALLEST = 1e-290;

    /**
     * What an axis says at a place. The library spaces grid lines ever wider until no two say the same: so rounding to
     * whole numbers keeps grid lines there, and places far enough apart must differ, or it would not end.
     */
    @FunctionalInterface
    interface Labels {
        String at(double place);
    }

    /** A linear axis that holds all values. */
    static AxisScale linear(double... values) {
        double min = Arrays.stream(values).min().orElse(0);
        double max = Arrays.stream(values).max().orElse(0);
        double size = Math.max(Math.abs(min), Math.abs(max));
        if (max - min <= Math.max(size * NARROWEST, SMALLEST)) {
            // All the same: the value in the middle of an axis that says how large it is.
            double around = size > SMALLEST ? size / 10 : 1;
            min -= around;
            max += around;
        }
        int exponent = (int) Math.floor(Math.log10(max / 2 - min / 2) + Math.log10(2));
        double unit = Math.pow(10, exponent);
        double origin = Math.rint(min / unit / 10) * 10; // in units, round, so that round places are round numbers
        // Exactly rounded labels: a place has few decimals, the origin is whole.
        BigDecimal exactUnit = BigDecimal.ONE.scaleByPowerOfTen(exponent);
        BigDecimal exactOrigin = new BigDecimal(origin);
        Labels labels = place -> label(exactOrigin
                .add(BigDecimal.valueOf(Math.rint(place * 1000)).movePointLeft(3))
                .multiply(exactUnit));
        return padded(min / unit - origin, max / unit - origin, v -> v / unit - origin, labels);
    }

    /** A logarithmic axis that holds all values, which are positive. */
    static AxisScale logarithmic(int base, double... values) {
        double unit = Math.log(base);
        double min = Math.log(Arrays.stream(values).min().orElse(1)) / unit;
        double max = Math.log(Arrays.stream(values).max().orElse(1)) / unit;
        if (max - min < 3) {
            min = Math.floor(min);
            max = Math.max(min + 1, Math.ceil(max));
        }
        // Not in double, where powers that are too small are all 0: equal labels would never end.
        Labels labels = place -> label(new BigDecimal(base).pow((int) Math.rint(place), new MathContext(3)));
        return padded(min, max, v -> Math.log(v) / unit, labels);
    }

    /** An axis of whole numbers from 0. */
    static AxisScale counting(int most) {
        return padded(0, most, v -> v, place -> label(new BigDecimal(Math.rint(place))));
    }

    /** An axis of whole numbers from 0 that is linear up to 1 and logarithmic beyond: 0, 1, 10, 100 are evenly spaced. */
    static AxisScale countingInDecades(int most) {
        DoubleUnaryOperator toAxis = v -> v <= 1 ? v : 1 + Math.log10(v);
        // Places below 0 are not drawn, but asked for: they, too, need labels of their own.
        Labels labels = place -> label(
                Math.rint(place) <= 0
                        ? new BigDecimal(Math.rint(place))
                        : BigDecimal.ONE.scaleByPowerOfTen((int) Math.rint(place) - 1));
        return padded(0, toAxis.applyAsDouble(most), toAxis, labels);
    }

    double[] toAxis(double... values) {
        return Arrays.stream(values).map(toAxis).toArray();
    }

    /** A little room, of an odd share: where values and ends are evenly spaced, the library would label each value. */
    private static AxisScale padded(double low, double high, DoubleUnaryOperator toAxis, Labels labels) {
        double span = high - low;
        return new AxisScale(low - 0.0237 * span, high + 0.0171 * span, toAxis, labels);
    }

    private static String label(BigDecimal value) {
        if (value.signum() == 0) {
            return "0";
        }
        BigDecimal plain = value.stripTrailingZeros();
        int magnitude = plain.precision() - plain.scale() - 1;
        String text;
        if (magnitude >= 7 || magnitude < -4) {
            BigDecimal mantissa = plain.movePointLeft(magnitude);
            text = mantissa.toPlainString() + "e" + magnitude;
        } else {
            text = String.format(Locale.ROOT, "%,." + Math.max(0, plain.scale()) + "f", plain);
        }
        // Thin spaces between thousands: commas hang below the line, by which the library aligns numbers.
        return text.replace('-', '\u2212').replace(',', '\u2009');
    }
}
