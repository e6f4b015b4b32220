package io.linreg.cli;

import io.linreg.base.AtomicFile;
import io.linreg.base.LinregException;
import io.linreg.base.Text;
import io.linreg.data.CsvReader;
import io.linreg.data.DesignCells;
import io.linreg.model.LinearModel;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Predicts the rows of a table, one after another: it needs no more memory for a large one. */
@Command(
        name = "predict",
        description = "Predicts the target for each row of a table. Columns are found by name, in any order.",
        sortOptions = false,
        usageHelpAutoWidth = true,
        versionProvider = CommonOptions.class)
final class PredictCommand implements Callable<Integer> {
    private static final String PREDICTION = "prediction";

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
    private UnseenOption unseen;

    @Mixin
    private DataOptions dataOptions;

    @Mixin
    CommonOptions common;

    private final Streams streams;

    PredictCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        new DistinctFiles()
                .input("the data", data)
                .input("the model", model.toString())
                .output("--output", output);
        LinearModel fitted = LinearModel.load(model);
        try (CsvReader csv = new CsvReader(DataOptions.source(data, streams), dataOptions.delimiter)) {
            int[] columns = DataOptions.columns(fitted, csv);
            if (append && csv.header().contains(PREDICTION)) {
                throw new LinregException(csv.name() + ": there is a column " + Text.quote(PREDICTION)
                        + " already; rename it, or leave --append out");
            }
            if (output == null) {
                streams.print(out -> predict(fitted, csv, columns, out));
            } else {
                AtomicFile.write(output, out -> predict(fitted, csv, columns, out));
            }
        }
        return 0;
    }

    private void predict(LinearModel fitted, CsvReader csv, int[] columns, OutputStream out) throws IOException {
        BufferedWriter writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
        CSVFormat format = CSVFormat.DEFAULT.builder().setRecordSeparator("\n").get();
        CSVPrinter printer = new CSVPrinter(writer, format);
        List<Object> fields = new ArrayList<>(append ? csv.header() : List.of());
        fields.add(PREDICTION);
        printer.printRecord(fields);
        DesignCells cells = new DesignCells(fitted.design(), unseen.choice);
        while (csv.next()) {
            fields.clear();
            fields.addAll(append ? csv.fields() : List.of());
            double prediction = fitted.predict(cells.row(csv, columns));
            if (!Double.isFinite(prediction)) {
                throw new LinregException(
                        csv.name() + ", line " + csv.line() + ": the prediction is beyond the range of a double");
            }
            fields.add(prediction);
            printer.printRecord(fields);
        }
        printer.flush();
    }
}
