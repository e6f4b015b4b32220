package io.linreg.inference;

import io.linreg.data.ColumnReader;
import io.linreg.data.Dataset;
import io.linreg.data.Panel;
import io.linreg.solver.OrthonormalCoordinates;
import java.util.Arrays;

/** The pass over a part of the training rows: panel by panel, column by column, in loops that become vector instructions. */
final class RowPass {
    /** So many rows at a time, as the sums take longer in and out of memory than to compute. */
    private static final int BATCH = 4;

    private final ExactFit fit;
    private final StandardErrors errors;
    private final OrthonormalCoordinates coordinates;
    private final boolean weighted;
    private final double[] residuals;
    private final double[] leverages;
    private final double[][] distances;
    private final double[][] u;
    private final ColumnReader reader = new ColumnReader();
    private final double[] fitted = new double[Panel.ROWS];
    private final double[] targets = new double[Panel.ROWS];
    private final double[] weights = new double[Panel.ROWS];
    private final double[] squares = new double[Panel.ROWS];
    private final double[][] spread;
    private double logWeights;

    /**
     * @param residuals of all rows, to be filled in
     * @param leverages of all rows, to be filled in
     */
    RowPass(Dataset design, ExactFit fit, StandardErrors errors, double[] residuals, double[] leverages) {
        this.fit = fit;
        this.errors = errors;
        this.coordinates = fit.coordinates();
        this.weighted = design.weighted();
        this.residuals = residuals;
        this.leverages = leverages;
        distances = new double[fit.features()][Panel.ROWS];
        u = new double[coordinates.count()][Panel.ROWS];
        spread = errors == StandardErrors.CLASSICAL ? null : new double[u.length][u.length];
        Arrays.fill(weights, 1);
    }

    void add(Panel panel) {
        int rows = panel.rows();
        int d = distances.length;
        Arrays.fill(fitted, 0, rows, fit.deviationAtCentre());
        for (int j = 0; j < d; j++) {
            double[] x = distances[j];
            double centre = fit.centre()[j];
            double coefficient = fit.parameters()[j];
            reader.copy(panel, j, x);
            for (int i = 0; i < rows; i++) {
                x[i] -= centre;
                fitted[i] += coefficient * x[i];
            }
        }
        reader.copy(panel, d, targets);
        if (weighted) {
            reader.copy(panel, d + 1, weights);
        }
        coordinates.of(distances, rows, u);
        Arrays.fill(squares, 0, rows, 0);
        for (double[] coordinate : u) {
            for (int i = 0; i < rows; i++) {
                squares[i] += coordinate[i] * coordinate[i];
            }
        }
        for (int i = 0; i < rows; i++) {
            int at = (int) panel.position(i);
            residuals[at] = Math.sqrt(weights[i]) * (targets[i] - fit.centre()[d] - fitted[i]);
            leverages[at] = Math.min(1, weights[i] * squares[i]);
            logWeights += Math.log(weights[i]);
            // From here on, what u is multiplied by: its square, with that of a tiny weight, might vanish.
            weights[i] = Math.sqrt(weights[i]) * Math.sqrt(errors.variance(residuals[at], leverages[at]));
        }
        if (spread != null) {
            addProducts(rows);
        }
        Arrays.fill(weights, 0, rows, 1);
    }

    /** Adds w v u u' of each row to the spread. */
    private void addProducts(int rows) {
        double[][] of = new double[BATCH][u.length];
        for (int first = 0; first < rows; first += BATCH) {
            for (int b = 0; b < BATCH; b++) {
                for (int j = 0; j < u.length; j++) {
                    of[b][j] = first + b < rows ? weights[first + b] * u[j][first + b] : 0;
                }
            }
            for (int j = 0; j < u.length; j++) {
                addRow(j, of);
            }
        }
    }

    /** From the diagonal on: the sums are symmetric. */
    private void addRow(int j, double[][] of) {
        double[] sums = spread[j];
        double[] u0 = of[0];
        double[] u1 = of[1];
        double[] u2 = of[2];
        double[] u3 = of[3];
        double f0 = u0[j];
        double f1 = u1[j];
        double f2 = u2[j];
        double f3 = u3[j];
        for (int k = j; k < u0.length; k++) {
            sums[k] += f0 * u0[k] + f1 * u1[k] + (f2 * u2[k] + f3 * u3[k]);
        }
    }

    /** Takes in what another part found. */
    void add(RowPass other) {
        logWeights += other.logWeights;
        for (int j = 0; spread != null && j < spread.length; j++) {
            for (int k = j; k < spread.length; k++) {
                spread[j][k] += other.spread[j][k];
            }
        }
    }

    double logWeights() {
        return logWeights;
    }

    /** The sum over rows of w v u u', row by row; null for classical errors. */
    double[][] spread() {
        for (int j = 0; spread != null && j < u.length; j++) {
            for (int k = 0; k < j; k++) {
                spread[j][k] = spread[k][j];
            }
        }
        return spread;
    }
}
