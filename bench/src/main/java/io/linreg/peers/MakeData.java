package io.linreg.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Writes the data of a comparison, and what is right about it as JSON: {@code raw ROWSxFEATURES FOLDER EPOCHS} or {@code csv
 * ROWSxFEATURES FOLDER}.
 */
public final class MakeData {
    private MakeData() {}

    public static void main(String[] args) throws IOException {
        MadeRows rows = MadeRows.of(args[1]);
        Path folder = Path.of(args[2]);
        StringBuilder truth = new StringBuilder("{\"learning_rate\": " + rows.learningRate());
        add(truth, "solution", rows.answer());
        if (args[0].equals("csv")) {
            CsvFile.write(rows, folder.resolve("data.csv"));
            add(truth, "means", CsvFile.means(rows));
        } else {
            RawRows.write(rows, folder);
            Rows written = new RawRows(folder, rows.features());
            add(truth, "epochs", Reference.descend(written, rows.learningRate(), Integer.parseInt(args[3])));
        }
        Files.writeString(folder.resolve("truth.json"), truth.append("}\n"));
    }

    private static void add(StringBuilder json, String name, double[] values) {
        json.append(", \"").append(name).append("\": ").append(Arrays.toString(values));
    }
}
