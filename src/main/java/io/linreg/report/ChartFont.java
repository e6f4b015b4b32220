package io.linreg.report;

import java.awt.Font;
import java.util.List;

/** The best sans-serif that is installed and has the letters. */
final class ChartFont {
    private static final List<String> FAMILIES =
            List.of("Inter", "Helvetica Neue", "Segoe UI", "Noto Sans", "Open Sans", "Liberation Sans");

    private ChartFont() {}

    /** A font that shows the text. */
    static Font of(String text, int style, int size) {
        return FAMILIES.stream()
                .map(family -> new Font(family, style, size))
                // A family that is not there is silently another; one without a letter shows a box.
                .filter(font -> FAMILIES.contains(font.getFamily()) && font.canDisplayUpTo(text) < 0)
                .findFirst()
                // Java's logical font looks up each letter in all that is installed.
                .orElse(new Font(Font.SANS_SERIF, style, size));
    }
}
