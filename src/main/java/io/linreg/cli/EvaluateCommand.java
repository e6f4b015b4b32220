package io.linreg.cli;

import io.linreg.base.Json;
import io.linreg.base.LinregException;
import io.linreg.base.Text;
import io.linreg.data.BadCell;
import io.linreg.data.CsvReader;
import io.linreg.data.DesignCells;
import io.linreg.model.LinearModel;
import io.linreg.model.Metrics;
import io.linreg.report.TextReport;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Judges a model on a table that has the target. */
@Command(
        name = "evaluate",
        description = "Predicts the rows of a table and compares the predictions with its target column.",
        sortOptions = false,
        usageHelpAutoWidth = true,
        versionProvider = CommonOptions.class)
final class EvaluateCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "DATA",
            converter = DataOptions.DataConverter.class,
            description = "a CSV file (.csv, .csv.gz), or - for standard input")
    private String data;

    @Option(names = "--model", paramLabel = "M", required = true, description = "a model that training wrote")
    private Path model;

    @Mixin
    private UnseenOption unseen;

    @Mixin
    private DataOptions dataOptions;

    @Mixin
    private JsonOption json;

    @Mixin
    CommonOptions common;

    private final Streams streams;

    EvaluateCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        Metrics metrics = evaluate(LinearModel.load(model));
        if (json.wanted) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("metrics", metrics.toJson());
            result.put("rows", metrics.rows());
            streams.print(Json.text(result));
        } else {
            streams.print(TextReport.metrics(metrics));
        }
        return 0;
    }

    private Metrics evaluate(LinearModel fitted) {
        try (CsvReader csv = new CsvReader(DataOptions.source(data, streams), dataOptions.delimiter)) {
            int[] columns = DataOptions.columns(fitted, csv);
            int target = csv.header().indexOf(fitted.target());
            if (target < 0) {
                throw new LinregException(csv.name() + ": no column " + Text.quote(fitted.target())
                        + ", the model's target, to compare predictions with");
            }
            Metrics.Accumulator accumulator = new Metrics.Accumulator();
            DesignCells cells = new DesignCells(fitted.design(), unseen.choice);
            while (csv.next()) {
                double[] x = cells.row(csv, columns);
                accumulator.add(BadCell.require(csv, target), fitted.predict(x));
            }
            Metrics metrics = accumulator.metrics();
            if (metrics.rows() == 0) {
                throw new LinregException(csv.name() + " has a header but no rows");
            }
            return metrics;
        }
    }
}
