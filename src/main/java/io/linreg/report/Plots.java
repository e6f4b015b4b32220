package io.linreg.report;

import io.linreg.base.AtomicFile;
import io.linreg.base.LinregException;
import io.linreg.base.Text;
import io.linreg.solver.AlphaSearch;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.knowm.xchart.XYChart;

/** The charts of a training run as PNG files: the loss, actual against predicted values, the residuals; diagnosis. */
public final class Plots {
    static final String LOSS = "loss.png";
    static final String ACTUAL_VS_PREDICTED = "actual-vs-predicted.png";
    static final String RESIDUALS = "residuals.png";
    static final String QUANTILES = "normal-q-q.png";
    static final String SCALE_LOCATION = "scale-location.png";
    static final String LEVERAGE = "leverage.png";
    static final String PATH = "coefficient-path.png";
    static final String CROSS_VALIDATION = "cross-validation.png";

    /** What some runs have charts of, and others have not. */
    public enum Extra {
        DIAGNOSIS,
        PATH,
        CROSS_VALIDATION;

        private Stream<String> files() {
            return switch (this) {
                case DIAGNOSIS -> Stream.of(QUANTILES, SCALE_LOCATION, LEVERAGE);
                case PATH -> Stream.of(Plots.PATH);
                case CROSS_VALIDATION -> Stream.of(Plots.CROSS_VALIDATION);
            };
        }
    }

    /** Pixels per point: sharp on a dense screen and on paper. */
    static final int SCALE = 2;

    private Plots() {}

    /**
     * The files that will be written.
     *
     * @param extras what the run will have
     */
    public static List<Path> files(Path directory, Set<Extra> extras) {
        Stream<String> always = Stream.of(LOSS, ACTUAL_VS_PREDICTED, RESIDUALS);
        return Stream.concat(always, extras.stream().flatMap(Extra::files))
                .map(directory::resolve)
                .toList();
    }

    /**
     * Checks that the plots can be drawn and written, before hours are spent on what they show. Nothing stays of the trial.
     *
     * @param extras what the run will have
     * @throws LinregException if not; the message is one line and says what to do
     */
    public static void check(Path directory, Set<Extra> extras) {
        Awt.require();
        Deque<Path> missing = new ArrayDeque<>();
        for (Path folder = directory.toAbsolutePath();
                folder != null && !Files.exists(folder);
                folder = folder.getParent()) {
            missing.addLast(folder);
        }
        try {
            create(directory);
            files(directory, extras).forEach(AtomicFile::check);
        } finally {
            missing.forEach(Plots::removeEmpty);
        }
    }

    private static void removeEmpty(Path folder) {
        try {
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            // Somebody else uses it by now: it stays.
        }
    }

    /**
     * Draws {@code loss.png}, {@code actual-vs-predicted.png} and {@code residuals.png}; for a run with an inference {@code
     * normal-q-q.png}, {@code scale-location.png} and {@code leverage.png}, too; for one that looked for an alpha {@code
     * coefficient-path.png} and maybe {@code cross-validation.png}.
     *
     * @param directory made if it is not there
     * @throws LinregException if they cannot be drawn or written; the message is one line and says what to do
     */
    public static void write(TrainingReport report, Path directory) {
        Awt.require();
        create(directory);
        Charts charts = new Charts(report, ChartLook.IMAGE);
        write(charts.loss(), directory.resolve(LOSS));
        write(charts.actualAgainstPredicted(), directory.resolve(ACTUAL_VS_PREDICTED));
        write(charts.residuals(), directory.resolve(RESIDUALS));
        if (report.diagnosed()) {
            DiagnosticCharts diagnosis = new DiagnosticCharts(
                    report.inference(), report.run().model().target(), ChartLook.IMAGE);
            write(diagnosis.quantiles(), directory.resolve(QUANTILES));
            write(diagnosis.scaleLocation(), directory.resolve(SCALE_LOCATION));
            write(diagnosis.leverage(), directory.resolve(LEVERAGE));
        }
        if (report.run().selection() != null) {
            AlphaSearch.Selection selection = report.run().selection();
            PathCharts paths = new PathCharts(selection, report.run().model().features(), ChartLook.IMAGE);
            write(paths.path(), directory.resolve(PATH));
            if (selection.crossValidation() != null) {
                write(paths.crossValidation(), directory.resolve(CROSS_VALIDATION));
            }
        }
    }

    private static void create(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (FileAlreadyExistsException e) {
            throw new LinregException(
                    "cannot write plots to " + directory + ": " + e.getFile() + " is not a directory; give one", e);
        } catch (AccessDeniedException e) {
            throw new LinregException("cannot create " + directory + ": permission denied; choose another place", e);
        } catch (IOException e) {
            throw new LinregException("cannot create " + directory + ": " + Text.reason(e), e);
        }
    }

    private static void write(XYChart chart, Path file) {
        BufferedImage image = image(chart);
        AtomicFile.write(file, out -> {
            // In memory: by default ImageIO goes through a temporary file of its own.
            try (ImageOutputStream buffer = new MemoryCacheImageOutputStream(out)) {
                ImageIO.write(image, "png", buffer);
            }
        });
    }

    static BufferedImage image(XYChart chart) {
        int width = SCALE * chart.getWidth();
        int height = SCALE * chart.getHeight();
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            graphics.scale(SCALE, SCALE);
            chart.paint(graphics, chart.getWidth(), chart.getHeight());
        } finally {
            graphics.dispose();
        }
        return image;
    }
}
