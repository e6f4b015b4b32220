package io.linreg.cli;

import io.linreg.base.AtomicFile;
import io.linreg.base.LinregException;
import io.linreg.base.Text;
import io.linreg.data.DesignCells;
import io.linreg.data.RowReader;
import io.linreg.data.TableSource;
import io.linreg.model.LinearModel;
import io.linreg.model.LinearModels;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Predicts the rows of a table, one after another: it needs no more memory for a large one. */
@Command(
        name = "predict",
        description = "Predicts the target for each row of a table. Columns are found by name, in any order.",
        sortOptions = false,
        usageHelpAutoWidth = true,
        versionProvider = CommonOptions.class)
final class PredictCommand implements Callable<Integer> {
    private static final String PREDICTION = "prediction";
    private static final String LOWER = "lower";
    private static final String UPPER = "upper";

    @Parameters(
            arity = "0..1",
            paramLabel = "DATA",
            converter = DataOptions.DataConverter.class,
            description = "a file of CSV (.csv, .csv.gz), Parquet or JSON, or a quoted pattern of the latter, or - for"
                    + " CSV from standard input")
    private String data;

    @Option(names = "--model", paramLabel = "M", required = true, description = "a model that training wrote")
    private Path model;

    @Option(names = "--output", paramLabel = "FILE", description = "where to write; standard output by default")
    private Path output;

    @Option(names = "--append", description = "write the data's columns, too, before the prediction")
    private boolean append;

    @Mixin
    private IntervalOptions interval;

    @Mixin
    private UnseenOption unseen;

    @Mixin
    private DataOptions dataOptions;

    @Mixin
    CommonOptions common;

    @Spec
    private CommandSpec spec;

    private final Streams streams;

    PredictCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        interval.check(spec);
        TableSource source = dataOptions.given(data, spec, streams);
        new DistinctFiles()
                .input("the data", data)
                .input("the model", model.toString())
                .output("--output", output);
        LinearModels fitted = LinearModels.load(model);
        try (RowReader table = source.open()) {
            List<Predictor> predictors = predictors(fitted, table);
            if (append) {
                requireNew(predictors, table);
            } else {
                table.want(predictors.stream()
                        .flatMapToInt(predictor -> IntStream.of(predictor.columns()))
                        .mapToObj(table.header()::get)
                        .collect(Collectors.toSet()));
            }
            if (output == null) {
                streams.print(out -> predict(predictors, table, out));
            } else {
                AtomicFile.write(output, out -> predict(predictors, table, out));
            }
        }
        return 0;
    }

    /**
     * One target's model on the rows of a table.
     *
     * @param reach from a prediction to the ends of its interval; null for no interval
     */
    private record Predictor(
            List<String> names, LinearModel model, DesignCells cells, int[] columns, ToDoubleFunction<double[]> reach) {
        List<Double> predict(RowReader table) {
            double[] x = cells.row(table, columns);
            double prediction = model.predict(x);
            double either = reach == null ? 0 : reach.applyAsDouble(x);
            if (!Double.isFinite(prediction) || !Double.isFinite(prediction - either + either)) {
                throw new LinregException(
                        table.name() + ", " + table.place() + ": the prediction is beyond the range of a double");
            }
            return reach == null ? List.of(prediction) : List.of(prediction, prediction - either, prediction + either);
        }
    }

    private List<Predictor> predictors(LinearModels fitted, RowReader table) {
        boolean several = fitted.models().size() > 1;
        List<Predictor> predictors = new ArrayList<>();
        for (LinearModel one : fitted.models()) {
            ToDoubleFunction<double[]> reach = interval.reach(one);
            List<String> names = reach == null ? List.of(PREDICTION) : List.of(PREDICTION, LOWER, UPPER);
            predictors.add(new Predictor(
                    names.stream()
                            .map(name -> several ? name + "_" + one.target() : name)
                            .toList(),
                    one,
                    new DesignCells(one.design(), unseen.choice),
                    DataOptions.columns(one, table),
                    reach));
        }
        return predictors;
    }

    private static void requireNew(List<Predictor> predictors, RowReader table) {
        predictors.stream()
                .flatMap(predictor -> predictor.names().stream())
                .filter(table.header()::contains)
                .findFirst()
                .ifPresent(name -> {
                    throw new LinregException(table.name() + ": there is a column " + Text.quote(name)
                            + " already; rename it, or leave --append out");
                });
    }

    private void predict(List<Predictor> predictors, RowReader table, OutputStream out) throws IOException {
        BufferedWriter writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
        CSVFormat format = CSVFormat.DEFAULT.builder().setRecordSeparator("\n").get();
        CSVPrinter printer = new CSVPrinter(writer, format);
        List<Object> fields = new ArrayList<>(append ? table.header() : List.of());
        predictors.forEach(predictor -> fields.addAll(predictor.names()));
        printer.printRecord(fields);
        while (table.next()) {
            fields.clear();
            fields.addAll(append ? table.fields() : List.of());
            predictors.forEach(predictor -> fields.addAll(predictor.predict(table)));
            printer.printRecord(fields);
        }
        printer.flush();
    }
}
