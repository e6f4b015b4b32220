package io.linreg.peers;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Rows as CSV: features, then the target. */
public final class CsvFile {
    private CsvFile() {}

    /** Writes it. */
    public static void write(Rows rows, Path file) throws IOException {
        float[] x = new float[rows.features()];
        try (BufferedWriter csv = Files.newBufferedWriter(file)) {
            csv.write(String.join(",", rows.names()) + ",y\n");
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < rows.rows(); i++) {
                line.setLength(0);
                float y = rows.copy(i, x);
                for (float value : x) {
                    line.append(value).append(',');
                }
                csv.append(line.append(y).append('\n'));
            }
        }
    }

    /** The mean of each column, the target's last. */
    public static double[] means(Rows rows) {
        double[] means = new double[rows.features() + 1];
        float[] x = new float[rows.features()];
        for (int i = 0; i < rows.rows(); i++) {
            means[x.length] += rows.copy(i, x);
            for (int j = 0; j < x.length; j++) {
                means[j] += x[j];
            }
        }
        for (int j = 0; j < means.length; j++) {
            means[j] /= rows.rows();
        }
        return means;
    }
}
