package io.linreg.data;

import io.linreg.base.LinregException;
import io.linreg.base.Text;
import java.util.regex.Pattern;

/** The message for a cell that should have been a number: where it stands, what it holds, what to do. */
public final class BadCell {
    private static final Pattern DECIMAL_COMMA = Pattern.compile("[+-]?\\d*,\\d+(?:[eE][+-]?\\d+)?");

    /** Digits in threes: 1,000 is a thousand to some and one to others. */
    private static final Pattern THOUSANDS = Pattern.compile("[+-]?[1-9]\\d{0,2}(?:,\\d{3})+(?:\\.\\d*)?");

    private BadCell() {}

    /**
     * The message.
     *
     * @param instead what to do other than to mend the data; null if there is nothing
     */
    static LinregException of(String source, long line, String column, String text, String instead) {
        return new LinregException(source + ", line " + line + ", column " + Text.quote(column) + ": " + fault(text)
                + "; " + remedy(text, instead));
    }

    /**
     * The number in a cell that a model needs.
     *
     * @throws LinregException if there is none, or it is not finite
     */
    public static double require(CsvReader csv, int field, String column) {
        String text = csv.field(field);
        double value = number(text);
        if (!Double.isFinite(value)) {
            throw of(csv.name(), csv.line(), column, text, null);
        }
        return value;
    }

    /** The number, or NaN if there is none. */
    static double number(String text) {
        try {
            return Numbers.isMissing(text) ? Double.NaN : Numbers.parse(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private static String fault(String text) {
        if (text.isEmpty()) {
            return "the cell is empty";
        }
        if (Numbers.isMissing(text)) {
            return Text.quote(text) + " is a missing value";
        }
        double value = number(text);
        if (Double.isNaN(value)) {
            return Text.quote(text) + " is not a number";
        }
        if (Double.isFinite(value)) {
            return Text.brief(text) + " is beyond the range of a float";
        }
        boolean word = Character.isLetter(text.charAt(text.length() - 1));
        return Text.brief(text) + (word ? " is not finite" : " is beyond the range of a double");
    }

    private static String remedy(String text, String instead) {
        if (THOUSANDS.matcher(text).matches()) {
            return "leave out commas between thousands, or write a decimal point where there is a comma";
        }
        if (DECIMAL_COMMA.matcher(text).matches()) {
            return "write a decimal point where there is a comma";
        }
        if (Double.isFinite(number(text))) {
            return "use --precision double";
        }
        boolean missing = Numbers.isMissing(text);
        if (instead == null) {
            return missing ? "fill it, or remove the row" : "correct it";
        }
        return (missing ? "fill it, remove the row" : "correct it") + ", or " + instead;
    }
}
