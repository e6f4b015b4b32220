package io.linreg.report;

import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;

/**
 * Turns a chart into SVG that stands inside a page of HTML: it takes its colours from the page, scales with it, and
 * shares no id with another chart. Letters become outlines, so that it looks the same wherever it is read.
 */
final class SvgImage {
    private static final Pattern PROLOGUE = Pattern.compile("^.*?<svg[^>]*>", Pattern.DOTALL);
    private static final Pattern CLIP = Pattern.compile("clip(?=-?\\d)");
    /** Hundredths of a point are finer than any screen; the drawing is half as long without the rest. */
    private static final Pattern NUMBER = Pattern.compile("-?\\d+\\.\\d+(?:E-?\\d+)?");

    private static final Pattern INDENT = Pattern.compile("\n\\s+");

    private SvgImage() {}

    /**
     * Draws a chart that was made with {@link Palette#PLACEHOLDERS}.
     *
     * @param id what the ids in it begin with
     * @return an {@code <svg>} element, hidden from screen readers: the page describes it
     */
    static String of(XYChart chart, String id) {
        String svg = PROLOGUE.matcher(draw(chart)).replaceFirst("");
        svg = CLIP.matcher(svg).replaceAll(id + "-clip");
        svg = NUMBER.matcher(svg).replaceAll(match -> rounded(match.group()));
        svg = INDENT.matcher(svg).replaceAll("\n");
        for (Map.Entry<Color, String> colour : styles().entrySet()) {
            Color c = colour.getKey();
            svg = svg.replace("rgb(" + c.getRed() + "," + c.getGreen() + "," + c.getBlue() + ")", colour.getValue());
        }
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + chart.getWidth() + " " + chart.getHeight()
                + "\" aria-hidden=\"true\">" + svg.strip();
    }

    private static Map<Color, String> styles() {
        Palette palette = Palette.PLACEHOLDERS;
        Map<Color, String> styles = new LinkedHashMap<>();
        styles.put(palette.paper(), "none");
        styles.put(palette.ink(), "var(--ink)");
        styles.put(palette.label(), "var(--muted)");
        styles.put(palette.grid(), "var(--grid)");
        styles.put(palette.data(), "var(--data)");
        styles.put(palette.reference(), "var(--reference)");
        for (int k = 0; k < palette.kinds().size(); k++) {
            styles.put(palette.kinds().get(k), "var(--kind-" + (k + 1) + ")");
        }
        return styles;
    }

    private static String draw(XYChart chart) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            VectorGraphicsEncoder.saveVectorGraphic(chart, out, VectorGraphicsFormat.SVG);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String rounded(String number) {
        BigDecimal rounded =
                new BigDecimal(number).setScale(2, RoundingMode.HALF_EVEN).stripTrailingZeros();
        return rounded.signum() == 0 ? "0" : rounded.toPlainString();
    }
}
