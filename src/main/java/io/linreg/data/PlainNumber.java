package io.linreg.data;

import ch.randelshofer.fastdoubleparser.JavaDoubleParser;

/** Takes decimal numbers from bytes, rounded to the nearest double, as {@link Numbers} takes them from text. */
final class PlainNumber {
    /** Powers of ten that are exact as doubles. */
    private static final double[] TENS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    private static final long LARGEST_EXACT = 1L << 53;

    /** As many digits never overflow a long. */
    private static final int DIGITS = 18;

    private static final int EXPONENT_DIGITS = 4;

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
        byte[] b = bytes;
        int begin = at;
        int p = begin;
        boolean negative = b[p] == '-';
        if (negative || b[p] == '+') {
            p++;
        }
        int first = p;
        long digits = 0;
        for (int digit = b[p] - '0'; digit >= 0 && digit <= 9; digit = b[++p] - '0') {
            digits = 10 * digits + digit;
        }
        int count = p - first;
        int exponent = 0;
        if (b[p] == '.') {
            int point = p++;
            for (int digit = b[p] - '0'; digit >= 0 && digit <= 9; digit = b[++p] - '0') {
                digits = 10 * digits + digit;
            }
            exponent = point + 1 - p;
            count -= exponent;
        }
        at = p;
        boolean plain = count > 0 && count <= DIGITS;
        if (b[p] == 'e' || b[p] == 'E') {
            exponent += exponent();
            plain &= at - p <= EXPONENT_DIGITS + 2;
        }
        // Two exact numbers, and one rounding: so the quotient or product is the nearest double.
        if (plain && digits <= LARGEST_EXACT && exponent >= -22 && exponent <= 22) {
            double value = exponent < 0 ? digits / TENS[-exponent] : digits * TENS[exponent];
            return negative ? -value : value;
        }
        return parse(begin);
    }

    /** The exponent behind an E, whose digits may be none: the parser tells. */
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
        return p == first ? Integer.MAX_VALUE / 2 : negative ? -exponent : exponent;
    }

    private double parse(int begin) {
        try {
            return JavaDoubleParser.parseDouble(bytes, begin, at - begin);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
