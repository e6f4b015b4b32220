package io.linreg.report;

import io.linreg.base.AtomicFile;
import java.io.BufferedWriter;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Predictions beside their targets, as CSV. */
public final class PredictionsCsv {
    private PredictionsCsv() {}

    /**
     * Writes a file with the columns row (numbered from 0, as the rows stand in the data), actual, predicted and
     * residual (actual - predicted).
     */
    public static void write(TrainingReport.Predictions predictions, Path file) {
        AtomicFile.write(file, out -> {
            BufferedWriter writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
            CSVPrinter printer = new CSVPrinter(
                    writer, CSVFormat.DEFAULT.builder().setRecordSeparator("\n").get());
            printer.printRecord("row", "actual", "predicted", "residual");
            for (int i = 0; i < predictions.size(); i++) {
                double actual = predictions.actual()[i];
                double predicted = predictions.predicted()[i];
                printer.printRecord(predictions.rows()[i], actual, predicted, actual - predicted);
            }
            printer.flush();
        });
    }
}
