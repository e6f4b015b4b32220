package io.linreg.backend.cuda;

import io.linreg.backend.ClippedResiduals;
import io.linreg.backend.Descent;
import io.linreg.backend.Gradient;
import io.linreg.backend.LeastSquares;
import io.linreg.backend.MiniBatches;
import io.linreg.backend.Moments;
import java.util.List;

/** The mean squared error of data on a GPU: epochs are those of {@link CudaJointLeastSquares}, of one target. */
final class CudaLeastSquares implements LeastSquares {
    private final CudaContext context;
    private final Kernels kernels;
    private final CudaJointLeastSquares only;
    private ClippedSums clipped;

    /** Takes the data over: it is freed with this. */
    CudaLeastSquares(CudaContext context, Kernels kernels, DeviceData data, Gradient method) {
        this.context = context;
        this.kernels = kernels;
        only = new CudaJointLeastSquares(context, kernels, data, method);
    }

    /** What computes the epochs, in a few words. */
    String describe() {
        return only.describe();
    }

    @Override
    public int features() {
        return only.features();
    }

    @Override
    public long rows() {
        return only.rows();
    }

    @Override
    public Gradient method() {
        return only.method();
    }

    @Override
    public double lossAndGradient(double[] at, double[] gradient) {
        double[] loss = new double[1];
        only.lossesAndGradients(new double[][] {at}, loss, new double[][] {gradient});
        return loss[0];
    }

    @Override
    public void descend(Descent descent) {
        only.descend(List.of(descent));
    }

    /** By our own kernels, in two passes over X, however epochs of the squared error are computed. */
    @Override
    public ClippedResiduals clippedGradient(double[] at, double threshold, double[] gradient) {
        context.activate();
        if (clipped == null) {
            clipped = new ClippedSums(kernels, only.stream(), only.data(), only.parameters());
        }
        only.parameters().upload(at);
        double[] found = new double[ClippedSums.length(features())];
        clipped.compute(threshold, found);
        return ClippedSums.of(found, rows(), gradient);
    }

    @Override
    public MiniBatches miniBatches() {
        context.activate();
        return new CudaMiniBatches(context, kernels, only.stream(), only.data());
    }

    @Override
    public Moments moments() {
        context.activate();
        try (DeviceMoments moments = new DeviceMoments(kernels, only.stream(), features(), rows())) {
            return moments.of(only.data());
        }
    }

    @Override
    public void close() {
        context.activateToFree();
        try (only) {
            if (clipped != null) {
                clipped.close();
            }
        }
    }
}
