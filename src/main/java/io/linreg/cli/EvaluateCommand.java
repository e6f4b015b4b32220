package io.linreg.cli;

import io.linreg.base.Json;
import io.linreg.base.LinregException;
import io.linreg.base.Text;
import io.linreg.data.BadCell;
import io.linreg.data.DesignCells;
import io.linreg.data.RowReader;
import io.linreg.data.TableSource;
import io.linreg.model.LinearModel;
import io.linreg.model.LinearModels;
import io.linreg.model.Metrics;
import io.linreg.report.TextReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Judges a model on a table that has the target. */
@Command(
        name = "evaluate",
        description = "Predicts the rows of a table and compares the predictions with its target column.",
        sortOptions = false,
        usageHelpAutoWidth = true,
        versionProvider = CommonOptions.class)
final class EvaluateCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            paramLabel = "DATA",
            converter = DataOptions.DataConverter.class,
            description = "a file of CSV (.csv, .csv.gz), Parquet or JSON, or a quoted pattern of the latter, or - for"
                    + " CSV from standard input")
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

    @Spec
    private CommandSpec spec;

    private final Streams streams;

    EvaluateCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        TableSource table = dataOptions.given(data, spec, streams);
        Map<String, Metrics> metrics = evaluate(LinearModels.load(model), table);
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
    private Map<String, Metrics> evaluate(LinearModels fitted, TableSource source) {
        try (RowReader table = source.open()) {
            List<Judge> judges = new ArrayList<>();
            for (LinearModel one : fitted.models()) {
                int[] columns = DataOptions.columns(one, table);
                int target = table.header().indexOf(one.target());
                if (target < 0) {
                    throw new LinregException(table.name() + ": no column " + Text.quote(one.target())
                            + ", the model's target, to compare predictions with");
                }
                DesignCells cells = new DesignCells(one.design(), unseen.choice);
                judges.add(new Judge(one, cells, columns, target, new Metrics.Accumulator()));
            }
            Set<String> wanted = new LinkedHashSet<>();
            judges.forEach(judge -> wanted.addAll(judge.needs(table)));
            table.want(wanted);
            while (table.next()) {
                judges.forEach(judge -> judge.add(table));
            }
            Map<String, Metrics> metrics = new LinkedHashMap<>();
            judges.forEach(
                    judge -> metrics.put(judge.model().target(), judge.seen().metrics()));
            if (metrics.values().iterator().next().rows() == 0) {
                throw table.noRows();
            }
            return metrics;
        }
    }

    /** One target's model on the rows of a table. */
    private record Judge(LinearModel model, DesignCells cells, int[] columns, int target, Metrics.Accumulator seen) {
        List<String> needs(RowReader table) {
            return IntStream.concat(IntStream.of(columns), IntStream.of(target))
                    .mapToObj(table.header()::get)
                    .toList();
        }

        void add(RowReader table) {
            double[] x = cells.row(table, columns);
            seen.add(BadCell.require(table, target), model.predict(x));
        }
    }
}
