package io.linreg.report;

import io.linreg.inference.Diagnostics;
import io.linreg.inference.Inference;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;

/** Charts that show where the assumptions behind standard errors fail. {@link Awt#require} comes first. */
final class DiagnosticCharts {
    /** The mean of the root of |z|, z standard normal: 2^(1/4) Gamma(3/4) / sqrt(pi). */
    private static final double EXPECTED_ROOT = 0.8221789586624585;

    private static final double[] COOK_LEVELS = {0.5, 1};
    private static final int CONTOUR_POINTS = 200;
    private static final int MOST_LABELS = 3;
    private static final String RESIDUAL = "standardized residual";

    private final Diagnostics diagnostics;
    private final int parameters;
    private final Drawing drawing;
    private final String target;

    DiagnosticCharts(Inference inference, String target, ChartLook look) {
        this.diagnostics = inference.diagnostics();
        this.parameters = (int) (inference.fit().rows() - inference.fit().residualDegrees());
        this.target = Charts.name(target);
        this.drawing = new Drawing(look, this.target);
    }

    /** Quantiles of the standardised residuals against those of a normal distribution. */
    XYChart quantiles() {
        double end = Math.max(3, DoubleStream.of(diagnostics.normal()).max().orElse(0));
        double[] ends = {-end, end};
        AxisScale x = AxisScale.linear(joined(diagnostics.normal(), ends));
        AxisScale y = AxisScale.linear(joined(diagnostics.standardized(), ends));
        XYChart chart = drawing.chart("Normal Q\u2013Q", x, y);
        chart.setXAxisTitle("normal quantile");
        chart.setYAxisTitle(RESIDUAL);
        drawing.scatter(
                chart,
                points(diagnostics.normal().length),
                x.toAxis(diagnostics.normal()),
                y.toAxis(diagnostics.standardized()));
        drawing.reference(chart, "normal", x.toAxis(ends), y.toAxis(ends));
        label(chart, x, y, diagnostics.outlying(), Diagnostics.Row::normal, Diagnostics.Row::standardized);
        return chart;
    }

    /** The roots of the standardised residuals' sizes against fitted values. */
    XYChart scaleLocation() {
        ToDoubleFunction<Diagnostics.Row> root = row -> Math.sqrt(Math.abs(row.standardized()));
        double[] fitted = each(Diagnostics.Row::fitted);
        double[] roots = each(root);
        AxisScale x = AxisScale.linear(fitted);
        AxisScale y = AxisScale.linear(joined(roots, 0, EXPECTED_ROOT));
        XYChart chart = drawing.chart("Scale\u2013location", x, y);
        chart.setXAxisTitle("fitted " + target);
        chart.setYAxisTitle("\u221a |" + RESIDUAL + "|");
        drawing.scatter(chart, points(fitted.length), x.toAxis(fitted), y.toAxis(roots));
        drawing.reference(
                chart,
                "mean where all variances are equal",
                new double[] {x.low(), x.high()},
                y.toAxis(EXPECTED_ROOT, EXPECTED_ROOT));
        label(chart, x, y, diagnostics.outlying(), Diagnostics.Row::fitted, root);
        return chart;
    }

    /** Standardised residuals against leverage, with contours of Cook's distance. */
    XYChart leverage() {
        double[] leverages = each(Diagnostics.Row::leverage);
        double[] residuals = each(Diagnostics.Row::standardized);
        AxisScale x = AxisScale.linear(joined(leverages, 0));
        AxisScale y = AxisScale.linear(joined(residuals, 0));
        XYChart chart = drawing.chart("Residuals against leverage", x, y);
        chart.setXAxisTitle("leverage");
        chart.setYAxisTitle(RESIDUAL);
        drawing.scatter(chart, points(leverages.length), x.toAxis(leverages), y.toAxis(residuals));
        for (double level : COOK_LEVELS) {
            contour(chart, x, y, level);
        }
        List<Diagnostics.Row> influential = diagnostics.influential();
        label(
                chart,
                x,
                y,
                influential.subList(0, Math.min(MOST_LABELS, influential.size())),
                Diagnostics.Row::leverage,
                Diagnostics.Row::standardized);
        return chart;
    }

    /** Where r^2 h / (1 - h) / p is the level, on either side of 0, as far as it is within the axes. */
    private void contour(XYChart chart, AxisScale x, AxisScale y, double level) {
        double most = DoubleStream.of(each(Diagnostics.Row::leverage)).max().orElse(0);
        boolean first = true;
        for (int sign : new int[] {1, -1}) {
            double[] leverages = IntStream.rangeClosed(1, CONTOUR_POINTS)
                    .mapToDouble(i -> most * i / CONTOUR_POINTS)
                    .filter(h -> isWithin(y, sign * residual(level, h)))
                    .toArray();
            if (leverages.length > 1) {
                double[] residuals = DoubleStream.of(leverages)
                        .map(h -> sign * residual(level, h))
                        .toArray();
                XYSeries side = drawing.reference(
                        chart,
                        "Cook's distance " + Shown.number(level) + (first ? "" : ", below 0"),
                        x.toAxis(leverages),
                        y.toAxis(residuals));
                side.setLineStyle(level < 1 ? Drawing.FAINT : Drawing.REFERENCE).setShowInLegend(first);
                first = false;
            }
        }
    }

    private double residual(double cook, double leverage) {
        return Math.sqrt(cook * parameters * (1 - leverage) / leverage);
    }

    private static boolean isWithin(AxisScale axis, double value) {
        double place = axis.toAxis().applyAsDouble(value);
        return place >= axis.low() && place <= axis.high();
    }

    /** The rows' numbers beside their dots. */
    private void label(
            XYChart chart,
            AxisScale x,
            AxisScale y,
            List<Diagnostics.Row> rows,
            ToDoubleFunction<Diagnostics.Row> across,
            ToDoubleFunction<Diagnostics.Row> up) {
        for (Diagnostics.Row row : rows) {
            drawing.label(
                    chart,
                    String.valueOf(row.number()),
                    x.toAxis().applyAsDouble(across.applyAsDouble(row)),
                    y.toAxis().applyAsDouble(up.applyAsDouble(row)));
        }
    }

    private double[] each(ToDoubleFunction<Diagnostics.Row> value) {
        return diagnostics.shown().stream().mapToDouble(value).toArray();
    }

    private static double[] joined(double[] values, double... more) {
        return DoubleStream.concat(DoubleStream.of(values), DoubleStream.of(more))
                .toArray();
    }

    private String points(int shown) {
        String of = shown == diagnostics.rows() ? "" : Shown.count(shown) + " of ";
        return (of + Shown.count(diagnostics.rows()) + " training row" + (diagnostics.rows() == 1 ? "" : "s"))
                .replace(',', '\u2009');
    }
}
