package io.linreg.testing;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** A section of reference.json: figures of scikit-learn, NumPy and statsmodels for the Advertising data. */
public record Reference(Map<?, ?> values) {
    public static Reference section(String name) {
        try (InputStream in = Reference.class.getResourceAsStream("/io/linreg/reference.json")) {
            return new Reference((Map<?, ?>) JSON.std.mapFrom(in).get(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public double number(String key) {
        return ((Number) values.get(key)).doubleValue();
    }

    public double[] numbers(String key) {
        return ((Collection<?>) values.get(key))
                .stream().mapToDouble(value -> ((Number) value).doubleValue()).toArray();
    }

    /** The losses by epoch. */
    public TreeMap<Integer, Double> losses() {
        TreeMap<Integer, Double> losses = new TreeMap<>();
        ((Map<?, ?>) values.get("loss_before_epoch"))
                .forEach((epoch, loss) -> losses.put(Integer.valueOf((String) epoch), ((Number) loss).doubleValue()));
        return losses;
    }
}
