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

    static LinregException of(String source, long line, String column, String text) {
        return new LinregException(source + ", line " + line + ", column " + Text.quote(column) + ": "
                + complaint(text, ", or leave the column out with --drop"));
    }

    /**
     * The number in a cell.
     *
     * @throws LinregException if there is none, or it is not finite
     */
    public static double require(CsvReader csv, int field, String column) {
        String text = csv.field(field);
        try {
            double value = Numbers.isMissing(text) ? Double.NaN : Numbers.parse(text);
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw required(csv, column, text);
        }
        throw required(csv, column, text);
    }

    /** The message where a model needs the column, so that to leave it out is no remedy. */
    private static LinregException required(CsvReader csv, String column, String text) {
        return new LinregException(
                csv.name() + ", line " + csv.line() + ", column " + Text.quote(column) + ": " + complaint(text, ""));
    }

    private static String complaint(String text, String otherwise) {
        if (text.isEmpty()) {
            return "the cell is empty; fill it or remove the row" + otherwise;
        }
        if (Numbers.isMissing(text)) {
            return Text.quote(text) + " is a missing value; fill it or remove the row" + otherwise;
        }
        if (THOUSANDS.matcher(text).matches()) {
            return Text.quote(text) + " is not a number; leave out commas between thousands, or write a decimal point"
                    + " where there is a comma";
        }
        if (DECIMAL_COMMA.matcher(text).matches()) {
            return Text.quote(text) + " is not a number; write a decimal point where there is a comma";
        }
        try {
            double value = Numbers.parse(text);
            if (Double.isInfinite(value)) {
                boolean word = Character.isLetter(text.charAt(text.length() - 1));
                return Text.brief(text)
                        + (word ? " is not finite" : " is beyond the range of a double")
                        + "; correct it" + otherwise;
            }
            return Text.brief(text) + " is beyond the range of a float; use --precision double";
        } catch (NumberFormatException e) {
            return Text.quote(text) + " is not a number; correct it" + otherwise;
        }
    }
}
