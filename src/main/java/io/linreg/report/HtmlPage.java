package io.linreg.report;

import io.linreg.base.Sample;
import io.linreg.base.Text;
import io.linreg.base.Version;
import io.linreg.data.InputColumn;
import io.linreg.model.LinearModel;
import io.linreg.model.Metrics;
import io.linreg.model.TrainingRun;
import io.linreg.report.TrainingReport.Predictions;
import io.linreg.solver.Solution;
import io.linreg.solver.Solver;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the page says, in its own words: the template's names are the methods here. */
final class HtmlPage {
    /** A page of more is no page. */
    private static final int MOST_COEFFICIENTS = 200;

    private static final int MOST_PREDICTIONS = 12;

    private final TrainingReport report;
    private final TrainingRun run;
    private final LinearModel model;
    private final Charts charts;

    HtmlPage(TrainingReport report) {
        this.report = report;
        this.run = report.run();
        this.model = run.model();
        this.charts = new Charts(report, ChartLook.INLINE);
    }

    record Entry(String name, String value) {}

    record Measure(String name, String train, String test) {}

    record Prediction(String row, String actual, String predicted, String residual) {}

    String target() {
        return model.target();
    }

    String version() {
        return Version.current().number();
    }

    String summary() {
        String held = report.heldOut()
                ? Shown.count(report.train().rows()) + " to train on, "
                        + Shown.count(report.test().rows()) + " held out"
                : "all to train on";
        return report.source() + ": " + rows(report.rows()) + " (" + held + "), "
                + Text.count(model.features().size(), "feature") + ". Trained in " + Shown.seconds(run.trainSeconds())
                + " on " + run.device().name() + ".";
    }

    List<Entry> headline() {
        Metrics best = report.heldOut() ? report.test() : report.train();
        String of = report.heldOut() ? ", held out" : ", training";
        return List.of(
                new Entry("R²" + of, Shown.share(best.r2())),
                new Entry("RMSE" + of, Shown.number(best.rmse())),
                new Entry("MAE" + of, Shown.number(best.mae())),
                new Entry("Final loss", Shown.number(run.finalLoss())));
    }

    boolean hasNotes() {
        return !notes().isEmpty();
    }

    /** What a reader should know before trusting the figures. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (run.fallback() != null) {
            notes.add("Not run on the device asked for: " + run.fallback() + ".");
        }
        if (!report.leftOut().isEmpty()) {
            notes.add("Columns left out: " + report.leftOutText() + ".");
        }
        if (report.dropped() > 0) {
            notes.add("Rows dropped, as a cell is missing in them: " + Shown.count(report.dropped()) + ".");
        }
        String references = model.design().columns().stream()
                .filter(InputColumn.Categorical.class::isInstance)
                .map(InputColumn.Categorical.class::cast)
                .map(column -> Text.brief(column.name()) + " " + Text.quote(column.reference()))
                .collect(Collectors.joining(", "));
        if (!references.isEmpty()) {
            notes.add("Reference levels, from which coefficients tell the distance: " + references + ".");
        }
        if (!report.heldOut()) {
            notes.add("No rows were held out: the figures are of the rows that the model was trained on.");
        }
        if (report.train().rows() <= model.features().size()) {
            notes.add("There are no more training rows than features: many models fit them exactly, and this is one.");
        }
        if (Double.isNaN(report.train().r2())
                || (report.heldOut() && Double.isNaN(report.test().r2()))) {
            notes.add("R² is not defined where the target does not vary.");
        }
        String judged = report.heldOut() ? " held-out" : " training";
        if (report.streamed()) {
            notes.add("The rows were read a block at a time and let go: predictions and charts are of "
                    + Shown.count(report.predictions().size()) + judged + " rows, drawn at random.");
        }
        if (report.predictions().size() > Charts.MOST_POINTS) {
            notes.add("The charts show " + Shown.count(Charts.MOST_POINTS) + " of the "
                    + Shown.count(report.predictions().size()) + judged + " rows, evenly spaced among them.");
        }
        if (report.inference() != null) {
            report.inference().notes().forEach(note -> notes.add(sentence(note)));
        }
        return notes;
    }

    private static String sentence(String note) {
        return note.substring(0, 1).toUpperCase(Locale.ROOT) + note.substring(1) + ".";
    }

    List<Entry> coefficients() {
        double[] coefficients = model.coefficients();
        return IntStream.range(0, Math.min(coefficients.length, MOST_COEFFICIENTS))
                .mapToObj(j -> new Entry(model.features().get(j), Shown.number(coefficients[j])))
                .toList();
    }

    /** How many coefficients there is no room for; null if there is for all. */
    String moreCoefficients() {
        int more = model.features().size() - MOST_COEFFICIENTS;
        return more > 0 ? Shown.count(more) : null;
    }

    String intercept() {
        return Shown.number(model.intercept());
    }

    /** The section on how a penalty's alpha was found; null where it was not. */
    HtmlSelection selection() {
        return run.selection() == null ? null : new HtmlSelection(run.selection(), model);
    }

    /** What the training rows say beyond the coefficients; null if it was not asked for. */
    HtmlSummary inference() {
        return report.inference() == null ? null : new HtmlSummary(report.inference(), model.target());
    }

    List<Measure> metrics() {
        return List.of(
                new Measure("Rows", count(report.train()), count(report.test())),
                measure("R²", m -> m.r2()),
                measure("RMSE", Metrics::rmse),
                measure("MAE", Metrics::mae),
                measure("MSE", Metrics::mse));
    }

    private Measure measure(String name, ToDoubleFunction<Metrics> value) {
        boolean share = name.equals("R²");
        double train = value.applyAsDouble(report.train());
        double test = report.heldOut() ? value.applyAsDouble(report.test()) : Double.NaN;
        return new Measure(
                name, share ? Shown.share(train) : Shown.number(train), share ? Shown.share(test) : Shown.number(test));
    }

    private static String count(Metrics metrics) {
        return metrics == null ? "0" : Shown.count(metrics.rows());
    }

    /** Whether the data was gone over more than once: else two losses are no curve. */
    boolean hasEpochs() {
        return run.settings().solver().reads() == Solver.Reads.ROWS;
    }

    List<Entry> losses() {
        List<Entry> losses = new ArrayList<>();
        losses.add(new Entry("Before training", Shown.number(run.initialLoss())));
        if (hasEpochs()) {
            losses.add(new Entry("After one epoch", Shown.number(run.lossAfterFirstEpoch())));
        }
        losses.add(new Entry("Final", Shown.number(run.finalLoss())));
        losses.add(
                hasEpochs()
                        ? new Entry("Epochs run", Shown.count(run.solution().epochs()))
                        : new Entry("Passes over the data", "1"));
        Solution.Validated validated = run.solution().validated();
        if (validated != null) {
            losses.add(new Entry("Validation rows, best", Shown.number(validated.losses()[validated.best()])));
            losses.add(new Entry("Best epoch, which is kept", Shown.count(validated.best())));
        }
        return losses;
    }

    List<Entry> settings() {
        List<Entry> settings = new ArrayList<>();
        settings.add(new Entry("test size", Shown.number(report.testSize())));
        settings.add(new Entry("split seed", Long.toString(report.splitSeed())));
        // As the model file records them, whatever solver it was.
        if (model.provenance().get("settings") instanceof Map<?, ?> recorded) {
            recorded.forEach((name, value) -> {
                if (value != null) {
                    settings.add(new Entry(words(name), said(value)));
                }
            });
        }
        return settings;
    }

    private static String words(Object name) {
        return name.toString().replace('_', ' ');
    }

    private static String said(Object value) {
        if (value instanceof Boolean yes) {
            return yes ? "yes" : "no";
        }
        return value instanceof Double number ? Shown.number(number) : String.valueOf(value);
    }

    String predictionsCaption() {
        return rows(predictions().size())
                + (report.heldOut() ? " that the model has not seen" : " of the training rows") + ", numbered from 0";
    }

    List<Prediction> predictions() {
        Predictions all = report.predictions();
        return IntStream.of(Sample.evenly(all.size(), MOST_PREDICTIONS))
                .mapToObj(i -> new Prediction(
                        Shown.count(all.rows()[i]),
                        Shown.number(all.actual()[i]),
                        Shown.number(all.predicted()[i]),
                        Shown.number(all.actual()[i] - all.predicted()[i])))
                .toList();
    }

    List<Entry> provenance() {
        TrainingReport.Seconds seconds = report.seconds();
        return List.of(
                new Entry("data", report.source()),
                new Entry("device", run.device().kind() + " " + run.device().index() + ": " + run.processor()),
                new Entry("linreg-gpu", Version.current().toString()),
                new Entry("Java", System.getProperty("java.version") + ", " + System.getProperty("java.vendor")),
                new Entry("operating system", System.getProperty("os.name") + ", " + System.getProperty("os.arch")),
                new Entry("reading the data", Shown.seconds(seconds.load())),
                new Entry("putting it onto the device", Shown.seconds(seconds.upload())),
                new Entry("training", Shown.seconds(seconds.train())),
                new Entry("in all", Shown.seconds(seconds.total())));
    }

    String actualAgainstPredicted() {
        return SvgImage.of(charts.actualAgainstPredicted(), "actual");
    }

    String residuals() {
        return SvgImage.of(charts.residuals(), "residuals");
    }

    String loss() {
        return SvgImage.of(charts.loss(), "loss");
    }

    private static String rows(long count) {
        return Shown.count(count) + (count == 1 ? " row" : " rows");
    }
}
