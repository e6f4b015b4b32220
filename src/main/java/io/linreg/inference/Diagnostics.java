package io.linreg.inference;

import java.util.List;

/**
 * Training rows as plots of diagnosis show them. Standardised residuals are e / (s sqrt(1 - h)), of variance 1 where the model holds;
 * rows whose leverage is 1 have none, and are left out.
 *
 * @param rows n
 * @param shown rows evenly spaced among all, and the outlying and influential ones; in order
 * @param outlying the rows with the largest standardised residuals, the largest first
 * @param influential the rows with the largest Cook's distances, the largest first
 * @param normal quantiles of the standard normal distribution
 * @param standardized the standardised residuals' quantiles at the same probabilities: evenly spaced, the outlying ones among them
 */
public record Diagnostics(
        int rows, List<Row> shown, List<Row> outlying, List<Row> influential, double[] normal, double[] standardized) {
    /** Where rows were let go. */
    static final Diagnostics NONE = new Diagnostics(0, List.of(), List.of(), List.of(), new double[0], new double[0]);

    /**
     * A training row.
     *
     * @param number what the row is called, as by its number in the data
     * @param fitted its fitted value
     * @param standardized its standardised residual
     * @param normal the normal quantile at that residual's rank
     * @param leverage h
     * @param cook Cook's distance, r^2 h / (1 - h) / p: how far all fitted values move without this row (Technometrics 19, 1977)
     */
    public record Row(int number, double fitted, double standardized, double normal, double leverage, double cook) {}
}
