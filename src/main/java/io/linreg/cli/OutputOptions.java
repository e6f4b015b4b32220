package io.linreg.cli;

import io.linreg.data.Unseen;
import io.linreg.export.ExportFormat;
import io.linreg.model.LinearModel;
import io.linreg.model.LinearModels;
import io.linreg.report.HtmlReport;
import io.linreg.report.Plots;
import io.linreg.report.PredictionsCsv;
import io.linreg.report.TrainingReport;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
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
     * @param targets the targets' names; none for the last column
     * @param extras what there will be more plots of
     */
    void check(String data, List<String> targets, Set<Plots.Extra> extras) {
        DistinctFiles files = new DistinctFiles().input("the data", data).output("--model", model);
        exports.forEach(file -> files.output("--export", file));
        List<String> several = targets.size() > 1 ? targets : Collections.singletonList(null);
        for (String target : several) {
            files.output("--report", of(report, target)).output("--predictions", of(predictions, target));
            if (report != null) {
                HtmlReport.check(of(report, target));
            }
            if (plots != null) {
                files.outputs("--plots", plots, Plots.files(of(plots, target), extras));
                Plots.check(of(plots, target), extras);
            }
        }
    }

    /** @throws IllegalArgumentException if something is asked for that takes rows which streaming lets go */
    void requireStreamable() {
        if (predictions != null) {
            throw new IllegalArgumentException(
                    "--predictions takes rows in memory, and streaming, as on a cluster, lets them go; save the"
                            + " model with --model and use predict, which streams, too");
        }
    }

    /** Writes what was asked for; the models first, they are dearest. */
    void write(List<TrainingReport> reports) {
        if (model != null) {
            new LinearModels(reports.stream().map(OutputOptions::documented).toList()).save(model);
        }
        for (Path file : exports) {
            List<LinearModel> models =
                    reports.stream().map(report -> report.run().model()).toList();
            ExportFormat.of(file).write(models, Unseen.ERROR, file);
        }
        for (TrainingReport done : reports) {
            String target = reports.size() > 1 ? done.run().model().target() : null;
            if (predictions != null) {
                PredictionsCsv.write(done.predictions(), of(predictions, target));
            }
            if (report != null) {
                HtmlReport.write(done, of(report, target));
            }
            if (plots != null) {
                Plots.write(done, of(plots, target));
            }
        }
    }

    private static LinearModel documented(TrainingReport done) {
        LinearModel model = done.run().model();
        return (done.inference() == null ? model : model.with(done.inference().uncertainty()))
                .with("data", done.dataJson())
                .with("metrics", done.metricsJson());
    }

    /** One of several targets has a file of its own: report-price.html. */
    private static Path of(Path file, String target) {
        if (target == null || file == null) {
            return file;
        }
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.') > 0 ? name.lastIndexOf('.') : name.length();
        String plain = target.replaceAll("[^\\p{L}\\p{N}_.-]", "_");
        return file.resolveSibling(name.substring(0, dot) + "-" + plain + name.substring(dot));
    }
}
