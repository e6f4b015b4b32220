package io.linreg.bench;

import io.linreg.backend.Gradient;
import io.linreg.data.Precision;
import java.util.ArrayList;
import java.util.List;

/**
 * What is to be timed.
 *
 * @param rows n, at least four for each parameter, so that the data determines the answer well
 * @param features d
 * @param epochs how many are timed
 * @param gradients how epochs are computed, one after the other on the same data; null among them stands for what suits the
 *     device best
 * @param precision of the data
 * @param targets how many of the same rows, trained at the same time
 */
public record BenchmarkSettings(
        long rows, int features, int epochs, List<Gradient> gradients, Precision precision, int targets) {
    private static final long MOST_ROWS = 1_000_000_000_000L;
    private static final int MOST_FEATURES = 10_000;
    private static final int MOST_EPOCHS = 1_000_000_000;
    private static final int MOST_TARGETS = 1000;
    private static final int ROWS_EACH = 4;

    /**
     * Checks them.
     *
     * @throws IllegalArgumentException if one of them is out of range
     */
    public BenchmarkSettings {
        require("features", features, 1, MOST_FEATURES);
        require("rows", rows, ROWS_EACH * (features + 1L), MOST_ROWS);
        require("epochs", epochs, 1, MOST_EPOCHS);
        gradients = new ArrayList<>(gradients); // may hold null, which List.copyOf refuses
        if (gradients.isEmpty()) {
            throw new IllegalArgumentException("there is no gradient to time");
        }
        require("targets", targets, 1, MOST_TARGETS);
        if (targets > 1 && gradients.contains(Gradient.GRAM)) {
            throw new IllegalArgumentException("several targets are timed with gemv and fused; leave gram out");
        }
    }

    /** For one target. */
    public BenchmarkSettings(long rows, int features, int epochs, List<Gradient> gradients, Precision precision) {
        this(rows, features, epochs, gradients, precision, 1);
    }

    private static void require(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " must be from " + least + " to " + most + ", not " + value
                    + (name.equals("rows") && value > 0 && value < least ? ": four for each parameter" : ""));
        }
    }

    /** The bytes of X. */
    long bytes() {
        return rows * features * precision.bytes();
    }
}
