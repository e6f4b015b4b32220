package io.linreg.data;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * Brings features to mean 0 and standard deviation 1, as scikit-learn's StandardScaler does: the deviation is the
 * population's (divided by n), and a feature that does not vary is only centred. Without an intercept the origin must stay
 * where it is: features are then not centred, and scaled by their deviation from the origin, the root mean square.
 *
 * <p>The target is centred, too, where there is an intercept to take its mean up: far from 0 it would otherwise lose what
 * varies in it to the rounding of a float.
 *
 * @param means what is subtracted from each feature
 * @param scales what it is then divided by, never 0
 * @param targetMean what is subtracted from the target
 */
public record Standardizer(double[] means, double[] scales, double targetMean) implements Serializable {
    /** Leaves d features as they are. */
    public static Standardizer identity(int features) {
        double[] ones = new double[features];
        Arrays.fill(ones, 1);
        return new Standardizer(new double[features], ones, 0);
    }

    /** Whether it leaves everything as it is. */
    public boolean isIdentity() {
        return targetMean == 0
                && Arrays.stream(means).allMatch(mean -> mean == 0)
                && Arrays.stream(scales).allMatch(scale -> scale == 1);
    }

    /**
     * Measures a data set.
     *
     * @param centre whether to subtract means
     */
    public static Standardizer fit(Dataset data, boolean centre) {
        Spread spread = Spread.of(data, centre);
        int d = data.features().size();
        return new Standardizer(
                Arrays.copyOf(spread.centres(), d), Arrays.copyOf(spread.deviations(), d), spread.centres()[d]);
    }

    /**
     * The same for the features, with the mean of another target of the same rows.
     *
     * @param data with that target
     * @param centre whether to subtract its mean
     */
    public Standardizer forTarget(Dataset data, boolean centre) {
        Dataset narrow = data.project(data.features().subList(0, 1));
        return new Standardizer(means, scales, fit(narrow, centre).targetMean());
    }

    /**
     * A data set that was standardised, with the target of another one of the same rows. The features stand in memory once.
     *
     * @param data with that target, which is centred by this
     */
    public Dataset retarget(Dataset standardized, Dataset data) {
        return standardized.withTarget(data.target(), i -> data.y(i) - targetMean);
    }

    /** The data set, standardised, in the given precision. */
    public Dataset apply(Dataset data, Precision precision) {
        DatasetBuilder standardized = Dataset.builder(data.features(), data.target(), precision);
        List<RowBlock> blocks = standardized.reserve(data.rows(), true);
        int blockRows = standardized.blockRows();
        RowParts.each(data.rows(), (from, to) -> {
            double[] row = new double[means.length];
            for (long i = from; i < to; i++) {
                data.copyRow(i, row);
                for (int j = 0; j < row.length; j++) {
                    row[j] = (row[j] - means[j]) / scales[j];
                }
                blocks.get((int) (i / blockRows)).setRow((int) (i % blockRows), row, data.y(i) - targetMean);
            }
            return null;
        });
        return standardized.build();
    }
}
