package io.linreg.bench;

import io.linreg.base.Text;
import java.util.List;
import java.util.Locale;

/** Results for people: a column for each gradient. */
public final class BenchmarkTable {
    private BenchmarkTable() {}

    /** The table of results of one run. */
    public static String text(List<BenchmarkResult> results) {
        BenchmarkResult first = results.get(0);
        BenchmarkSettings settings = first.settings();
        StringBuilder text = new StringBuilder();
        line(
                text,
                "data",
                "%d rows, %s%s, %s",
                settings.rows(),
                Text.count(settings.features(), "feature"),
                settings.targets() == 1 ? "" : ", " + Text.count(settings.targets(), "target"),
                settings.precision());
        results.stream()
                .map(BenchmarkResult::description)
                .distinct()
                .forEach(device -> line(text, "device", "%s", device));
        line(text, "generated", "in %s s", number(first.generateSeconds()));
        text.append(System.lineSeparator());
        row(text, "gradient", results, r -> r.gradient().toString());
        row(text, "error of the answer", results, r -> String.format(Locale.ROOT, "%.1e", r.answerError()));
        row(text, "upload, s", results, r -> number(r.uploadSeconds()));
        row(text, Text.count(settings.epochs(), "epoch") + ", s", results, r -> number(r.trainSeconds()));
        row(text, "epochs/s", results, r -> number(r.epochsPerSecond()));
        row(text, "rows/s", results, r -> number(r.rowsPerSecond()));
        row(text, "GB/s", results, r -> number(r.bytesPerSecond() * 1e-9));
        row(text, "plain reading, GB/s", results, r -> number(r.readBandwidth() * 1e-9));
        row(text, "share of reading", results, r -> number(r.shareOfReadBandwidth()));
        return text.toString();
    }

    private interface Cell {
        String of(BenchmarkResult result);
    }

    private static void row(StringBuilder text, String name, List<BenchmarkResult> results, Cell cell) {
        text.append(String.format("%-20s", name));
        results.forEach(result -> text.append(String.format("%14s", cell.of(result))));
        text.append(System.lineSeparator());
    }

    private static void line(StringBuilder text, String name, String format, Object... values) {
        text.append(String.format("%-13s", name))
                .append(String.format(Locale.ROOT, format, values))
                .append(System.lineSeparator());
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }
}
