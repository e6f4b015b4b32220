package io.linreg.inference;

import io.linreg.data.Dataset;
import java.util.Arrays;
import java.util.List;

/**
 * What one pass over the training rows tells beyond their moments. A row that has a weight stands for itself times the root of its
 * weight.
 *
 * @param residuals actual less fitted, of each row
 * @param leverages h of each row, from 0 to 1: how much of its fitted value is its own target
 * @param logWeights the sum of the logarithms of the weights
 * @param spread the sum over rows of v u u', u the row's coordinates and v the variance that robust errors give it, row by row;
 *     null for classical errors
 */
record RowStatistics(double[] residuals, double[] leverages, double logWeights, double[][] spread) {
    /** With no more left to 1, a residual is rounding noise. */
    private static final double LEAST_REST = 1e-10;

    /** Whether a row of that leverage alone decides its fitted value: its residual is 0, and says nothing. */
    static boolean isDetermined(double leverage) {
        return 1 - leverage <= LEAST_REST;
    }

    /** @param design the columns of the design matrix, rows of weight 0 left out */
    static RowStatistics over(Dataset design, ExactFit fit, StandardErrors errors) {
        int n = Math.toIntExact(design.rows());
        double[] residuals = new double[n];
        double[] leverages = new double[n];
        List<RowPass> parts = design.overPanels(panels -> {
            RowPass pass = new RowPass(design, fit, errors, residuals, leverages);
            panels.forEach(pass::add);
            return pass;
        });
        parts.stream().skip(1).forEach(parts.get(0)::add);
        return new RowStatistics(
                residuals, leverages, parts.get(0).logWeights(), parts.get(0).spread());
    }

    /** The sum of squared differences of neighbouring residuals by their sum of squares: 2 where they are independent. */
    double durbinWatson() {
        double differences = 0;
        double squares = 0;
        for (int i = 0; i < residuals.length; i++) {
            double difference = i == 0 ? 0 : residuals[i] - residuals[i - 1];
            differences += difference * difference;
            squares += residuals[i] * residuals[i];
        }
        return differences / squares;
    }

    /** Minimum, first quartile, median, third quartile and maximum of the residuals, between rows where they fall so. */
    double[] quartiles() {
        double[] sorted = residuals.clone();
        Arrays.parallelSort(sorted);
        double[] quartiles = new double[5];
        for (int q = 0; q < quartiles.length; q++) {
            double place = (sorted.length - 1) * (q / 4.0);
            int below = (int) place;
            int above = Math.min(below + 1, sorted.length - 1);
            quartiles[q] = sorted[below] + (place - below) * (sorted[above] - sorted[below]);
        }
        return quartiles;
    }
}
