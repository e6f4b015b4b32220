package io.linreg.cli;

import io.linreg.export.ExportFormat;
import io.linreg.report.HtmlReport;
import io.linreg.report.Plots;
import io.linreg.report.PredictionsCsv;
import io.linreg.report.TrainingReport;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The files that training leaves behind. */
final class OutputOptions {
    @Option(names = "--model", paramLabel = "F", description = "write the model, for predict and evaluate")
    private Path model;

    @Option(
            names = "--export",
            paramLabel = "F.pmml|F.onnx",
            converter = ExportConverter.class,
            description = "write the model for other programs; may be given twice")
    private List<Path> exports = List.of();

    @Option(
            names = "--report",
            paramLabel = "F.html",
            description = "write a page with plots, coefficients and metrics")
    private Path report;

    @Option(names = "--plots", paramLabel = "DIR", description = "write the plots as PNG files")
    private Path plots;

    @Option(
            names = "--predictions",
            paramLabel = "F.csv",
            description = "write the held-out rows' targets and predictions")
    private Path predictions;

    /**
     * Finds out before training whether the files can be written.
     *
     * @param data the data's path, which no output may replace; may be null
     * @param summary whether there will be one
     */
    void check(String data, boolean summary) {
        DistinctFiles files = new DistinctFiles()
                .input("the data", data)
                .output("--model", model)
                .output("--report", report)
                .output("--predictions", predictions);
        exports.forEach(file -> files.output("--export", file));
        if (report != null) {
            HtmlReport.check(report);
        }
        if (plots != null) {
            files.outputs("--plots", Plots.files(plots, summary));
            Plots.check(plots, summary);
        }
    }

    /** Writes what was asked for; the model first, it is dearest. */
    void write(TrainingReport done) {
        if (model != null) {
            done.run()
                    .model()
                    .with("data", done.dataJson())
                    .with("metrics", done.metricsJson())
                    .save(model);
        }
        for (Path file : exports) {
            ExportFormat.of(file).write(done.run().model(), file);
        }
        if (predictions != null) {
            PredictionsCsv.write(done.predictions(), predictions);
        }
        if (report != null) {
            HtmlReport.write(done, report);
        }
        if (plots != null) {
            Plots.write(done, plots);
        }
    }
}
