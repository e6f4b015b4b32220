package io.linreg.report;

import io.linreg.base.Sample;
import io.linreg.base.Text;
import io.linreg.report.TrainingReport.Predictions;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The charts of a training run. {@link Awt#require} comes first. */
final class Charts {
    /** More points than this hide one another. */
    static final int MOST_POINTS = 5000;

    /** So few losses are measurements to be seen one by one. */
    private static final int FEW_LOSSES = 30;

    /** As tall as its neighbour in the legend, and no lower: the library centres words by their outlines. */
    private static final String ZERO_RESIDUAL = "zero residual";

    private static final int LONGEST_NAME = 40;
    private static final BasicStroke LINE = new BasicStroke(2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    private static final BasicStroke THIN = new BasicStroke(1f);
    private static final BasicStroke REFERENCE = new BasicStroke(1.5f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);

    private final TrainingReport report;
    private final ChartLook look;
    private final Palette palette;
    private final String target;

    Charts(TrainingReport report, ChartLook look) {
        this.report = report;
        this.look = look;
        this.palette = look.palette();
        this.target = name(report.run().model().target());
    }

    /** The loss over the epochs. */
    XYChart loss() {
        LossCurve curve = LossCurve.of(report.run().solution().losses());
        int epochs = report.run().solution().epochs();
        AxisScale x = curve.early() ? AxisScale.countingInDecades(epochs) : AxisScale.counting(epochs);
        AxisScale y = curve.base() == 0
                ? AxisScale.linear(curve.losses())
                : AxisScale.logarithmic(curve.base(), curve.losses());
        XYChart chart = chart("Training loss", x, y);
        chart.setXAxisTitle((curve.early() ? "epochs (log scale from 1)" : "epochs")
                + (curve.hidden() == 0 ? "" : "; losses of exactly 0 are not shown"));
        chart.setYAxisTitle("mean squared error" + (curve.base() == 0 ? "" : " (log scale)"));
        XYSeries losses = chart.addSeries("loss", x.toAxis(curve.epochs()), y.toAxis(curve.losses()));
        losses.setLineStyle(LINE).setLineColor(palette.data());
        losses.setMarkerColor(palette.data())
                .setMarker(curve.losses().length <= FEW_LOSSES ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
        chart.getStyler().setLegendVisible(false);
        return chart;
    }

    /** Targets against predictions, with the line on which they would be equal. */
    XYChart actualAgainstPredicted() {
        Points points = points();
        // One range for both: the line is the diagonal, and a distance means the same in both directions.
        AxisScale both = AxisScale.linear(IntStream.range(0, points.size())
                .mapToObj(i -> new double[] {points.actual()[i], points.predicted()[i]})
                .flatMapToDouble(Arrays::stream)
                .toArray());
        XYChart chart = chart("Actual against predicted " + target, both, both);
        chart.setXAxisTitle("predicted " + target);
        chart.setYAxisTitle("actual " + target);
        scatter(chart, points.label(), both.toAxis(points.predicted()), both.toAxis(points.actual()));
        double[] ends = {both.low(), both.high()};
        reference(chart, ZERO_RESIDUAL, ends, ends);
        return chart;
    }

    /** What the predictions leave, with the line on which they would leave nothing. */
    XYChart residuals() {
        Points points = points();
        double[] residuals = IntStream.range(0, points.size())
                .mapToDouble(i -> points.actual()[i] - points.predicted()[i])
                .toArray();
        AxisScale x = AxisScale.linear(points.predicted());
        AxisScale y = AxisScale.linear(
                Arrays.copyOf(residuals, residuals.length + 1)); // and 0, so that the line is always there
        XYChart chart = chart("Residuals against predicted " + target, x, y);
        chart.setXAxisTitle("predicted " + target);
        chart.setYAxisTitle("residual (actual \u2212 predicted " + target + ")");
        scatter(chart, points.label(), x.toAxis(points.predicted()), y.toAxis(residuals));
        reference(chart, ZERO_RESIDUAL, new double[] {x.low(), x.high()}, y.toAxis(0, 0));
        return chart;
    }

    private record Points(double[] actual, double[] predicted, String label) {
        int size() {
            return actual.length;
        }
    }

    private Points points() {
        Predictions all = report.predictions();
        int[] shown = Arrays.stream(Sample.evenly(all.size(), MOST_POINTS))
                .filter(i -> Double.isFinite(all.actual()[i] - all.predicted()[i]))
                .toArray();
        String rows = (report.heldOut() ? "held-out row" : "training row") + (all.size() == 1 ? "" : "s");
        String of = shown.length == all.size() ? "" : Shown.count(shown.length) + " of ";
        String label = of + Shown.count(all.size()) + " " + rows;
        return new Points(
                Arrays.stream(shown).mapToDouble(i -> all.actual()[i]).toArray(),
                Arrays.stream(shown).mapToDouble(i -> all.predicted()[i]).toArray(),
                label.replace(',', '\u2009'));
    }

    private void scatter(XYChart chart, String label, double[] x, double[] y) {
        if (x.length == 0) {
            return; // the library refuses empty series
        }
        Color dot = palette.data();
        XYSeries series = chart.addSeries(label, x, y);
        series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
        series.setMarker(SeriesMarkers.CIRCLE);
        series.setMarkerColor(new Color(dot.getRed(), dot.getGreen(), dot.getBlue(), alpha(x.length)));
        chart.getStyler().setMarkerSize(x.length <= 500 ? 8 : x.length <= 2000 ? 6 : 4);
    }

    /** The more dots, the fainter each: where many lie, it is darker. */
    private static int alpha(int dots) {
        return dots <= 500 ? 160 : dots <= 2000 ? 110 : 80;
    }

    private void reference(XYChart chart, String label, double[] x, double[] y) {
        XYSeries line = chart.addSeries(label, x, y);
        line.setLineStyle(REFERENCE).setLineColor(palette.reference());
        line.setMarker(SeriesMarkers.NONE);
    }

    private XYChart chart(String title, AxisScale x, AxisScale y) {
        XYChart chart = new XYChart(look.width(), look.height());
        chart.setTitle(title);
        XYStyler styler = chart.getStyler();
        String text = title + target;
        styler.setChartTitleVisible(look.titled())
                .setChartTitleBoxVisible(false)
                .setChartTitlePadding(12)
                .setChartTitleFont(ChartFont.of(text, Font.BOLD, 17))
                .setChartFontColor(palette.ink())
                .setChartBackgroundColor(palette.paper())
                .setChartPadding(look.titled() ? 14 : 4)
                .setPlotBackgroundColor(palette.paper())
                .setPlotBorderVisible(false)
                .setPlotContentSize(0.98)
                .setAntiAlias(true)
                .setLegendPosition(LegendPosition.OutsideS)
                .setLegendLayout(LegendLayout.Horizontal)
                .setLegendFont(ChartFont.of(text, Font.PLAIN, 13))
                .setLegendBackgroundColor(palette.paper())
                .setLegendBorderColor(palette.paper())
                .setLegendPadding(10)
                .setLegendSeriesLineLength(18)
                .setXAxisTitleColor(palette.label())
                .setYAxisTitleColor(palette.label());
        styler.setAxisTitleFont(ChartFont.of(text, Font.PLAIN, 14))
                .setAxisTitlePadding(12)
                .setAxisTickLabelsFont(ChartFont.of(text, Font.PLAIN, 13))
                .setAxisTickLabelsColor(palette.label())
                .setAxisTickPadding(8)
                .setAxisTickMarkLength(0)
                .setAxisTicksLineVisible(false)
                .setAxisTicksMarksVisible(false)
                .setPlotTicksMarksVisible(false)
                .setPlotGridLinesColor(palette.grid())
                .setPlotGridLinesStroke(THIN)
                .setPlotMargin(0)
                .setXAxisTickMarkSpacingHint(90)
                .setYAxisTickMarkSpacingHint(60)
                .setXAxisLabelAlignmentVertical(AxesChartStyler.TextAlignment.Left)
                .setYAxisLabelAlignment(AxesChartStyler.TextAlignment.Right)
                .setXAxisMin(x.low())
                .setXAxisMax(x.high())
                .setYAxisMin(y.low())
                .setYAxisMax(y.high())
                .setxAxisTickLabelsFormattingFunction(x.toLabel()::at)
                .setyAxisTickLabelsFormattingFunction(y.toLabel()::at);
        return chart;
    }

    private static String name(String target) {
        String line = Text.oneLine(target).strip();
        int most = line.offsetByCodePoints(0, Math.min(LONGEST_NAME, line.codePointCount(0, line.length())));
        return most < line.length() ? line.substring(0, most) + "\u2026" : line;
    }
}
