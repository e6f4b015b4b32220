package io.linreg.report;

import io.linreg.data.Dataset;
import io.linreg.data.DesignJson;
import io.linreg.data.LeftOut;
import io.linreg.inference.Inference;
import io.linreg.model.Metrics;
import io.linreg.model.TrainingRun;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A finished training run, with all that the output formats show of it.
 *
 * @param source where the data comes from
 * @param rows rows used, to train on and held out
 * @param dropped how many rows were dropped, as a cell is missing in them
 * @param leftOut columns that were not learnt from
 * @param testSize the share of rows held out
 * @param splitSeed the seed of the split
 * @param streamed whether rows were read a block at a time and let go: the split is by a hash of their numbers
 * @param run the training
 * @param train how the model meets the training rows
 * @param test how it meets the held-out rows; null if there are none
 * @param predictions the held-out rows predicted; the training rows if none were held out; some of them where rows were streamed
 * @param seconds what was spent where
 * @param inference what the training rows say beyond the coefficients; null if it was not asked for
 */
public record TrainingReport(
        String source,
        long rows,
        long dropped,
        List<LeftOut> leftOut,
        double testSize,
        long splitSeed,
        boolean streamed,
        TrainingRun run,
        Metrics train,
        Metrics test,
        Predictions predictions,
        Seconds seconds,
        Inference inference) {
    private static final int MOST_NAMES = 10;

    /**
     * Predictions beside their targets.
     *
     * @param rows the rows' numbers in the data, from 0
     * @param actual their targets
     * @param predicted the predictions for them
     */
    public record Predictions(long[] rows, double[] actual, double[] predicted) {
        /** The given rows of a data set were the rows of this one, in the same order. */
        public static Predictions of(long[] rows, Dataset data, double[] predicted) {
            double[] actual = new double[predicted.length];
            for (int i = 0; i < actual.length; i++) {
                actual[i] = data.y(i);
            }
            return new Predictions(rows, actual, predicted);
        }

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
     * @param total from the opening of the data to the last prediction; neither the JVM's start nor the writing of files
     */
    public record Seconds(double load, double upload, double train, double total) {}

    /** The same, with the time that the whole took. */
    public TrainingReport withTotal(double total) {
        Seconds whole = new Seconds(seconds.load(), seconds.upload(), seconds.train(), total);
        return new TrainingReport(
                source,
                rows,
                dropped,
                leftOut,
                testSize,
                splitSeed,
                streamed,
                run,
                train,
                test,
                predictions,
                whole,
                inference);
    }

    /** The columns that were not learnt from, with reasons, the first ten of them. */
    String leftOutText() {
        String list = leftOut.stream().limit(MOST_NAMES).map(LeftOut::toString).collect(Collectors.joining(", "));
        int more = leftOut.size() - MOST_NAMES;
        return more > 0 ? list + " and " + more + " more" : list;
    }

    /** Whether the predictions are of rows that the model has not seen. */
    public boolean heldOut() {
        return test != null;
    }

    /** Whether the training rows' residuals and leverages are known. */
    boolean diagnosed() {
        return inference != null && !streamed;
    }

    /** Where the data comes from and how it was split, as JSON. */
    public Map<String, Object> dataJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("source", source);
        json.put("rows", rows);
        json.put("dropped_rows", dropped);
        json.put("features", run.model().features());
        json.put("target", run.model().target());
        json.put("dropped", leftOut.stream().map(LeftOut::column).toList());
        if (!run.model().design().isPlain()) {
            json.put("encoding", DesignJson.of(run.model().design()));
        }
        json.put("train_rows", train.rows());
        json.put("test_rows", heldOut() ? test.rows() : 0L);
        json.put("streamed", streamed);
        return json;
    }

    /** The metrics as JSON. */
    public Map<String, Object> metricsJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("train", train.toJson());
        json.put("test", heldOut() ? test.toJson() : null);
        return json;
    }
}
