package io.linreg.solver;

import io.linreg.backend.LeastSquares;
import io.linreg.backend.Moments;
import io.linreg.testing.Problems;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A problem with what makes penalised fits hard: columns that are copies or nearly copies of others, that do not vary, and
 * that are of scales from 1e-8 to 1e8; rows fewer than columns.
 */
record PenaltyProblem(double[][] x, double[] y) {
    static PenaltyProblem random(int rows, int features, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] x = Problems.normal(random, rows, features);
        for (int j = 0; j < features; j++) {
            int kind = random.nextInt(8);
            double scale = Math.pow(10, random.nextInt(4) == 0 ? random.nextDouble(-8, 8) : 0);
            double mean = random.nextInt(3) == 0 ? scale * random.nextDouble(-10, 10) : 0;
            int other = j == 0 ? 0 : random.nextInt(j);
            for (double[] row : x) {
                row[j] = switch (kind) {
                    case 0 -> scale * row[other];
                    case 1 -> scale * (row[other] + 1e-6 * row[j]);
                    case 2 -> scale;
                    default -> mean + scale * row[j];
                };
            }
        }
        double[] y = Problems.normal(random, rows);
        double scale = Math.pow(10, random.nextDouble(-8, 8));
        double mean = random.nextDouble(-10, 10);
        for (int j = 0; j < features; j++) {
            double w = random.nextInt(2) == 0 ? 0 : random.nextGaussian();
            double size = 0;
            for (double[] row : x) {
                size = Math.max(size, Math.abs(row[j]));
            }
            for (int i = 0; i < rows; i++) {
                y[i] += w * x[i][j] / size;
            }
        }
        for (int i = 0; i < rows; i++) {
            y[i] = scale * (mean + y[i]);
        }
        return new PenaltyProblem(x, y);
    }

    /** The features divided by their deviations, but for those that do not vary. */
    PenaltyProblem standardized(boolean intercept) {
        double[] scales = gram(intercept).standardized().scales();
        for (int j = 0; j < scales.length; j++) {
            int column = j;
            if (Arrays.stream(x).allMatch(row -> row[column] == x[0][column])) {
                scales[j] = 1;
            }
        }
        double[][] scaled = new double[x.length][scales.length];
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < scales.length; j++) {
                scaled[i][j] = x[i][j] / scales[j];
            }
        }
        return new PenaltyProblem(scaled, y);
    }

    /** Features and target less their means, where there is an intercept to take them up. */
    PenaltyProblem centred(boolean intercept) {
        if (!intercept) {
            return this;
        }
        Moments moments = objective().moments();
        double[][] centred = new double[x.length][x[0].length];
        double[] target = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < x[i].length; j++) {
                centred[i][j] = x[i][j] - moments.mean(j);
            }
            target[i] = y[i] - moments.targetMean();
        }
        return new PenaltyProblem(centred, target);
    }

    LeastSquares objective() {
        return new Quadratic(x, y);
    }

    Gram gram(boolean intercept) {
        return Gram.of(objective().moments(), intercept, 0);
    }

    /** The smallest alpha without coefficients; for ridge one that nearly is. */
    double largestAlpha(double l1Ratio, boolean intercept) {
        Gram gram = gram(intercept);
        double largest = 0;
        for (int j = 0; j < gram.features(); j++) {
            largest = Math.max(largest, Math.abs(gram.c(j)));
        }
        return largest / Math.max(l1Ratio, 1e-3);
    }
}
