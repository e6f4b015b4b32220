package io.linreg.data;

import java.util.Arrays;

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
public record Standardizer(double[] means, double[] scales, double targetMean) {
    /** A column of numbers. */
    @FunctionalInterface
    private interface Values {
        double at(RowBlock block, int i);
    }

    /** Leaves d features as they are. */
    public static Standardizer identity(int features) {
        double[] ones = new double[features];
        Arrays.fill(ones, 1);
        return new Standardizer(new double[features], ones, 0);
    }

    /**
     * Measures a data set.
     *
     * @param centre whether to subtract means
     */
    public static Standardizer fit(Dataset data, boolean centre) {
        int d = data.features().size();
        double[] means = new double[d];
        double[] scales = new double[d];
        for (int j = 0; j < d; j++) {
            int feature = j;
            means[j] = centre ? mean(data, (block, i) -> block.x(i, feature)) : 0;
            scales[j] = deviation(data, j, means[j]);
        }
        return new Standardizer(means, scales, centre ? mean(data, RowBlock::y) : 0);
    }

    /** The mean in two steps: near, then corrected by the mean of what is left. That of equal numbers is exact. */
    private static double mean(Dataset data, Values values) {
        double near = 0;
        for (RowBlock block : data.blocks()) {
            for (int i = 0; i < block.rows(); i++) {
                near += values.at(block, i) / data.rows();
            }
        }
        double correction = 0;
        for (RowBlock block : data.blocks()) {
            for (int i = 0; i < block.rows(); i++) {
                correction += (values.at(block, i) - near) / data.rows();
            }
        }
        return Double.isFinite(correction) ? near + correction : near; // numbers of nearly the largest size, both signs
    }

    /** The deviation from the mean, or from any other centre, its squares taken in units of the largest one: they neither overflow nor vanish. */
    private static double deviation(Dataset data, int j, double mean) {
        double largest = 0;
        for (RowBlock block : data.blocks()) {
            for (int i = 0; i < block.rows(); i++) {
                largest = Math.max(largest, Math.abs(block.x(i, j) - mean));
            }
        }
        if (largest == 0 || !Double.isFinite(largest)) {
            return 1;
        }
        double squares = 0;
        for (RowBlock block : data.blocks()) {
            for (int i = 0; i < block.rows(); i++) {
                double deviation = (block.x(i, j) - mean) / largest;
                squares += deviation * deviation;
            }
        }
        return largest * Math.sqrt(squares / data.rows());
    }

    /** The data set, standardised, in the given precision. */
    public Dataset apply(Dataset data, Precision precision) {
        Dataset.Builder standardized = Dataset.builder(data.features(), data.target(), precision);
        double[] row = new double[means.length];
        for (long i = 0; i < data.rows(); i++) {
            data.copyRow(i, row);
            for (int j = 0; j < row.length; j++) {
                row[j] = (row[j] - means[j]) / scales[j];
            }
            standardized.add(row, data.y(i) - targetMean);
        }
        return standardized.build();
    }
}
