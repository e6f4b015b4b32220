package io.linreg.report;

import java.awt.Color;
import java.awt.image.BufferedImage;

/** What is on an image. */
final class Pixels {
    private Pixels() {}

    /** The share of pixels of just that colour. */
    static double share(BufferedImage image, Color colour) {
        int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        long same = 0;
        for (int pixel : pixels) {
            same += (pixel & 0xffffff) == (colour.getRGB() & 0xffffff) ? 1 : 0;
        }
        return (double) same / pixels.length;
    }
}
