package io.linreg.peers;

import com.fasterxml.jackson.jr.ob.JSON;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler;

/** Draws what scaling.py measured, on logarithmic axes: {@code RESULTS.json PICTURE.png}. */
public final class ScalingPlot {
    private static final int WIDTH = 420;
    private static final int HEIGHT = 340;

    private ScalingPlot() {}

    public static void main(String[] args) throws IOException {
        System.setProperty("java.awt.headless", "true");
        Map<String, Object> results = JSON.std.mapFrom(Files.readString(Path.of(args[0])));
        List<XYChart> charts =
                maps(results.get("plots")).stream().map(ScalingPlot::chart).toList();
        BitmapEncoder.saveBitmap(charts, 1, charts.size(), args[1], BitmapEncoder.BitmapFormat.PNG);
    }

    private static XYChart chart(Map<String, Object> plot) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title((String) plot.get("title"))
                .xAxisTitle((String) plot.get("x"))
                .yAxisTitle((String) plot.get("y"))
                .build();
        chart.getStyler()
                .setXAxisLogarithmic(true)
                .setYAxisLogarithmic(true)
                .setLegendPosition(Styler.LegendPosition.InsideNW)
                .setChartTitleBoxVisible(false)
                .setChartBackgroundColor(Color.WHITE);
        for (Map<String, Object> line : maps(plot.get("lines"))) {
            chart.addSeries((String) line.get("name"), numbers(line.get("x")), numbers(line.get("y")));
        }
        return chart;
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> maps(Object json) {
        return (List<Map<String, Object>>) json;
    }

    private static double[] numbers(Object json) {
        return ((List<?>) json)
                .stream().mapToDouble(n -> ((Number) n).doubleValue()).toArray();
    }
}
