package io.linreg.report;

import io.linreg.backend.Device;
import io.linreg.base.Json;
import io.linreg.base.Version;
import io.linreg.model.LinearModel;
import io.linreg.model.Settings;
import io.linreg.model.TrainingRun;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A training run as one JSON object. Other programs rely on its keys: add to them, change none. */
public final class JsonReport {
    private JsonReport() {}

    /** The object as text. */
    public static String text(TrainingReport report) {
        return Json.text(of(report));
    }

    /** The runs for several targets: the objects that each would have alone, side by side; for one, that object. */
    public static String text(List<TrainingReport> reports) {
        if (reports.size() == 1) {
            return text(reports.get(0));
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("version", Version.current().number());
        json.put("commit", Version.current().commit());
        json.put(
                "targets",
                reports.stream().map(report -> report.run().model().target()).toList());
        json.put("models", reports.stream().map(JsonReport::of).toList());
        return Json.text(json);
    }

    static Map<String, Object> of(TrainingReport report) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("version", Version.current().number());
        json.put("commit", Version.current().commit());
        json.put("data", report.dataJson());
        json.put("device", device(report.run()));
        json.put("settings", settings(report));
        json.put("loss", report.run().lossJson());
        if (!report.run().solution().details().isEmpty()) {
            json.put("solution", report.run().solution().details());
        }
        if (report.run().selection() != null) {
            json.putAll(SelectionJson.of(
                    report.run().selection(), report.run().model().features()));
        }
        json.put("coefficients", coefficients(report.run().model()));
        json.put("intercept", Json.number(report.run().model().intercept()));
        json.put("metrics", report.metricsJson());
        if (report.inference() != null) {
            json.put("inference", report.inference().toJson());
        }
        json.put("seconds", seconds(report.seconds()));
        json.put("throughput", throughput(report));
        return json;
    }

    private static Map<String, Object> device(TrainingRun run) {
        Device device = run.device();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", device.kind().toString());
        json.put("name", device.name());
        json.put("index", device.index());
        json.put("fallback", run.fallback());
        return json;
    }

    private static Map<String, Object> settings(TrainingReport report) {
        Settings settings = report.run().settings();
        Map<String, Object> json = new LinkedHashMap<>(settings.solver().settings());
        if (settings.search() != null) {
            json.putAll(settings.search().settings());
        }
        json.put("gradient", report.run().gradient().toString());
        json.put("precision", settings.precision().toString());
        Double rate = report.run().solution().learningRate();
        json.put("learning_rate", rate == null ? null : Json.number(rate));
        json.put("init", settings.init().toString());
        json.put("seed", settings.seed());
        if (settings.earlyStopping() != null) {
            json.put("validation_share", settings.earlyStopping().share());
            json.put("patience", settings.earlyStopping().patience());
        }
        json.put("warm_start", settings.warmStart() != null);
        json.put("standardize", settings.standardize());
        json.put("intercept", settings.intercept());
        if (report.run().weights() != null) {
            json.put("weights", report.run().weights());
        }
        json.put("test_size", report.testSize());
        json.put("split_seed", report.splitSeed());
        json.put("device", settings.device().toString());
        return json;
    }

    private static Map<String, Object> coefficients(LinearModel model) {
        Map<String, Object> json = new LinkedHashMap<>();
        double[] coefficients = model.coefficients();
        for (int j = 0; j < coefficients.length; j++) {
            json.put(model.features().get(j), Json.number(coefficients[j]));
        }
        return json;
    }

    private static Map<String, Object> seconds(TrainingReport.Seconds seconds) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("load", seconds.load());
        json.put("upload", seconds.upload());
        json.put("train", seconds.train());
        json.put("total", seconds.total());
        return json;
    }

    private static Map<String, Object> throughput(TrainingReport report) {
        TrainingRun run = report.run();
        double rows = (double) report.train().rows()
                * run.solution().epochs()
                / report.seconds().train();
        double bytesPerRow = (double) run.model().features().size()
                * run.settings().precision().bytes();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rows_per_second", Json.number(rows));
        json.put("gigabytes_per_second", Json.number(rows * bytesPerRow * 1e-9));
        return json;
    }
}
