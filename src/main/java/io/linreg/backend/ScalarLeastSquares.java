package io.linreg.backend;

import io.linreg.data.Dataset;
import io.linreg.data.RowBlock;

/**
 * The definition, written down: plain Java in double, one row after another. It is the specification that every other
 * implementation is tested against, so it stays boring.
 */
final class ScalarLeastSquares implements LeastSquares {
    private final Dataset data;

    ScalarLeastSquares(Dataset data) {
        this.data = data;
    }

    @Override
    public int features() {
        return data.features().size();
    }

    @Override
    public long rows() {
        return data.rows();
    }

    @Override
    public Gradient method() {
        return Gradient.FUSED;
    }

    @Override
    public double lossAndGradient(double[] parameters, double[] gradient) {
        return clippedGradient(parameters, Double.POSITIVE_INFINITY, gradient).square();
    }

    @Override
    public ClippedResiduals clippedGradient(double[] parameters, double threshold, double[] gradient) {
        int d = features();
        double n = rows();
        double squares = 0;
        double excess = 0;
        long outliers = 0;
        double[] sums = new double[d + 1];
        for (RowBlock block : data.blocks()) {
            for (int i = 0; i < block.rows(); i++) {
                double residual = parameters[d] - block.y(i);
                for (int j = 0; j < d; j++) {
                    residual += parameters[j] * block.x(i, j);
                }
                if (Math.abs(residual) > threshold) {
                    double clipped = Math.copySign(threshold, residual);
                    excess += Math.abs(residual - clipped);
                    outliers++;
                    residual = clipped;
                }
                squares += residual * residual;
                for (int j = 0; j < d; j++) {
                    sums[j] += residual * block.x(i, j);
                }
                sums[d] += residual;
            }
        }
        for (int j = 0; j <= d; j++) {
            gradient[j] = 2 / n * sums[j];
        }
        return new ClippedResiduals(squares / n, excess / n, outliers);
    }

    @Override
    public MiniBatches miniBatches() {
        return new ScalarMiniBatches(data);
    }

    @Override
    public Moments moments() {
        Moments moments = Moments.empty(features());
        for (RowBlock block : data.blocks()) {
            moments = moments.merge(Moments.of(block));
        }
        return moments;
    }

    @Override
    public void close() {
        // The garbage collector has it.
    }
}
