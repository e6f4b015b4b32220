package io.linreg.report;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import io.linreg.base.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A training run as one page of HTML: figures, charts, settings and where they come from. It loads nothing, so it can be
 * kept, mailed and opened anywhere; it follows the reader's light or dark mode.
 */
public final class HtmlReport {
    private HtmlReport() {}

    /**
     * Checks that the page can be drawn and written, before hours are spent on what it shows.
     *
     * @throws io.linreg.base.LinregException if not; the message is one line and says what to do
     */
    public static void check(Path file) {
        Awt.require();
        AtomicFile.check(file);
    }

    /**
     * Writes the page.
     *
     * @throws io.linreg.base.LinregException if it cannot be drawn or written; the old file is then untouched
     */
    public static void write(TrainingReport report, Path file) {
        byte[] page = render(report).getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(file, out -> out.write(page));
    }

    static String render(TrainingReport report) {
        Awt.require();
        return template().execute(new HtmlPage(report));
    }

    private static Template template() {
        try (InputStream in = HtmlReport.class.getResourceAsStream("report.mustache");
                Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            // Names that the template misspells are errors; every {{name}} is escaped.
            return Mustache.compiler().strictSections(true).compile(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
