package io.linreg.data;

import java.util.ArrayList;
import java.util.List;

/**
 * Weighted least squares as plain least squares: with v_i the weight of row i over the mean weight,
 *
 * <pre>
 *   sum w_i r_i^2 / sum w_i = sum (sqrt(v_i) r_i)^2 / n
 * </pre>
 *
 * so each row is multiplied by sqrt(v_i), and with it the column of ones that belongs to the intercept: it becomes a feature,
 * the last one, whose coefficient is b. So everything that computes epochs computes weighted ones.
 */
public final class WeightedRows {
    private WeightedRows() {}

    /**
     * The rows of a weighted data set, standardised first and then multiplied.
     *
     * @param intercept whether to add the intercept's column
     */
    public static Dataset of(Dataset data, Standardizer standardizer, boolean intercept, Precision precision) {
        int d = data.features().size();
        List<String> features = new ArrayList<>(data.features());
        if (intercept) {
            features.add(nameOfOnes(data));
        }
        double mean = data.totalWeight() / data.rows();
        DatasetBuilder weighted = Dataset.builder(features, data.target(), precision);
        List<RowBlock> blocks = weighted.reserve(data.rows(), true);
        int blockRows = weighted.blockRows();
        RowParts.each(data.rows(), (from, to) -> {
            double[] x = new double[d];
            double[] row = new double[features.size()];
            for (long i = from; i < to; i++) {
                data.copyRow(i, x);
                double root = Math.sqrt(data.weight(i) / mean);
                for (int j = 0; j < d; j++) {
                    row[j] = root
                            * ((x[j] - standardizer.means()[j]) / standardizer.scales()[j]);
                }
                if (intercept) {
                    row[d] = root;
                }
                double y = root * (data.y(i) - standardizer.targetMean());
                blocks.get((int) (i / blockRows)).setRow((int) (i % blockRows), row, y);
            }
            return null;
        });
        return weighted.build();
    }

    /**
     * Weighted rows with the target of another data set of the same rows and weights. The features stand in memory once.
     *
     * @param weighted as made here
     * @param data with that target
     * @param standardizer that centres it
     */
    public static Dataset retarget(Dataset weighted, Dataset data, Standardizer standardizer) {
        double mean = data.totalWeight() / data.rows();
        return weighted.withTarget(
                data.target(), i -> Math.sqrt(data.weight(i) / mean) * (data.y(i) - standardizer.targetMean()));
    }

    /** Like no other column. */
    private static String nameOfOnes(Dataset data) {
        String name = "1";
        while (data.features().contains(name) || data.target().equals(name)) {
            name += "'";
        }
        return name;
    }
}
