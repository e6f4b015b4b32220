package io.linreg.cli;

import io.linreg.base.Json;
import io.linreg.base.LinregException;
import io.linreg.base.Text;
import io.linreg.data.BadCell;
import io.linreg.data.CsvReader;
import io.linreg.data.DesignCells;
import io.linreg.model.LinearModel;
import io.linreg.model.LinearModels;
import io.linreg.model.Metrics;
import io.linreg.report.TextReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
        Map<String, Metrics> metrics = evaluate(LinearModels.load(model));
        Metrics first = metrics.values().iterator().next();
        if (json.wanted) {
            Map<String, Object> result = new LinkedHashMap<>();
            Map<String, Object> byTarget = new LinkedHashMap<>();
            metrics.forEach((target, of) -> byTarget.put(target, of.toJson()));
            result.put("metrics", metrics.size() == 1 ? first.toJson() : byTarget);
            result.put("rows", first.rows());
            streams.print(Json.text(result));
        } else if (metrics.size() == 1) {
            streams.print(TextReport.metrics(first));
        } else {
            metrics.forEach((target, of) ->
                    streams.print(Text.oneLine(target) + System.lineSeparator() + TextReport.metrics(of)));
        }
        return 0;
    }

    /** By target. */
    private Map<String, Metrics> evaluate(LinearModels fitted) {
        try (CsvReader csv = new CsvReader(DataOptions.source(data, streams), dataOptions.delimiter)) {
            List<Judge> judges = new ArrayList<>();
            for (LinearModel one : fitted.models()) {
                int[] columns = DataOptions.columns(one, csv);
                int target = csv.header().indexOf(one.target());
                if (target < 0) {
                    throw new LinregException(csv.name() + ": no column " + Text.quote(one.target())
                            + ", the model's target, to compare predictions with");
                }
                DesignCells cells = new DesignCells(one.design(), unseen.choice);
                judges.add(new Judge(one, cells, columns, target, new Metrics.Accumulator()));
            }
            while (csv.next()) {
                judges.forEach(judge -> judge.add(csv));
            }
            Map<String, Metrics> metrics = new LinkedHashMap<>();
            judges.forEach(
                    judge -> metrics.put(judge.model().target(), judge.seen().metrics()));
            if (metrics.values().iterator().next().rows() == 0) {
                throw new LinregException(csv.name() + " has a header but no rows");
            }
            return metrics;
        }
    }

    /** One target's model on the rows of a table. */
    private record Judge(LinearModel model, DesignCells cells, int[] columns, int target, Metrics.Accumulator seen) {
        void add(CsvReader csv) {
            double[] x = cells.row(csv, columns);
            seen.add(BadCell.require(csv, target), model.predict(x));
        }
    }
}
