package io.linreg.cli;

import io.linreg.data.Dataset;
import io.linreg.data.LeftOut;
import io.linreg.inference.Inference;
import io.linreg.inference.InferenceSettings;
import io.linreg.model.LinearRegression;
import io.linreg.model.StreamedData;
import io.linreg.model.StreamedRuns;
import io.linreg.model.StreamedTable;
import io.linreg.model.TrainingListener;
import io.linreg.model.TrainingRun;
import io.linreg.report.TrainingReport;
import io.linreg.report.TrainingReport.Predictions;
import io.linreg.report.TrainingReport.Seconds;
import java.util.ArrayList;
import java.util.List;

/**
 * The way from rows that are streamed to judged predictions.
 *
 * @param summary what to infer from the training rows; null for nothing
 * @param began when the data was opened, by the system's nanoseconds
 */
record StreamedReports(StreamedData data, InferenceSettings summary, long began) {
    /** A report for each target. */
    List<TrainingReport> of(LinearRegression regression, TrainingListener listener) {
        StreamedRuns trained = regression.train(data, listener);
        List<TrainingReport> reports = new ArrayList<>();
        for (int t = 0; t < trained.runs().size(); t++) {
            reports.add(report(trained.table(), t, trained.runs().get(t), listener));
        }
        double total = TrainingJob.secondsSince(began);
        return reports.stream().map(report -> report.withTotal(total)).toList();
    }

    private TrainingReport report(StreamedTable table, int target, TrainingRun run, TrainingListener listener) {
        List<LeftOut> leftOut = new ArrayList<>(table.leftOut());
        run.constant().forEach(name -> leftOut.add(new LeftOut(name, LeftOut.Reason.CONSTANT)));
        Dataset sample = table.sampleRows(target);
        return new TrainingReport(
                data.rows().name(),
                table.rows(),
                table.dropped(),
                leftOut,
                data.split().testSize(),
                data.split().seed(),
                true,
                run,
                table.trainMetrics(target, run.model()),
                table.testMetrics(target, run.model()),
                Predictions.of(table.sampleNumbers(), sample, run.model().predict(sample)),
                new Seconds(table.seconds(), run.uploadSeconds(), run.trainSeconds(), 0),
                summary == null ? null : infer(table, target, run, listener));
    }

    private Inference infer(StreamedTable table, int target, TrainingRun run, TrainingListener listener) {
        Inference inference = table.infer(target, run, summary);
        inference.notes().forEach(listener::warning);
        return inference;
    }
}
