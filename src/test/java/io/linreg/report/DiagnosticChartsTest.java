package io.linreg.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.linreg.data.Dataset;
import io.linreg.data.Precision;
import io.linreg.data.Term;
import io.linreg.inference.Inference;
import io.linreg.inference.InferenceSettings;
import io.linreg.testing.Problems;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.knowm.xchart.XYChart;

class DiagnosticChartsTest {
    @TempDir
    private Path folder;

    @BeforeAll
    static void awt() {
        Awt.require();
    }

    private static DiagnosticCharts charts(Dataset rows) {
        Inference inference = Inference.of(rows, null, Term.columns(rows.features()), true, InferenceSettings.DEFAULT);
        return new DiagnosticCharts(inference, "y", ChartLook.IMAGE);
    }

    private static List<XYChart> all(DiagnosticCharts charts) {
        return List.of(charts.quantiles(), charts.scaleLocation(), charts.leverage());
    }

    @Test
    void plotsAreWrittenBesideTheOthers() throws IOException {
        Plots.write(ReportFixture.summary(InferenceSettings.DEFAULT), folder);

        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactlyInAnyOrderElementsOf(Plots.files(folder, Set.of(Plots.Extra.DIAGNOSIS)));
        }
        for (String name : List.of("normal-q-q.png", "scale-location.png", "leverage.png")) {
            BufferedImage image = ImageIO.read(folder.resolve(name).toFile());
            assertThat(image.getWidth()).isEqualTo(1440);
            assertThat(Pixels.share(image, Palette.PRINT.paper())).as(name).isBetween(0.5, 0.99);
        }
    }

    @Test
    void contoursOfCooksDistanceAreDrawnWhereTheyComeIntoView() {
        double[][] x = Problems.normal(new SplittableRandom(1), 25, 1);
        double[] y = Problems.normal(new SplittableRandom(2), 25);
        x[3][0] = 9;
        y[3] = 12;
        assertThat(charts(Problems.of(x, y)).leverage().getSeriesMap())
                .containsKeys("25 training rows", "Cook's distance 0.5", "Cook's distance 1");

        Dataset calm = Problems.random(500, 2, Precision.DOUBLE, 3);
        assertThat(charts(calm).leverage().getSeriesMap()).containsOnlyKeys("500 training rows");
    }

    @Test
    void manyRowsAreSampledAndTheLegendSaysSo() {
        Dataset many = Problems.random(20_000, 2, Precision.DOUBLE, 3);
        assertThat(charts(many).leverage().getSeriesMap().keySet())
                .anyMatch(label -> label.matches("5\u2009\\d{3} of 20\u2009000 training rows"));
    }

    @Test
    void strangeRowsAreDrawn() {
        double[][] x = Problems.normal(new SplittableRandom(1), 6, 2);
        double[] y = Problems.normal(new SplittableRandom(2), 6);
        double[][] tiny = new double[6][2];
        double[] large = new double[6];
        for (int i = 0; i < 6; i++) {
            tiny[i] = new double[] {1e-120 * x[i][0], 1e120 * x[i][1]};
            large[i] = 1e130 * y[i];
        }
        List<Dataset> strange = List.of(
                Problems.of(x, y),
                Problems.of(tiny, large),
                Problems.of(x, new double[6]), // a perfect fit
                Problems.of(new double[][] {{1}, {2}}, new double[] {1, 3})); // no residuals at all
        for (Dataset rows : strange) {
            for (XYChart chart : all(charts(rows))) {
                assertThat(Pixels.share(Plots.image(chart), Palette.PRINT.paper()))
                        .isBetween(0.5, 0.999);
            }
        }
    }
}
