package io.linreg.report;

import io.linreg.model.Metrics;
import io.linreg.model.TrainingRun;
import java.util.List;

/**
 * A finished training run, with all that the output formats show of it.
 *
 * @param source where the data comes from
 * @param rows rows read
 * @param dropped columns left out of the data: by wish, as an index, as constants
 * @param testSize the share of rows held out
 * @param splitSeed the seed of the split
 * @param run the training
 * @param train how the model meets the training rows
 * @param test how it meets the held-out rows; null if there are none
 * @param predictions the held-out rows predicted; the training rows if none were held out
 * @param seconds what was spent where
 */
public record TrainingReport(
        String source,
        long rows,
        List<String> dropped,
        double testSize,
        long splitSeed,
        TrainingRun run,
        Metrics train,
        Metrics test,
        Predictions predictions,
        Seconds seconds) {

    /**
     * Predictions beside their targets.
     *
     * @param rows the rows' numbers in the data, from 0
     * @param actual their targets
     * @param predicted the predictions for them
     */
    public record Predictions(int[] rows, double[] actual, double[] predicted) {
        public int size() {
            return rows.length;
        }
    }

    /**
     * Wall-clock times.
     *
     * @param load reading and splitting the data
     * @param upload opening the device and putting the data onto it
     * @param train all epochs
     * @param total from the start of the program
     */
    public record Seconds(double load, double upload, double train, double total) {}

    /** Whether the predictions are of rows that the model has not seen. */
    public boolean heldOut() {
        return test != null;
    }
}
