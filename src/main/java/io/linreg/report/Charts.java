package io.linreg.report;

import io.linreg.base.Sample;
import io.linreg.base.Text;
import io.linreg.report.TrainingReport.Predictions;
import io.linreg.solver.Solution;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
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

    private final TrainingReport report;
    private final Drawing drawing;
    private final String target;

    Charts(TrainingReport report, ChartLook look) {
        this.report = report;
        this.target = name(report.run().model().target());
        this.drawing = new Drawing(look, target);
    }

    /** The loss over the epochs; that of the validation rows beside it, where there are some. */
    XYChart loss() {
        Solution solution = report.run().solution();
        Solution.Validated validated = solution.validated();
        List<LossCurve> curves =
                LossCurve.of(solution.losses(), validated == null ? new double[0] : validated.losses());
        LossCurve curve = curves.get(0);
        LossCurve others = curves.get(1);
        AxisScale x =
                curve.early() ? AxisScale.countingInDecades(solution.epochs()) : AxisScale.counting(solution.epochs());
        double[] heights = DoubleStream.concat(Arrays.stream(curve.losses()), Arrays.stream(others.losses()))
                .toArray();
        AxisScale y = curve.base() == 0 ? AxisScale.linear(heights) : AxisScale.logarithmic(curve.base(), heights);
        XYChart chart = drawing.chart("Training loss", x, y);
        chart.setXAxisTitle((curve.early() ? "epochs (log scale from 1)" : "epochs")
                + (curve.hidden() + others.hidden() == 0 ? "" : "; losses of exactly 0 are not shown"));
        chart.setYAxisTitle(lossName() + (curve.base() == 0 ? "" : " (log scale)"));
        XYSeries losses = drawing.curve(chart, "training rows", x.toAxis(curve.epochs()), y.toAxis(curve.losses()));
        if (curve.losses().length <= FEW_LOSSES) {
            losses.setMarker(SeriesMarkers.CIRCLE);
        }
        boolean both = others.losses().length > 0;
        if (both) {
            String best = "validation rows, lowest after epoch " + validated.best();
            drawing.reference(chart, best, x.toAxis(others.epochs()), y.toAxis(others.losses()));
        }
        chart.getStyler().setLegendVisible(both);
        return chart;
    }

    private String lossName() {
        boolean huber =
                "huber".equals(report.run().settings().solver().settings().get("loss"));
        return huber ? "Huber's loss" : "mean squared error";
    }

    /** Targets against predictions, with the line on which they would be equal. */
    XYChart actualAgainstPredicted() {
        Points points = points();
        // One range for both: the line is the diagonal, and a distance means the same in both directions.
        AxisScale both = AxisScale.linear(IntStream.range(0, points.size())
                .mapToObj(i -> new double[] {points.actual()[i], points.predicted()[i]})
                .flatMapToDouble(Arrays::stream)
                .toArray());
        XYChart chart = drawing.chart("Actual against predicted " + target, both, both);
        chart.setXAxisTitle("predicted " + target);
        chart.setYAxisTitle("actual " + target);
        drawing.scatter(chart, points.label(), both.toAxis(points.predicted()), both.toAxis(points.actual()));
        double[] ends = {both.low(), both.high()};
        drawing.reference(chart, ZERO_RESIDUAL, ends, ends);
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
        XYChart chart = drawing.chart("Residuals against predicted " + target, x, y);
        chart.setXAxisTitle("predicted " + target);
        chart.setYAxisTitle("residual (actual \u2212 predicted " + target + ")");
        drawing.scatter(chart, points.label(), x.toAxis(points.predicted()), y.toAxis(residuals));
        drawing.reference(chart, ZERO_RESIDUAL, new double[] {x.low(), x.high()}, y.toAxis(0, 0));
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

    /** A name from outside, short enough for an axis. */
    static String name(String target) {
        return name(target, LONGEST_NAME);
    }

    /** A name from outside, cut where it is longer. */
    static String name(String name, int longest) {
        String line = Text.oneLine(name).strip();
        int most = line.offsetByCodePoints(0, Math.min(longest, line.codePointCount(0, line.length())));
        return most < line.length() ? line.substring(0, most) + "\u2026" : line;
    }
}
