package io.linreg.backend;

import io.linreg.data.Dataset;
import java.util.Arrays;

/** The definition, written down as {@link ScalarLeastSquares} is: one row after another, in double. */
final class ScalarMiniBatches implements MiniBatches {
    private final Dataset data;
    private final int d;

    ScalarMiniBatches(Dataset data) {
        this.data = data;
        d = data.features().size();
    }

    @Override
    public void descend(Epoch epoch, Optimizer optimizer) {
        double[] gradient = new double[d + 1];
        double[] row = new double[d];
        int moving = epoch.intercept() ? d + 1 : d;
        int[] order = epoch.order();
        for (int from = 0; from < order.length; from += epoch.batchSize()) {
            int size = Math.min(epoch.batchSize(), order.length - from);
            double[] parameters = optimizer.parameters();
            Arrays.fill(gradient, 0);
            for (int k = from; k < from + size; k++) {
                data.copyRow(order[k], row);
                double residual = parameters[d] - data.y(order[k]);
                for (int j = 0; j < d; j++) {
                    residual += parameters[j] * row[j];
                }
                for (int j = 0; j < d; j++) {
                    gradient[j] += 2.0 / size * residual * row[j];
                }
                gradient[d] += 2.0 / size * residual;
            }
            optimizer.step(gradient, epoch.learningRate(), moving);
        }
    }

    @Override
    public double largestNorm() {
        double largest = 0;
        double[] row = new double[d];
        for (long i = 0; i < data.rows(); i++) {
            data.copyRow(i, row);
            double norm = 1;
            for (double x : row) {
                norm += x * x;
            }
            largest = Math.max(largest, norm);
        }
        return largest;
    }

    @Override
    public void close() {
        // The garbage collector has it.
    }
}
