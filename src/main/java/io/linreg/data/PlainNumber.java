package io.linreg.data;

import ch.randelshofer.fastdoubleparser.JavaDoubleParser;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Takes decimal numbers from bytes, rounded to the nearest double, as {@link Numbers} takes them from text. */
final class PlainNumber {
    /** Powers of ten that are exact as doubles. */
    private static final double[] TENS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    private static final long[] WHOLE_TENS = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000};

    private static final long LARGEST_EXACT = 1L << 53;

    /** As many digits never overflow a long. */
    private static final int DIGITS = 18;

    private static final int EXPONENT_DIGITS = 4;

    /** How many bytes there must be behind the last number: {@link #digits} looks at eight at a time. */
    static final int SLACK = Long.BYTES;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;

    /** Where the next number begins, and where the last one ended. */
    int at;

    PlainNumber(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * The number that begins here, up to the first byte that is no part of it; NaN if there is none. Some byte that can be no
     * part of a number has to follow.
     */
    double next() {
        int begin = at;
        int p = begin;
        boolean negative = bytes[p] == '-';
        if (negative || bytes[p] == '+') {
            p++;
        }
        int first = p;
        long digits = 0;
        for (int digit = bytes[p] - '0'; digit >= 0 && digit <= 9; digit = bytes[++p] - '0') {
            digits = 10 * digits + digit;
        }
        at = p;
        int count = p - first;
        int zeros = digits == 0 ? count : 0;
        int exponent = 0;
        if (bytes[p] == '.') {
            at = p + 1;
            digits = digits(digits);
            exponent = p + 1 - at;
            count -= exponent;
        }
        if ((bytes[at] | 0x20) == 'e') {
            exponent += exponent();
        }
        if (count == 0 || count - zeros > DIGITS || exponent < -22 || exponent > 22) {
            return parse(begin);
        }
        // Two exact numbers, and one rounding: so the quotient or product is the nearest double.
        double value = exponent < 0 ? digits / TENS[-exponent] : digits * TENS[exponent];
        if (digits > LARGEST_EXACT) {
            value = nearest(begin, digits, exponent);
        }
        return negative ? -value : value;
    }

    /**
     * The quotient of more digits than a double holds: corrected by what is left of the division, unless that is too close to
     * the middle between two doubles to tell which of them is nearer.
     */
    private double nearest(int begin, long digits, int exponent) {
        if (exponent <= 0) {
            double divisor = TENS[-exponent];
            double high = digits;
            double near = high / divisor;
            double left = Math.fma(-near, divisor, high) + (digits - (long) high);
            double correction = left / divisor;
            double doubt = Math.abs(correction) * 0x1p-50;
            double value = near + (correction - doubt);
            if (value == near + (correction + doubt)) {
                return value;
            }
        }
        return Math.abs(parse(begin));
    }

    /** Goes on with the digits that stand here, up to eight in one step: without a branch for each. */
    private long digits(long before) {
        long digits = before;
        int count;
        do {
            long word = (long) LONGS.get(bytes, at) ^ 0x3030303030303030L; // digits become 0 to 9
            long others = ((word + 0x7676767676767676L) | word) & 0x8080808080808080L;
            count = Long.numberOfTrailingZeros(others) / Byte.SIZE;
            if (count > 0) {
                word <<= Long.SIZE - Byte.SIZE * count; // zeros before the first
                word = 10 * word + (word >>> 8); // pairs, then the four pairs by their weights
                digits = digits * WHOLE_TENS[count]
                        + ((((word & 0x000000FF000000FFL) * 0x000F424000000064L)
                                        + (((word >>> 16) & 0x000000FF000000FFL) * 0x0000271000000001L))
                                >>> 32);
                at += count;
            }
        } while (count == Long.BYTES);
        return digits;
    }

    /** The exponent behind an E; far too large where it has no digits, or so many that the parser shall tell. */
    private int exponent() {
        int p = at + 1;
        boolean negative = bytes[p] == '-';
        if (negative || bytes[p] == '+') {
            p++;
        }
        int exponent = 0;
        int first = p;
        for (int digit = bytes[p] - '0'; digit >= 0 && digit <= 9; digit = bytes[++p] - '0') {
            exponent = 10 * exponent + digit;
        }
        at = p;
        int count = p - first;
        boolean plain = count > 0 && count <= EXPONENT_DIGITS;
        return !plain ? Integer.MAX_VALUE / 2 : negative ? -exponent : exponent;
    }

    private double parse(int begin) {
        try {
            return JavaDoubleParser.parseDouble(bytes, begin, at - begin);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
