package io.linreg.data;

import io.linreg.base.LinregException;
import io.linreg.base.Text;
import java.util.regex.Pattern;

/** The message for a cell that should have been a number: where it stands, what it holds, what to do. */
public final class BadCell {
    private static final Pattern DECIMAL_COMMA = Pattern.compile("[+-]?\\d*,\\d+(?:[eE][+-]?\\d+)?");

    /** Digits in threes: 1,000 is a thousand to some and one to others. */
    private static final Pattern THOUSANDS = Pattern.compile("[+-]?[1-9]\\d{0,2}(?:,\\d{3})+(?:\\.\\d*)?");

    /** 2024-01-31, 31.1.2024 or 1/31/24, with or without a time of day. */
    private static final Pattern DATE =
            Pattern.compile("(?:\\d{4}([-/.])\\d{1,2}\\1\\d{1,2}|\\d{1,2}([-/.])\\d{1,2}\\2(?:\\d{4}|\\d{2}))"
                    + "(?:[T ]\\d{1,2}:\\d{2}.*)?");

    /** What a cell is read for, and what there is to do about a column of others. */
    enum Use {
        FEATURE("leave the column out with --drop"),
        TARGET("choose another target with --target"),
        WEIGHTS("choose other weights with --weights"),
        /** By a model that needs it. */
        MODEL(null);

        private final String instead;

        Use(String instead) {
            this.instead = instead;
        }
    }

    private BadCell() {}

    /**
     * The message.
     *
     * @param place where the cell stands
     */
    static LinregException of(String place, String text, Use use) {
        return new LinregException(place + ": " + fault(text) + "; " + remedy(text, use));
    }

    /** Where a cell of the current row stands. */
    static String place(RowReader table, int field) {
        return table.name() + ", " + table.place() + ", column "
                + Text.quote(table.header().get(field));
    }

    /**
     * The number in a cell that a model needs.
     *
     * @throws LinregException if there is none, or it is not finite
     */
    public static double require(RowReader table, int field) {
        double value = table.number(field);
        if (!Double.isFinite(value)) {
            throw of(place(table, field), table.field(field), Use.MODEL);
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

    /** Whether the text is a date, in the order of whichever country. */
    static boolean isDate(String text) {
        return DATE.matcher(text).matches();
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
            return Text.quote(text) + (isDate(text) ? " is a date" : " is not a number");
        }
        if (Double.isFinite(value)) {
            return Text.brief(text) + " is beyond the range of a float";
        }
        boolean word = Character.isLetter(text.charAt(text.length() - 1));
        return Text.brief(text) + (word ? " is not finite" : " is beyond the range of a double");
    }

    private static String remedy(String text, Use use) {
        if (THOUSANDS.matcher(text).matches()) {
            return "leave out commas between thousands, or write a decimal point where there is a comma";
        }
        if (DECIMAL_COMMA.matcher(text).matches()) {
            return "write a decimal point where there is a comma";
        }
        if (Double.isFinite(number(text))) {
            return "use --precision double";
        }
        if (Numbers.isMissing(text)) {
            return switch (use) {
                case FEATURE -> "fill it, remove the row, give --missing drop or mean, or " + use.instead;
                case TARGET, WEIGHTS -> "fill it, remove the row, give --missing drop, or " + use.instead;
                case MODEL -> "fill it, or remove the row";
            };
        }
        if (use == Use.MODEL) {
            return "correct it";
        }
        if (isDate(text)) {
            return "turn it into a number, such as a year or a count of days, or " + use.instead;
        }
        boolean word = use == Use.FEATURE && Double.isNaN(number(text));
        return "correct it, " + (word ? "name the column with --categorical, " : "") + "or " + use.instead;
    }
}
