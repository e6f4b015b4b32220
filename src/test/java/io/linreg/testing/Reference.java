package io.linreg.testing;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** Figures of scikit-learn, NumPy and statsmodels for the Advertising data: a section of reference.json, or of another file. */
public record Reference(Map<?, ?> values) {
    public static Reference section(String name) {
        return of("reference.json").at(name);
    }

    /** All of a file of figures. */
    public static Reference of(String file) {
        try (InputStream in = Reference.class.getResourceAsStream("/io/linreg/" + file)) {
            return new Reference(JSON.std.mapFrom(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A section of this one. */
    public Reference at(String key) {
        return new Reference((Map<?, ?>) values.get(key));
    }

    /** A list of lists of numbers. */
    public double[][] table(String key) {
        return ((Collection<?>) values.get(key))
                .stream()
                        .map(row -> ((Collection<?>) row)
                                .stream()
                                        .mapToDouble(value -> ((Number) value).doubleValue())
                                        .toArray())
                        .toArray(double[][]::new);
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
