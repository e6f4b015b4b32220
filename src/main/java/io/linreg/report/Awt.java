package io.linreg.report;

import io.linreg.base.LinregException;
import io.linreg.base.Text;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.TextLayout;
import java.awt.image.BufferedImage;

/**
 * Java's own graphics, which not every machine has: a headless runtime may lack the module, a slim container the fonts.
 * AWT then fails with errors of many kinds; trying it out once, up front, turns them into a sentence.
 */
final class Awt {
    private Awt() {}

    /**
     * Makes sure that text can be drawn.
     *
     * @throws LinregException if it cannot; the message says what to install
     */
    static void require() {
        // Before any class of AWT is loaded: a server has no display, and need not have one. A program that embeds this
        // one and shows windows says so first.
        if (System.getProperty("java.awt.headless") == null) {
            System.setProperty("java.awt.headless", "true");
        }
        try {
            Trial.drawText();
        } catch (RuntimeException | LinkageError | InternalError e) {
            throw unusable(e);
        }
    }

    static LinregException unusable(Throwable failure) {
        return new LinregException(
                "cannot draw plots: this Java has no working graphics or fonts (" + Text.reason(root(failure))
                        + "); install a full JDK and fonts (on Debian: apt-get install fontconfig fonts-dejavu-core)"
                        + ", or leave the plots and the report out",
                failure);
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }

    /** Apart, so that this class loads where AWT does not. */
    private static final class Trial {
        static void drawText() {
            Graphics2D graphics = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
            try {
                Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
                new TextLayout("0", font, graphics.getFontRenderContext()).draw(graphics, 0, 0);
            } finally {
                graphics.dispose();
            }
        }
    }
}
