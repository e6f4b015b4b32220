package io.linreg.data;

import io.linreg.base.LinregException;
import io.linreg.base.Text;
import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * How many rows have each level of a categorical column.
 *
 * @param weights what these rows weigh together
 */
record LevelCounts(String name, List<String> levels, long[] counts, double[] weights) implements Serializable {
    static LevelCounts of(Dataset data, int feature) {
        String name = data.features().get(feature);
        List<String> all = data.frame().levels().get(name);
        long[] counts = new long[all.size()];
        double[] weights = new double[all.size()];
        for (long i = 0; i < data.rows(); i++) {
            double code = data.x(i, feature);
            if (!Double.isNaN(code)) {
                counts[(int) code]++;
                weights[(int) code] += data.weight(i);
            }
        }
        return new LevelCounts(name, all, counts, weights);
    }

    /**
     * Of these rows and those behind them.
     *
     * @throws LinregException if they have too many levels together
     */
    LevelCounts merge(LevelCounts behind) {
        Set<String> union = new HashSet<>(levels);
        union.addAll(behind.levels);
        if (union.size() > Levels.MOST) {
            throw new LinregException(
                    "column " + Text.quote(name) + " has " + union.size() + " levels or more, and more than "
                            + Levels.MOST + " are not supported; group them, or leave the column out with --drop");
        }
        LevelCounts sum = new LevelCounts(name, Levels.sorted(union), new long[union.size()], new double[union.size()]);
        for (LevelCounts part : List.of(this, behind)) {
            for (int k = 0; k < part.counts.length; k++) {
                int at = sum.levels.indexOf(part.levels.get(k));
                sum.counts[at] += part.counts[k];
                sum.weights[at] += part.weights[k];
            }
        }
        return sum;
    }

    /**
     * The column, with the levels that occur, in their order.
     *
     * @param filled whether a missing cell is taken for the level that weighs most, the first of them
     */
    InputColumn.Categorical column(boolean filled) {
        List<String> present = present();
        if (present.isEmpty()) {
            throw new LinregException("column " + Text.quote(name)
                    + ": every training row misses it, and so there is no level to fill it with; leave it out");
        }
        int most = 0;
        for (int k = 0; k < weights.length; k++) {
            most = weights[k] > weights[most] ? k : most;
        }
        return new InputColumn.Categorical(name, present, filled ? levels.get(most) : null);
    }

    /** The levels that occur, in their order. */
    List<String> present() {
        return IntStream.range(0, counts.length)
                .filter(k -> counts[k] > 0)
                .mapToObj(levels::get)
                .toList();
    }

    /** The indicators of levels that one row alone has. */
    List<String> rare() {
        return IntStream.range(0, counts.length)
                .filter(k -> counts[k] == 1)
                .mapToObj(k -> InputColumn.Categorical.indicator(name, levels.get(k)))
                .toList();
    }

    /** Whether no row has another level than the others. */
    boolean isConstant() {
        return present().size() == 1;
    }
}
