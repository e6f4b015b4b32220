package io.linreg.report;

import java.awt.Color;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The colours of a chart.
 *
 * @param paper the background
 * @param ink titles
 * @param label axis titles and numbers
 * @param grid grid lines
 * @param data what was measured
 * @param reference what it is compared with
 * @param kinds what is told apart by colour
 */
record Palette(Color paper, Color ink, Color label, Color grid, Color data, Color reference, List<Color> kinds) {
    /** On white; colours that stay apart in every kind of colour blindness (Okabe and Ito). */
    static final Palette PRINT = new Palette(
            Color.WHITE,
            new Color(0x1b2530),
            new Color(0x55616e),
            new Color(0xe3e7eb),
            new Color(0x0072b2),
            new Color(0xd55e00),
            List.of(
                    new Color(0x0072b2),
                    new Color(0x009e73),
                    new Color(0xcc79a7),
                    new Color(0xe69f00),
                    new Color(0x56b4e9),
                    new Color(0x7a5c3e)));

    /** Stands for colours that the page chooses: each is found in the drawing again, and is in no drawing otherwise. */
    static final Palette PLACEHOLDERS = new Palette(
            new Color(1, 254, 1),
            new Color(2, 254, 1),
            new Color(3, 254, 1),
            new Color(4, 254, 1),
            new Color(5, 254, 1),
            new Color(6, 254, 1),
            IntStream.range(7, 13).mapToObj(red -> new Color(red, 254, 1)).toList());
}
