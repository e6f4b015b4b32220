package io.linreg.base;

import java.util.Collection;
import java.util.stream.Collectors;

/** Puts text from outside into one-line messages. */
public final class Text {
    private static final int LONGEST = 60;
    private static final int MOST_NAMES = 10;

    private Text() {}

    /** The text in quotes, without control characters and cut to a readable length. */
    public static String quote(String text) {
        return '"' + brief(text) + '"';
    }

    /** The text without control characters and cut to a readable length. */
    public static String brief(String text) {
        if (text.length() <= LONGEST) {
            return oneLine(text);
        }
        int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST; // not amid a character
        return oneLine(text.substring(0, end)) + "...";
    }

    /** The text with every control character and line separator replaced, so that it stays on one line. */
    public static String oneLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            boolean breaks = Character.isISOControl(c) || c == 0x2028 || c == 0x2029;
            line.appendCodePoint(breaks ? 0xFFFD : c);
        });
        return line.toString();
    }

    /** The names for a message, quoted, the first ten of them. */
    public static String names(Collection<String> names) {
        String list = names.stream().limit(MOST_NAMES).map(Text::quote).collect(Collectors.joining(", "));
        int more = names.size() - MOST_NAMES;
        return more > 0 ? list + " and " + more + " more" : list;
    }

    /** The count with its noun: 1 row, 2 rows. */
    public static String count(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    /** What an exception says, or its kind if it says nothing. */
    public static String reason(Throwable failure) {
        String message = failure.getMessage();
        return oneLine(message == null || message.isBlank() ? failure.getClass().getSimpleName() : message);
    }
}
