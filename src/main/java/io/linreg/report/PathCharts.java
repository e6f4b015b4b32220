package io.linreg.report;

import io.linreg.solver.AlphaSearch;
import io.linreg.solver.CrossValidation;
import io.linreg.solver.RegularizationPath;
import io.linreg.solver.RegularizationPath.Point;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;

/** Charts of a path of penalties. {@link Awt#require} comes first. */
final class PathCharts {
    /** More lines than this hide one another. */
    private static final int MOST_LINES = 100;

    /** Errors that span less than one doubling look best on a linear axis. */
    private static final double LEAST_RATIO = 2;

    private static final int LONGEST_NAME = 20;
    private static final String ALPHA = "alpha (log scale)";

    private final AlphaSearch.Selection selection;
    private final List<String> features;
    private final Drawing drawing;
    private final AxisScale x;
    private final double[] alphas;

    PathCharts(AlphaSearch.Selection selection, List<String> features, ChartLook look) {
        this.selection = selection;
        this.features =
                features.stream().map(name -> Charts.name(name, LONGEST_NAME)).toList();
        this.drawing = new Drawing(look, String.join("", this.features));
        this.alphas = each(Point::alpha);
        this.x = AxisScale.logarithmic(10, alphas);
    }

    /** The coefficients by alpha, as the penalty sees them; the largest ones are named. */
    XYChart path() {
        RegularizationPath path = selection.path();
        int[] bySize = IntStream.range(0, features.size())
                .boxed()
                .sorted(Comparator.comparingDouble((Integer j) -> -largest(j)))
                .mapToInt(Integer::intValue)
                .limit(MOST_LINES)
                .toArray();
        double[] all = IntStream.of(bySize)
                .mapToObj(this::line)
                .flatMapToDouble(DoubleStream::of)
                .toArray();
        AxisScale y = AxisScale.linear(
                DoubleStream.concat(DoubleStream.of(0), DoubleStream.of(all)).toArray());
        XYChart chart = drawing.chart("Coefficients along the path", x, y);
        chart.setXAxisTitle(ALPHA);
        boolean scaled = DoubleStream.of(path.scales()).anyMatch(scale -> scale != 1);
        chart.setYAxisTitle(scaled ? "coefficient \u00d7 deviation of the feature" : "coefficient");
        int named = Math.min(bySize.length, drawing.kinds());
        for (int k = bySize.length - 1; k >= named; k--) { // behind those that are named
            drawing.other(chart, "other " + k, x.toAxis(alphas), y.toAxis(line(bySize[k])))
                    .setLabel("others")
                    .setShowInLegend(k == named);
        }
        for (int k = 0; k < named; k++) {
            drawing.kind(chart, k, "feature " + k, x.toAxis(alphas), y.toAxis(line(bySize[k])))
                    .setLabel(features.get(bySize[k]));
        }
        vertical(chart, "chosen", selection.solver().penalty().alpha(), y);
        // There the lines come to 0: the corner that is farther from it is free.
        chart.getStyler()
                .setLegendPosition(
                        y.high() + y.low() > 2 * y.toAxis(0)[0] ? LegendPosition.InsideNE : LegendPosition.InsideSE)
                .setLegendLayout(LegendLayout.Vertical);
        return chart;
    }

    private double[] line(int feature) {
        double scale = selection.path().scales()[feature];
        return each(point -> point.parameters()[feature] * scale);
    }

    private double largest(int feature) {
        return DoubleStream.of(line(feature)).map(Math::abs).max().orElse(0);
    }

    private double[] each(ToDoubleFunction<Point> value) {
        return selection.path().points().stream().mapToDouble(value).toArray();
    }

    /** The mean errors by alpha, and how sure they are; there is a cross-validation. */
    XYChart crossValidation() {
        CrossValidation validation = selection.crossValidation();
        double[] means = validation.means();
        double[] above = with(means, validation.standardErrors(), 1);
        double[] below = with(means, validation.standardErrors(), -1);
        double[] all = DoubleStream.concat(DoubleStream.of(above), DoubleStream.of(below))
                .toArray();
        double least = DoubleStream.of(all).min().orElse(0);
        boolean logarithmic = least > 0 && DoubleStream.of(all).max().orElse(0) >= LEAST_RATIO * least;
        AxisScale y = logarithmic ? AxisScale.logarithmic(2, all) : AxisScale.linear(all);
        XYChart chart = drawing.chart("Cross-validation", x, y);
        chart.setXAxisTitle(ALPHA);
        chart.setYAxisTitle("mean squared error of held-out folds" + (logarithmic ? " (log scale)" : ""));
        drawing.other(chart, "\u00b1 one standard error", x.toAxis(alphas), y.toAxis(above));
        drawing.other(chart, "below", x.toAxis(alphas), y.toAxis(below)).setShowInLegend(false);
        drawing.curve(chart, "fold mean", x.toAxis(alphas), y.toAxis(means));
        vertical(chart, "best", validation.bestAlpha(), y);
        // No letter hangs below the line, and some rise: the library centres words by their outlines.
        vertical(chart, "within one standard error", validation.sparestAlpha(), y)
                .setLineStyle(Drawing.DASHED);
        return chart;
    }

    private XYSeries vertical(XYChart chart, String label, double alpha, AxisScale y) {
        return drawing.reference(chart, label, x.toAxis(alpha, alpha), new double[] {y.low(), y.high()});
    }

    private static double[] with(double[] means, double[] errors, int sign) {
        return IntStream.range(0, means.length)
                .mapToDouble(a -> means[a] + sign * errors[a])
                .toArray();
    }
}
