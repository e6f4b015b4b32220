package io.linreg.cli;

import io.linreg.base.AtomicFile;
import io.linreg.base.LinregException;
import io.linreg.base.Text;
import io.linreg.data.CsvReader;
import io.linreg.data.DesignCells;
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
            paramLabel = "DATA",
            converter = DataOptions.DataConverter.class,
            description = "a CSV file (.csv, .csv.gz), or - for standard input")
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
        new DistinctFiles()
                .input("the data", data)
                .input("the model", model.toString())
                .output("--output", output);
        LinearModels fitted = LinearModels.load(model);
        try (CsvReader csv = new CsvReader(DataOptions.source(data, streams), dataOptions.delimiter)) {
            List<Predictor> predictors = predictors(fitted, csv);
            if (append) {
                requireNew(predictors, csv);
            }
            if (output == null) {
                streams.print(out -> predict(predictors, csv, out));
            } else {
                AtomicFile.write(output, out -> predict(predictors, csv, out));
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
        List<Double> predict(CsvReader csv) {
            double[] x = cells.row(csv, columns);
            double prediction = model.predict(x);
            double either = reach == null ? 0 : reach.applyAsDouble(x);
            if (!Double.isFinite(prediction) || !Double.isFinite(prediction - either + either)) {
                throw new LinregException(
                        csv.name() + ", line " + csv.line() + ": the prediction is beyond the range of a double");
            }
            return reach == null ? List.of(prediction) : List.of(prediction, prediction - either, prediction + either);
        }
    }

    private List<Predictor> predictors(LinearModels fitted, CsvReader csv) {
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
                    DataOptions.columns(one, csv),
                    reach));
        }
        return predictors;
    }

    private static void requireNew(List<Predictor> predictors, CsvReader csv) {
        predictors.stream()
                .flatMap(predictor -> predictor.names().stream())
                .filter(csv.header()::contains)
                .findFirst()
                .ifPresent(name -> {
                    throw new LinregException(csv.name() + ": there is a column " + Text.quote(name)
                            + " already; rename it, or leave --append out");
                });
    }

    private void predict(List<Predictor> predictors, CsvReader csv, OutputStream out) throws IOException {
        BufferedWriter writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
        CSVFormat format = CSVFormat.DEFAULT.builder().setRecordSeparator("\n").get();
        CSVPrinter printer = new CSVPrinter(writer, format);
        List<Object> fields = new ArrayList<>(append ? csv.header() : List.of());
        predictors.forEach(predictor -> fields.addAll(predictor.names()));
        printer.printRecord(fields);
        while (csv.next()) {
            fields.clear();
            fields.addAll(append ? csv.fields() : List.of());
            predictors.forEach(predictor -> fields.addAll(predictor.predict(csv)));
            printer.printRecord(fields);
        }
        printer.flush();
    }
}
