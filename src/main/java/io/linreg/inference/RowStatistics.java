package io.linreg.inference;

import io.linreg.data.Dataset;
import io.linreg.data.RowParts;
import io.linreg.solver.OrthonormalCoordinates;
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
record RowStatistics(double[] residuals, double[] leverages, double logWeights, double[] spread) {
    /** With no more left to 1, a residual is rounding noise. */
    private static final double LEAST_REST = 1e-10;

    /** Whether a row of that leverage alone decides its fitted value: its residual is 0, and says nothing. */
    static boolean isDetermined(double leverage) {
        return 1 - leverage <= LEAST_REST;
    }

    private record Part(double logWeights, double[] spread) {
        Part plus(Part other) {
            for (int k = 0; spread != null && k < spread.length; k++) {
                spread[k] += other.spread[k];
            }
            return new Part(logWeights + other.logWeights, spread);
        }
    }

    /** @param design the columns of the design matrix, rows of weight 0 left out */
    static RowStatistics over(Dataset design, ExactFit fit, StandardErrors errors) {
        int n = Math.toIntExact(design.rows());
        int d = fit.features();
        double[] residuals = new double[n];
        double[] leverages = new double[n];
        OrthonormalCoordinates coordinates = fit.coordinates();
        List<Part> parts = RowParts.each(n, (from, to) -> {
            double[] x = new double[d];
            double[] u = new double[coordinates.count()];
            double[] spread = errors == StandardErrors.CLASSICAL ? null : new double[u.length * u.length];
            double logWeights = 0;
            for (int i = (int) from; i < to; i++) {
                double weight = design.weight(i);
                design.copyRow(i, x);
                coordinates.of(x, u);
                residuals[i] = Math.sqrt(weight) * (design.y(i) - fit.centre()[d] - fit.deviation(x));
                leverages[i] = Math.min(1, weight * ExactFit.squares(u));
                logWeights += Math.log(weight);
                if (spread != null) {
                    addProducts(weight * errors.variance(residuals[i], leverages[i]), u, spread);
                }
            }
            return new Part(logWeights, spread);
        });
        Part all = parts.stream().reduce(Part::plus).orElseThrow();
        return new RowStatistics(residuals, leverages, all.logWeights, all.spread);
    }

    private static void addProducts(double factor, double[] u, double[] products) {
        for (int j = 0; j < u.length; j++) {
            double scaled = factor * u[j];
            int row = j * u.length;
            for (int k = 0; k < u.length; k++) {
                products[row + k] += scaled * u[k];
            }
        }
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
