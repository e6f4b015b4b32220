package io.linreg.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.linreg.base.LinregException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PlotsTest {
    private static final String[] NAMES = {"loss.png", "actual-vs-predicted.png", "residuals.png"};

    @TempDir
    private Path folder;

    @BeforeAll
    static void awt() {
        Awt.require();
    }

    @Test
    void plotsAreSharpAndNotBlank() throws IOException {
        Path plots = folder.resolve("new/plots");
        Plots.write(ReportFixture.advertising(), plots);
        try (Stream<Path> files = Files.list(plots)) {
            assertThat(files.map(f -> f.getFileName().toString())).containsExactlyInAnyOrder(NAMES);
        }
        for (String name : NAMES) {
            BufferedImage image = ImageIO.read(plots.resolve(name).toFile());
            assertThat(image.getWidth()).as(name).isEqualTo(1440);
            assertThat(image.getHeight()).as(name).isEqualTo(1080);
            assertThat(Pixels.share(image, Palette.PRINT.paper())).as(name).isBetween(0.5, 0.99);
            boolean compares = !name.equals("loss.png");
            assertThat(Pixels.share(image, compares ? Palette.PRINT.reference() : Palette.PRINT.data()))
                    .as(name)
                    .isGreaterThan(1e-4);
        }
    }

    @Test
    void oldPlotsAreReplaced() throws IOException {
        Path old = Files.writeString(folder.resolve("loss.png"), "old");
        Plots.check(folder, Set.of());
        assertThat(old).hasContent("old");
        Plots.write(ReportFixture.advertising(), folder);
        assertThat(ImageIO.read(old.toFile())).isNotNull();
    }

    @Test
    void checkLeavesNothingBehind() throws IOException {
        Path plots = Files.createDirectory(folder.resolve("plots"));
        Plots.check(plots, Set.of());
        assertThat(plots).isEmptyDirectory();
        Plots.check(plots.resolve("not/there"), Set.of());
        assertThat(plots).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "file/below"})
    void aFileInTheWayIsSaid(String name) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "mine");
        TrainingReport report = ReportFixture.advertising();
        assertThatThrownBy(() -> Plots.check(folder.resolve(name), Set.of()))
                .isInstanceOf(LinregException.class)
                .hasMessageContaining("cannot")
                .hasMessageContaining("file")
                .message()
                .doesNotContain("\n");
        assertThatThrownBy(() -> Plots.write(report, folder.resolve(name))).isInstanceOf(LinregException.class);
        assertThat(file).hasContent("mine");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aFolderInAPlotsPlaceIsFoundBeforeTraining() throws IOException {
        Files.createDirectories(folder.resolve("residuals.png/full"));
        assertThatThrownBy(() -> Plots.check(folder, Set.of()))
                .isInstanceOf(LinregException.class)
                .hasMessageContaining("residuals.png");
    }

    @Test
    void manyRowsAreSampledAndTheLegendSaysSo() {
        Charts charts = new Charts(ReportFixture.manyRows(20_000), ChartLook.IMAGE);
        assertThat(charts.residuals().getSeriesMap()).containsKey("5\u2009000 of 20\u2009000 held-out rows");
        assertThat(charts.actualAgainstPredicted()
                        .getSeriesMap()
                        .values()
                        .iterator()
                        .next()
                        .getXData())
                .hasSize(5000);
        charts = new Charts(ReportFixture.manyRows(5000), ChartLook.IMAGE);
        assertThat(charts.residuals().getSeriesMap()).containsKey("5\u2009000 held-out rows");
    }

    @Test
    void trainingRowsAreCalledThat() {
        TrainingReport report = ReportFixture.csv("x,y\n1,2\n2,4.1\n3,5.9\n4,8\n", 10, 0);
        assertThat(new Charts(report, ChartLook.IMAGE).residuals().getSeriesMap())
                .containsKey("4 training rows");
    }

    static Stream<double[][]> strange() {
        return Stream.of(
                new double[][] {{5}, {5}},
                new double[][] {{0, 0}, {0, 0}},
                new double[][] {{1e-13, 2e-13}, {1.1e-13, 1.9e-13}},
                new double[][] {{1e250, -1e250}, {1e249, 0}},
                new double[][] {{1, 2, Double.NaN}, {1, Double.POSITIVE_INFINITY, 3}},
                new double[][] {{1, 2}, {Double.NaN, Double.NaN}},
                new double[][] {{1e9, 1e9 + 1e-6}, {1e9, 1e9}},
                new double[][] {{1, 2, 3, 4, 5, 6}, {1, 2, 3, 4, 5, 6}});
    }

    @ParameterizedTest
    @MethodSource("strange")
    void strangePredictionsAreDrawn(double[][] values) {
        Charts charts = new Charts(ReportFixture.withPredictions(values[0], values[1]), ChartLook.IMAGE);
        assertThat(Pixels.share(Plots.image(charts.residuals()), Palette.PRINT.reference()))
                .isGreaterThan(0);
        assertThat(Pixels.share(Plots.image(charts.actualAgainstPredicted()), Palette.PRINT.reference()))
                .isGreaterThan(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u58f2\u4e0a",
                "\u05de\u05db\u05d9\u05e8\u05d5\u05ea",
                "a very long name that goes on and on and on and on",
                "\ud83d\udcb6"
            })
    void namesOfEveryScriptAreDrawn(String target) {
        TrainingReport report = ReportFixture.csv("x," + target + "\n1,2\n2,4.1\n3,5.9\n4,8\n", 10, 0.25);
        assertThat(Plots.image(new Charts(report, ChartLook.IMAGE).residuals())).isNotNull();
    }
}
