package io.linreg.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** What charts are drawn with: one hand for all of them. */
final class Drawing {
    private static final BasicStroke LINE = new BasicStroke(2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    private static final BasicStroke THIN = new BasicStroke(1f);
    static final BasicStroke REFERENCE = new BasicStroke(1.5f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);

    static final BasicStroke DASHED =
            new BasicStroke(1.5f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND, 1, new float[] {4, 4}, 0);

    static final BasicStroke FAINT = new BasicStroke(0.8f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);

    /** From a dot to the middle of letters above it, as a share of the chart's height. */
    private static final double LABEL_DISTANCE = 0.036;

    /** How much of its colour a line in the background has, of 255. */
    private static final int OTHERS = 130;

    private final ChartLook look;
    private final Palette palette;
    private final String names;

    /** @param names words from outside that charts will show, for which a font has to have letters */
    Drawing(ChartLook look, String names) {
        this.look = look;
        this.palette = look.palette();
        this.names = names;
    }

    /** Dots; none is nothing. */
    void scatter(XYChart chart, String label, double[] x, double[] y) {
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

    /** What dots are compared with. */
    XYSeries reference(XYChart chart, String label, double[] x, double[] y) {
        XYSeries line = chart.addSeries(label, x, y);
        line.setLineStyle(REFERENCE).setLineColor(palette.reference());
        line.setMarker(SeriesMarkers.NONE);
        return line;
    }

    /** Words above a dot, or below one that is near the top. */
    void label(XYChart chart, String text, double x, double y) {
        XYStyler styler = chart.getStyler();
        double height = styler.getYAxisMax() - styler.getYAxisMin();
        boolean above = y + 2 * LABEL_DISTANCE * height < styler.getYAxisMax();
        double place = above ? y + LABEL_DISTANCE * height : y - LABEL_DISTANCE * height;
        chart.addAnnotation(new AnnotationText(text, x, place, false));
    }

    /** An empty chart. */
    XYChart chart(String title, AxisScale x, AxisScale y) {
        XYChart chart = new XYChart(look.width(), look.height());
        chart.setTitle(title);
        XYStyler styler = chart.getStyler();
        String text = title + names;
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
                .setAnnotationTextFont(ChartFont.of(text, Font.PLAIN, 12))
                .setAnnotationTextFontColor(palette.label())
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

    /** What was measured, in its order. */
    XYSeries curve(XYChart chart, String label, double[] x, double[] y) {
        XYSeries line = chart.addSeries(label, x, y);
        line.setLineStyle(LINE).setLineColor(palette.data());
        line.setMarker(SeriesMarkers.NONE).setMarkerColor(palette.data());
        return line;
    }

    /** How many kinds of lines there are colours for. */
    int kinds() {
        return palette.kinds().size();
    }

    /** A line of one of several kinds. */
    XYSeries kind(XYChart chart, int kind, String id, double[] x, double[] y) {
        XYSeries line = curve(chart, id, x, y);
        line.setLineColor(palette.kinds().get(kind));
        return line;
    }

    /** A line in the background. */
    XYSeries other(XYChart chart, String id, double[] x, double[] y) {
        XYSeries line = curve(chart, id, x, y);
        Color faint = palette.label();
        line.setLineStyle(THIN).setLineColor(new Color(faint.getRed(), faint.getGreen(), faint.getBlue(), OTHERS));
        return line;
    }
}
