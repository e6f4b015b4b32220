package io.linreg.data;

import io.linreg.base.LinregException;
import io.linreg.base.Text;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How many rows have each level of a categorical column.
 *
 * @param weights what these rows weigh together
 */
record LevelCounts(String name, List<String> levels, long[] counts, double[] weights) {
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

    /** Of these rows and those behind them, whose column has all levels that these have, and maybe more. */
    LevelCounts merge(LevelCounts behind) {
        LevelCounts sum = new LevelCounts(name, behind.levels, behind.counts.clone(), behind.weights.clone());
        for (int k = 0; k < counts.length; k++) {
            int at = behind.levels.indexOf(levels.get(k));
            sum.counts[at] += counts[k];
            sum.weights[at] += weights[k];
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
