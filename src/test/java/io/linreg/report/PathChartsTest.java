package io.linreg.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.linreg.data.Source;
import io.linreg.solver.AlphaSearch;
import io.linreg.solver.CrossValidation;
import io.linreg.solver.RegularizationPath.Point;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;

class PathChartsTest {
    @TempDir
    private Path folder;

    private static TrainingReport report;

    @BeforeAll
    static void search() {
        Awt.require();
        report = ReportFixture.search(new AlphaSearch(100, 5));
    }

    private static PathCharts charts(TrainingReport of) {
        return new PathCharts(of.run().selection(), of.run().model().features(), ChartLook.IMAGE);
    }

    private static List<String> labels(XYChart chart) {
        return chart.getSeriesMap().values().stream()
                .filter(XYSeries::isShowInLegend)
                .map(XYSeries::getLabel)
                .toList();
    }

    @Test
    void thePathIsThatOfThePenalty() {
        XYChart chart = charts(report).path();
        assertThat(labels(chart)).containsExactly("TV", "radio", "newspaper", "chosen");
        assertThat(chart.getYAxisTitle()).isEqualTo("coefficient \u00d7 deviation of the feature");
        XYSeries largest = chart.getSeriesMap().get("feature 0");
        List<Point> points = report.run().selection().path().points();
        assertThat(largest.getXData()).hasSize(100);
        // On the axis: a decade is 1 across, and the height is that of the coefficient in a unit of its own.
        assertThat(largest.getXData()[0]).isEqualTo(Math.log10(points.get(0).alpha()), within(1e-12));
        double scale = report.run().selection().path().scales()[0];
        double unit = (largest.getYData()[99] - largest.getYData()[0])
                / (scale * points.get(99).parameters()[0]);
        assertThat(largest.getYData()[50] - largest.getYData()[0])
                .isEqualTo(unit * scale * points.get(50).parameters()[0], within(1e-12));
    }

    @Test
    void theCurveIsThatOfTheFolds() {
        XYChart chart = charts(report).crossValidation();
        CrossValidation validation = report.run().selection().crossValidation();
        assertThat(labels(chart))
                .containsExactly("\u00b1 one standard error", "fold mean", "best", "within one standard error");
        assertThat(chart.getYAxisTitle()).endsWith("(log scale)");
        double[] mean = chart.getSeriesMap().get("fold mean").getYData();
        double[] above = chart.getSeriesMap().get("\u00b1 one standard error").getYData();
        double[] below = chart.getSeriesMap().get("below").getYData();
        for (int a : new int[] {0, 50, 99}) {
            assertThat(Math.pow(2, mean[a]))
                    .isEqualTo(validation.means()[a], within(1e-12 * validation.means()[a]));
            double spread = Math.pow(2, above[a]) - Math.pow(2, below[a]);
            assertThat(spread).isEqualTo(2 * validation.standardErrors()[a], within(1e-11 * spread));
        }
        double[] best = chart.getSeriesMap().get("best").getXData();
        assertThat(best)
                .containsExactly(
                        new double[] {Math.log10(validation.bestAlpha()), Math.log10(validation.bestAlpha())},
                        within(1e-12));
    }

    /** Six have colours and names, the others of a hundred stand behind them; the rest is left out. */
    @Test
    void manyFeatures() {
        TrainingReport many = ReportFixture.search(source(120, 1), new AlphaSearch(8, 0));
        XYChart chart = charts(many).path();
        assertThat(chart.getSeriesMap()).hasSize(101);
        assertThat(labels(chart)).hasSize(8).startsWith("others").endsWith("chosen");
        assertThat(labels(chart).get(1)).isEqualTo("x3 with quite a long\u2026");
        assertThat(chart.getStyler().getLegendPosition()).isEqualTo(LegendPosition.InsideNE);
        assertThat(charts(ReportFixture.search(source(5, -1), new AlphaSearch(8, 0)))
                        .path()
                        .getStyler()
                        .getLegendPosition())
                .isEqualTo(LegendPosition.InsideSE);
    }

    /** The fourth feature matters most, with the given sign. */
    private static Source source(int features, int sign) {
        SplittableRandom random = new SplittableRandom(1);
        StringBuilder csv = new StringBuilder();
        for (int j = 0; j < features; j++) {
            csv.append("x").append(j).append(" with quite a long name,");
        }
        csv.append("y\n");
        for (int i = 0; i < 50; i++) {
            double[] x = IntStream.range(0, features)
                    .mapToDouble(j -> random.nextGaussian())
                    .toArray();
            double y = sign * 3 * x[3] + 0.1 * random.nextGaussian();
            csv.append(IntStream.range(0, features)
                            .mapToObj(j -> Double.toString(x[j]))
                            .collect(Collectors.joining(",")))
                    .append(',')
                    .append(y)
                    .append('\n');
        }
        return Source.stream("many.csv", new ByteArrayInputStream(csv.toString().getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void filesOfASearch() throws IOException {
        Plots.write(report, folder);
        for (String name : List.of("coefficient-path.png", "cross-validation.png")) {
            BufferedImage image = ImageIO.read(folder.resolve(name).toFile());
            assertThat(image.getWidth()).isEqualTo(1440);
            assertThat(Pixels.share(image, Palette.PRINT.paper())).isBetween(0.5, 0.99);
            assertThat(Pixels.share(image, Palette.PRINT.data())).isGreaterThan(1e-4);
            assertThat(Pixels.share(image, Palette.PRINT.reference())).isGreaterThan(1e-4);
        }
        assertThat(names(Plots.files(folder, EnumSet.allOf(Plots.Extra.class))))
                .contains("coefficient-path.png", "cross-validation.png", "leverage.png", "loss.png");
        Path other = folder.resolve("path");
        Plots.write(ReportFixture.search(new AlphaSearch(5, 0)), other);
        try (Stream<Path> files = Files.list(other)) {
            assertThat(names(files.toList()))
                    .containsExactlyInAnyOrder(names(Plots.files(other, EnumSet.of(Plots.Extra.PATH)))
                            .toArray(String[]::new));
        }
    }

    private static List<String> names(List<Path> files) {
        return files.stream().map(file -> file.getFileName().toString()).toList();
    }

    @Test
    void thePageTellsHowAlphaWasChosen() {
        String page = HtmlReport.render(report);
        assertThat(page)
                .contains("<h2>Penalty</h2>", "Coefficients along the path", "Fits at 100 alphas")
                .contains("Each of 5 folds of the training rows is predicted")
                .containsPattern("Alpha</th><td class=\"number\">0.0965185</td><td class=\"number\">0.389647")
                .containsPattern("folds</th><td class=\"number\">2.57899</td>")
                .contains("id=\"path-clip", "id=\"cross-validation-clip");
        List<String> kinds = all(page, "var\\((--kind-\\d)\\)");
        assertThat(kinds).contains("--kind-1", "--kind-2", "--kind-3");
        for (String scheme : page.split("@media", -1)) {
            if (scheme.contains("--data:")) {
                assertThat(all(scheme, "(--kind-\\d):")).hasSize(6);
            }
        }
    }

    @Test
    void aPathAloneHasNoFolds() {
        String page = HtmlReport.render(ReportFixture.search(new AlphaSearch(5, 0)));
        assertThat(page)
                .contains("Fits at 5 alphas", "The smallest one is chosen.")
                .doesNotContain("Cross-validation");
        assertThat(HtmlReport.render(ReportFixture.advertising())).doesNotContain("<h2>Penalty</h2>");
    }

    private static List<String> all(String page, String pattern) {
        return Pattern.compile(pattern)
                .matcher(page)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }
}
