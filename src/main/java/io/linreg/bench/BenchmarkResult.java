package io.linreg.bench;

import io.linreg.backend.Device;
import io.linreg.backend.Gradient;
import io.linreg.base.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one way to compute the gradient takes.
 *
 * @param settings what was timed
 * @param device where
 * @param description the device, and what it computes with
 * @param gradient how
 * @param answerError how far off the known answer was, as a share of it
 * @param generateSeconds to make the data
 * @param uploadSeconds to bring it onto the device
 * @param trainSeconds to run the epochs; with gram, to compute the moments, too
 * @param readBandwidth bytes a second that plain reading reaches, measured before and after
 */
public record BenchmarkResult(
        BenchmarkSettings settings,
        Device device,
        String description,
        Gradient gradient,
        double answerError,
        double generateSeconds,
        double uploadSeconds,
        double trainSeconds,
        double readBandwidth) {

    BenchmarkResult withReadBandwidth(double measured) {
        return new BenchmarkResult(
                settings,
                device,
                description,
                gradient,
                answerError,
                generateSeconds,
                uploadSeconds,
                trainSeconds,
                measured);
    }

    public double epochsPerSecond() {
        return settings.epochs() / trainSeconds;
    }

    public double rowsPerSecond() {
        return settings.rows() * epochsPerSecond();
    }

    /** X, once an epoch; with gram, what would have been read. */
    public double bytesPerSecond() {
        return settings.bytes() * epochsPerSecond();
    }

    public double shareOfReadBandwidth() {
        return bytesPerSecond() / readBandwidth;
    }

    public Map<String, Object> toJson() {
        Map<String, Object> where = new LinkedHashMap<>();
        where.put("kind", device.kind().toString());
        where.put("name", device.name());
        where.put("index", device.index());
        where.put("description", description);
        Map<String, Object> seconds = new LinkedHashMap<>();
        seconds.put("generate", generateSeconds);
        seconds.put("upload", uploadSeconds);
        seconds.put("train", trainSeconds);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rows", settings.rows());
        json.put("features", settings.features());
        if (settings.targets() > 1) {
            json.put("targets", settings.targets());
        }
        json.put("epochs", settings.epochs());
        json.put("device", where);
        json.put("gradient", gradient.toString());
        json.put("precision", settings.precision().toString());
        json.put("answer_error", Json.number(answerError));
        json.put("seconds", seconds);
        json.put("seconds_per_epoch", trainSeconds / settings.epochs());
        json.put("epochs_per_second", Json.number(epochsPerSecond()));
        json.put("rows_per_second", Json.number(rowsPerSecond()));
        json.put("gigabytes_per_second", Json.number(bytesPerSecond() * 1e-9));
        json.put("read_gigabytes_per_second", Json.number(readBandwidth * 1e-9));
        json.put("share_of_read_bandwidth", Json.number(shareOfReadBandwidth()));
        return json;
    }
}
