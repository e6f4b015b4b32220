package io.linreg.backend.cuda;

import io.linreg.backend.ClippedResiduals;
import io.linreg.backend.Descent;
import io.linreg.backend.DeviceUnavailableException;
import io.linreg.backend.Gradient;
import io.linreg.backend.LeastSquares;
import io.linreg.backend.MiniBatches;
import io.linreg.backend.Moments;
import io.linreg.base.Resources;
import io.linreg.data.Dataset;

/**
 * The mean squared error of data on a GPU. The parameters stay there between epochs, too: the host launches a recorded
 * epoch as often as it is asked to, and looks at the losses afterwards. Small data is a single launch: one block of
 * threads runs all epochs by itself.
 */
final class CudaLeastSquares implements LeastSquares {
    private static final int SMALL_FEATURES = 64;
    /** So much data stays in the first cache of a multiprocessor, and a few rows are all that a thread takes of it. */
    private static final long SMALL_BYTES = 1 << 16;

    private static final int LOSSES = 1 << 12;

    private final CudaContext context;
    private final Kernels kernels;
    private final Gradient method;
    private final Resources resources = new Resources();
    private final CudaStream stream;
    private final DeviceData data;
    private final DeviceBuffer parameters;
    private final DeviceBuffer losses;
    private final DeviceBuffer epoch;
    private final GradientSums sums;
    private String product = "own kernels";
    private ClippedSums clipped;
    private EpochGraph graph;
    private double recordedRate;
    private int recordedMoving;

    /** Takes the data over: it is freed with this. */
    CudaLeastSquares(CudaContext context, Kernels kernels, DeviceData data, Gradient method) {
        this.context = context;
        this.kernels = kernels;
        this.data = resources.own(data);
        this.method = method;
        try {
            stream = resources.own(new CudaStream());
            parameters = resources.own(DeviceBuffer.doubles(data.features() + 1L));
            losses = resources.own(DeviceBuffer.doubles(LOSSES));
            epoch = resources.own(new DeviceBuffer(Integer.BYTES));
            sums = method == Gradient.GEMV ? gemv() : resources.own(sums(null));
        } catch (RuntimeException | Error e) {
            resources.closeAfter(e);
            throw e;
        }
    }

    private GradientSums sums(CublasHandle cublas) {
        return GradientSums.of(kernels, stream, data, parameters, method, cublas);
    }

    /** By cuBLAS, once it has multiplied: it may start on a device that it has no kernels for. Else by our own kernel. */
    private GradientSums gemv() {
        Resources tried = new Resources();
        try {
            GradientSums byCublas = tried.own(sums(tried.own(new CublasHandle(stream))));
            parameters.upload(new double[data.features() + 1]);
            byCublas.launch();
            stream.synchronize();
            resources.own(tried);
            product = "cuBLAS";
            return byCublas;
        } catch (DeviceUnavailableException e) {
            tried.closeAfter(e);
            product = "own GEMV (" + e.getMessage() + ")";
            return resources.own(sums(null));
        }
    }

    /** What computes the epochs, in a few words. */
    String describe() {
        return product;
    }

    @Override
    public int features() {
        return data.features();
    }

    @Override
    public long rows() {
        return data.rows();
    }

    @Override
    public Gradient method() {
        return method;
    }

    @Override
    public double lossAndGradient(double[] at, double[] gradient) {
        context.activate();
        parameters.upload(at);
        DeviceBuffer result = sums.launch();
        stream.synchronize();
        double[] raw = new double[data.features() + GradientSums.EXTRA];
        result.download(raw);
        return GradientSums.lossAndGradient(raw, data.rows(), gradient);
    }

    @Override
    public void descend(Descent descent) {
        context.activate();
        parameters.upload(descent.parameters());
        int moving = data.features() + (descent.intercept() ? 1 : 0);
        for (int done = 0; done < descent.losses().length; ) {
            int length = Math.min(LOSSES, descent.losses().length - done);
            if (isSmall()) {
                launchAll(length, descent.learningRate(), moving);
            } else {
                launchEach(length, descent.learningRate(), moving);
            }
            stream.synchronize();
            double[] part = new double[length];
            losses.download(part);
            System.arraycopy(part, 0, descent.losses(), done, length);
            done += length;
        }
        parameters.download(descent.parameters());
    }

    private boolean isSmall() {
        return data.features() <= SMALL_FEATURES
                && data.rows() * data.stride() * data.precision().bytes() <= SMALL_BYTES;
    }

    private void launchAll(int epochs, double rate, int moving) {
        kernels.launch(
                stream.handle(),
                data.kernel("descend"),
                new int[] {1},
                data.x(),
                data.y(),
                parameters,
                losses,
                data.rows(),
                data.features(),
                data.stride(),
                epochs,
                rate,
                moving);
    }

    private void launchEach(int epochs, double rate, int moving) {
        if (graph == null || recordedRate != rate || recordedMoving != moving) {
            record(rate, moving);
        }
        epoch.upload(0);
        for (int e = 0; e < epochs; e++) {
            graph.launch();
        }
    }

    private void record(double rate, int moving) {
        if (graph != null) {
            EpochGraph old = graph;
            graph = null;
            old.close();
        }
        // Once by itself: what a library or the driver does at a first launch may not be recorded.
        sums.launch();
        stream.synchronize();
        kernels.load("step");
        graph = new EpochGraph(
                stream,
                () -> kernels.launch(
                        stream.handle(),
                        "step",
                        new int[] {1},
                        sums.launch(),
                        parameters,
                        losses,
                        epoch,
                        (double) data.rows(),
                        data.features(),
                        rate,
                        moving));
        recordedRate = rate;
        recordedMoving = moving;
    }

    /** By our own kernels, in two passes over X, however epochs of the squared error are computed. */
    @Override
    public ClippedResiduals clippedGradient(double[] at, double threshold, double[] gradient) {
        context.activate();
        if (clipped == null) {
            clipped = resources.own(new ClippedSums(kernels, stream, data, parameters));
        }
        parameters.upload(at);
        double[] found = new double[ClippedSums.length(data.features())];
        clipped.compute(threshold, found);
        return ClippedSums.of(found, data.rows(), gradient);
    }

    @Override
    public MiniBatches miniBatches() {
        context.activate();
        return new CudaMiniBatches(context, kernels, stream, data);
    }

    @Override
    public Moments moments() {
        context.activate();
        try (DeviceMoments moments = new DeviceMoments(kernels, stream, data.features(), data.rows())) {
            return moments.of(data);
        }
    }

    @Override
    public void close() {
        context.activateToFree();
        try {
            if (graph != null) {
                graph.close();
            }
        } finally {
            resources.close();
        }
    }

    /** The bytes that it allocates for so many rows, beside the data. */
    static long bytes(Dataset train, long rows, Gradient method) {
        return GradientSums.bytes(train, rows, method) + (train.features().size() + 1L + LOSSES) * Double.BYTES;
    }
}
