package io.linreg.data;

import io.linreg.base.LinregException;
import io.linreg.base.Text;
import java.io.Serializable;

/** The weighted mean of the numbers of a column that are there, summed with their rounding errors. */
final class ColumnMean implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String name;
    private double sum;
    private double errors;
    private double total;

    ColumnMean(String name) {
        this.name = name;
    }

    ColumnMean add(Dataset rows, int feature) {
        for (long i = 0; i < rows.rows(); i++) {
            double weight = rows.weight(i);
            double value = weight * rows.x(i, feature);
            if (!Double.isNaN(value)) {
                add(value);
                total += weight;
            }
        }
        return this;
    }

    private void add(double value) {
        double next = sum + value;
        double shift = next - sum;
        errors += (sum - (next - shift)) + (value - shift);
        sum = next;
    }

    /** Takes in the numbers of rows behind these. */
    ColumnMean merge(ColumnMean behind) {
        add(behind.sum);
        errors += behind.errors;
        total += behind.total;
        return this;
    }

    /**
     * The mean.
     *
     * @throws LinregException if there is none
     */
    double value() {
        String column = "column " + Text.quote(name);
        if (total == 0) {
            throw new LinregException(
                    column + ": every training row misses it, and so there is no mean to fill it with; leave it out");
        }
        double mean = (sum + errors) / total;
        if (!Double.isFinite(mean)) {
            throw new LinregException(column + ": its mean is beyond the range of a double; give it in larger units");
        }
        return mean;
    }
}
