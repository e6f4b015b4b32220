package io.linreg.data;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the numbers of a data set stand for, where they are not simply numbers. R calls such a data set a model frame; a
 * {@link Design} makes the design matrix of it.
 *
 * @param levels for each categorical column its levels; the column holds their positions in this list, from 0
 * @param gaps whether cells may be missing: they are NaN, and to be filled
 */
public record Frame(Map<String, List<String>> levels, boolean gaps) {
    /** Numbers, and every one of them there. */
    public static final Frame NUMBERS = new Frame(Map.of(), false);

    public Frame {
        Map<String, List<String>> copy = new TreeMap<>();
        levels.forEach((column, names) -> copy.put(column, List.copyOf(names)));
        levels = Collections.unmodifiableMap(copy);
    }

    /** Whether a column holds levels. */
    boolean isCategorical(String column) {
        return levels.containsKey(column);
    }

    /** Checks that a data set has the columns, and that they hold nothing but positions of levels. */
    void requireFits(Dataset data) {
        levels.forEach((column, names) -> {
            int j = data.features().indexOf(column);
            if (j < 0) {
                throw new IllegalArgumentException("no feature " + column);
            }
            for (long i = 0; i < data.rows(); i++) {
                double code = data.x(i, j);
                boolean missing = gaps && Double.isNaN(code);
                if (!missing && !(code >= 0 && code < names.size() && code == (int) code)) {
                    throw new IllegalArgumentException(column + " has no level " + code);
                }
            }
        });
    }

    /** Whether there is nothing but numbers. */
    public boolean isPlain() {
        return levels.isEmpty() && !gaps;
    }
}
