package io.linreg.data;

import ch.randelshofer.fastdoubleparser.JavaDoubleParser;
import java.util.List;
import java.util.Set;

/**
 * Numbers and missing values as text, in the notations that data files use, whatever the locale: 12, -1.5, +2, .5, 5.,
 * 1e-5, 1E5, inf, -Infinity.
 */
public final class Numbers {
    private static final Set<String> MISSING =
            Set.of("", "NA", "N/A", "n/a", "#N/A", "<NA>", "NaN", "nan", "-nan", "-NaN", "NULL", "null", "None");

    private Numbers() {}

    /** Whether the text stands for no value; the words are those that pandas takes. */
    public static boolean isMissing(String text) {
        return MISSING.contains(text);
    }

    /** The texts that stand for no value, in order. */
    public static List<String> missing() {
        return MISSING.stream().sorted().toList();
    }

    /**
     * The number that the text gives, rounded to the nearest double.
     *
     * @throws NumberFormatException if it gives none
     */
    public static double parse(String text) {
        if (text.isEmpty()) {
            throw new NumberFormatException("empty");
        }
        // What Java's own notation has on top, a trailing d or f and hexadecimal digits, is text in a data file.
        char last = text.charAt(text.length() - 1);
        boolean plain = last <= '9' || last == '.';
        return plain && text.indexOf('x') < 0 && text.indexOf('X') < 0
                ? JavaDoubleParser.parseDouble(text)
                : word(text);
    }

    private static double word(String text) {
        String unsigned = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
        return switch (unsigned) {
            case "inf", "Inf", "INF", "Infinity", "infinity" ->
                text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
            default -> throw new NumberFormatException("not a number");
        };
    }
}
