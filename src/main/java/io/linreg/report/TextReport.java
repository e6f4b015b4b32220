package io.linreg.report;

import io.linreg.base.Text;
import io.linreg.base.Version;
import io.linreg.model.LinearModel;
import io.linreg.model.Metrics;
import io.linreg.model.Settings;
import io.linreg.model.TrainingRun;
import io.linreg.solver.AlphaSearch;
import io.linreg.solver.CrossValidation;
import io.linreg.solver.Solution;
import io.linreg.solver.Solver;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/** A training run on one screen of text. */
public final class TextReport {
    private static final int SHOWN_PREDICTIONS = 5;
    private static final int MOST_COEFFICIENTS = 20;

    private final TrainingReport report;
    private final TrainingRun run;
    private final StringBuilder text = new StringBuilder();

    private TextReport(TrainingReport report) {
        this.report = report;
        this.run = report.run();
    }

    /** The screen. */
    public static String text(TrainingReport report) {
        TextReport writer = new TextReport(report);
        writer.header();
        writer.losses();
        writer.coefficients();
        writer.metrics();
        writer.predictions();
        if (report.inference() != null) {
            writer.text.append(SummaryText.text(report.inference()));
        }
        writer.footer();
        return writer.text.toString();
    }

    /** Metrics alone, a line each. */
    public static String metrics(Metrics metrics) {
        return String.format(
                Locale.ROOT,
                "rows  %d%nMSE   %s%nRMSE  %s%nMAE   %s%nR2    %s%n",
                metrics.rows(),
                number(metrics.mse()),
                number(metrics.rmse()),
                number(metrics.mae()),
                number(metrics.r2()));
    }

    private void header() {
        LinearModel model = run.model();
        Settings settings = run.settings();
        line("linreg-gpu %s", Version.current());
        line("");
        String dropped = report.dropped() == 0 ? "" : ", " + report.dropped() + " more dropped for missing cells";
        line("data         %s: %s%s", report.source(), Text.count(report.rows(), "row"), dropped);
        if (!report.leftOut().isEmpty()) {
            line("left out     %s", report.leftOutText());
        }
        line("model        %s ~ %s", Text.oneLine(model.target()), formula(model));
        line(
                "split        %d to train, %d held out (%sseed %d)",
                report.train().rows(),
                report.heldOut() ? report.test().rows() : 0,
                report.streamed() ? "by a hash of row numbers, " : "",
                report.splitSeed());
        line("device       %s", run.processor());
        line("training     %s", training(settings));
        if (run.selection() != null) {
            selection(run.selection());
        }
        if (run.weights() != null) {
            line("weights      %s; losses and metrics are weighted by it", Text.oneLine(run.weights()));
        }
    }

    private String training(Settings settings) {
        if (settings.solver().reads() == Solver.Reads.EXACT_MOMENTS) {
            return settings.solver().describe();
        }
        Double rate = run.solution().learningRate();
        return settings.solver().describe()
                + (settings.solver().reads() == Solver.Reads.ROWS ? ", " + run.gradient() : "")
                + (settings.standardize() ? ", standardized" : "")
                + ", " + settings.precision()
                + (rate == null ? "" : ", learning rate " + number(rate));
    }

    private void selection(AlphaSearch.Selection selection) {
        int alphas = selection.path().points().size();
        CrossValidation validation = selection.crossValidation();
        if (validation == null) {
            line(
                    "alpha        %s, the smallest of a path of %d; --cv chooses one",
                    number(selection.solver().penalty().alpha()), alphas);
            return;
        }
        line(
                "alpha        %s predicts best of %d, in %d folds: MSE %s, standard error %s",
                number(validation.bestAlpha()),
                alphas,
                validation.errors()[0].length,
                number(validation.means()[validation.best()]),
                number(validation.standardErrors()[validation.best()]));
        line("             %s is the largest within one standard error", number(validation.sparestAlpha()));
    }

    private String formula(LinearModel model) {
        List<String> terms = model.design().formula();
        int shown = Math.min(terms.size(), 6);
        String names = Text.oneLine(String.join(" + ", terms.subList(0, shown)));
        int more = terms.size() - shown;
        return names
                + (more > 0 ? " + " + more + " more" : "")
                + (run.settings().intercept() ? "" : ", no intercept");
    }

    private void losses() {
        line("");
        line("loss         %s before training", number(run.initialLoss()));
        if (run.settings().solver().reads() != Solver.Reads.ROWS) {
            line("             %s after one pass over the data", number(run.finalLoss()));
            return;
        }
        line("             %s after one epoch", number(run.lossAfterFirstEpoch()));
        double last = run.solution().losses()[run.solution().epochs()];
        line("             %s after %s", number(last), Text.count(run.solution().epochs(), "epoch"));
        if (run.solution().validated() != null) {
            Solution.Validated validated = run.solution().validated();
            line(
                    "             %s on validation rows after %s, the best, which is kept",
                    number(validated.losses()[validated.best()]), Text.count(validated.best(), "epoch"));
        }
    }

    private void coefficients() {
        LinearModel model = run.model();
        int shown = Math.min(model.features().size(), MOST_COEFFICIENTS);
        int width = "intercept".length();
        for (String name : model.features().subList(0, shown)) {
            width = Math.max(width, Math.min(40, name.length()));
        }
        line("");
        for (int j = 0; j < shown; j++) {
            line("%-" + width + "s  %12s", name(model.features().get(j)), number(model.coefficients()[j]));
        }
        if (shown < model.features().size()) {
            line("... and %d more (--json shows all)", model.features().size() - shown);
        }
        if (run.settings().intercept()) {
            line("%-" + width + "s  %12s", "intercept", number(model.intercept()));
        }
    }

    private static String name(String feature) {
        String line = Text.oneLine(feature);
        return line.length() > 40 ? line.substring(0, 37) + "..." : line;
    }

    private void metrics() {
        line("");
        line("%-9s %10s %10s %10s %10s", "", "MSE", "RMSE", "MAE", "R2");
        Metrics train = report.train();
        Metrics test = report.heldOut() ? report.test() : train;
        Column[] columns = {
            new Column(train.mse(), test.mse()),
            new Column(train.rmse(), test.rmse()),
            new Column(train.mae(), test.mae()),
            new Column(train.r2(), test.r2())
        };
        metrics("train", train, columns);
        if (report.heldOut()) {
            metrics("held out", test, columns);
        }
    }

    private void metrics(String name, Metrics of, Column... columns) {
        line(
                "%-9s %10s %10s %10s %10s",
                name,
                columns[0].text(of.mse()),
                columns[1].text(of.rmse()),
                columns[2].text(of.mae()),
                columns[3].text(of.r2()));
    }

    private void predictions() {
        TrainingReport.Predictions predictions = report.predictions();
        int shown = Math.min(SHOWN_PREDICTIONS, predictions.size());
        double[] values = new double[2 * shown];
        System.arraycopy(predictions.actual(), 0, values, 0, shown);
        System.arraycopy(predictions.predicted(), 0, values, shown, shown);
        Column column = new Column(values);
        line("");
        line("%-9s %10s %10s %10s", "row", "actual", "predicted", "residual");
        for (int i = 0; i < shown; i++) {
            double actual = values[i];
            double predicted = values[shown + i];
            line(
                    "%-9d %10s %10s %10s",
                    predictions.rows()[i],
                    column.text(actual),
                    column.text(predicted),
                    column.text(actual - predicted));
        }
    }

    private void footer() {
        TrainingReport.Seconds seconds = report.seconds();
        line("");
        line(
                "%.3f s: %.3f to load, %.3f to upload, %.3f to train",
                seconds.total(), seconds.load(), seconds.upload(), seconds.train());
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
    }

    /** Numbers below one another: as many decimals as give the largest of them six digits. */
    private static final class Column {
        private final double largest;

        Column(double... values) {
            largest = DoubleStream.of(values)
                    .filter(Double::isFinite)
                    .map(Math::abs)
                    .max()
                    .orElse(0);
        }

        String text(double value) {
            return Double.isFinite(value) && isPlain(largest)
                    ? String.format(Locale.ROOT, "%." + decimals(largest) + "f", value)
                    : number(value);
        }
    }

    /** Six digits, in whichever notation is shorter; n/a for what is undefined. */
    static String number(double value) {
        if (!Double.isFinite(value)) {
            return "n/a";
        }
        return isPlain(value)
                ? String.format(Locale.ROOT, "%." + decimals(value) + "f", value)
                : String.format(Locale.ROOT, "%.5e", value);
    }

    private static boolean isPlain(double value) {
        double size = Math.abs(value);
        return size == 0 || (size >= 1e-4 && size < 1e9);
    }

    private static int decimals(double value) {
        int magnitude = value == 0 ? 0 : (int) Math.floor(Math.log10(Math.abs(value)));
        return Math.max(0, 5 - magnitude);
    }
}
