package io.linreg.report;

/**
 * How charts are dressed for where they appear.
 *
 * @param palette their colours
 * @param titled whether a chart says by itself what it is of
 * @param width in points
 * @param height in points
 */
record ChartLook(Palette palette, boolean titled, int width, int height) {
    /** By itself, as a file. */
    static final ChartLook IMAGE = new ChartLook(Palette.PRINT, true, 720, 540);

    /** On a page, which titles and colours it. */
    static final ChartLook INLINE = new ChartLook(Palette.PLACEHOLDERS, false, 560, 420);
}
