package io.linreg.backend.cuda;

import io.linreg.backend.Descent;
import io.linreg.backend.DeviceUnavailableException;
import io.linreg.backend.Gradient;
import io.linreg.backend.JointLeastSquares;
import io.linreg.base.Resources;
import java.util.List;

/**
 * The mean squared errors of data on a GPU, of one target or several. The parameters stay there between epochs, too: the host
 * launches a recorded epoch as often as it is asked to, and looks at the losses afterwards. Small data is a single launch: one
 * block of threads, for each target, runs all epochs by itself.
 */
final class CudaJointLeastSquares implements JointLeastSquares {
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
    private final DeviceBuffer epochs;
    private final DeviceBuffer rates;
    private final GradientSums sums;
    private String product = "own kernels";
    private EpochGraph graph;
    private int recordedMoving;

    /** Takes the data over: it is freed with this. */
    CudaJointLeastSquares(CudaContext context, Kernels kernels, DeviceData data, Gradient method) {
        this.context = context;
        this.kernels = kernels;
        this.data = resources.own(data);
        this.method = method;
        try {
            stream = resources.own(new CudaStream());
            parameters = resources.own(DeviceBuffer.doubles(data.layout().parameters()));
            losses = resources.own(DeviceBuffer.doubles(lossNumbers(data.layout())));
            epochs = resources.own(new DeviceBuffer((long) data.targets() * Integer.BYTES));
            rates = resources.own(DeviceBuffer.doubles(data.targets()));
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
            parameters.upload(new double[data.layout().parameters()]);
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

    DeviceData data() {
        return data;
    }

    CudaStream stream() {
        return stream;
    }

    DeviceBuffer parameters() {
        return parameters;
    }

    @Override
    public int targets() {
        return data.targets();
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
    public void lossesAndGradients(double[][] at, double[] lossesOf, double[][] gradients) {
        context.activate();
        double[] flat = new double[data.layout().parameters()];
        for (int t = 0; t < at.length; t++) {
            System.arraycopy(at[t], 0, flat, t * at[t].length, at[t].length);
        }
        parameters.upload(flat);
        DeviceBuffer result = sums.launch();
        stream.synchronize();
        double[] raw = new double[data.targets() * (data.features() + GradientSums.EXTRA)];
        result.download(raw);
        for (int t = 0; t < at.length; t++) {
            lossesOf[t] = GradientSums.lossAndGradient(raw, t, data.rows(), gradients[t]);
        }
    }

    @Override
    public void descend(List<Descent> each) {
        context.activate();
        int columns = data.features() + 1;
        double[] flat = new double[data.layout().parameters()];
        double[] steps = new double[data.targets()];
        for (int t = 0; t < steps.length; t++) {
            System.arraycopy(each.get(t).parameters(), 0, flat, t * columns, columns);
            steps[t] = each.get(t).learningRate();
        }
        parameters.upload(flat);
        rates.upload(steps);
        int moving = data.features() + (each.get(0).intercept() ? 1 : 0);
        int wanted = each.get(0).losses().length;
        for (int done = 0; done < wanted; ) {
            int length = Math.min(lossNumbers(data.layout()) / data.targets(), wanted - done);
            if (isSmall()) {
                launchAll(length, moving);
            } else {
                launchEach(length, moving);
            }
            stream.synchronize();
            double[] part = new double[length * data.targets()];
            losses.download(part);
            for (int i = 0; i < part.length; i++) {
                each.get(i % steps.length).losses()[done + i / steps.length] = part[i];
            }
            done += length;
        }
        parameters.download(flat);
        for (int t = 0; t < steps.length; t++) {
            System.arraycopy(flat, t * columns, each.get(t).parameters(), 0, columns);
        }
    }

    private boolean isSmall() {
        return data.features() <= SMALL_FEATURES
                && data.rows() * data.stride() * data.precision().bytes() <= SMALL_BYTES;
    }

    private void launchAll(int length, int moving) {
        kernels.launch(
                stream.handle(),
                data.kernel("descend"),
                new int[] {data.targets()},
                data.x(),
                data.y(),
                parameters,
                losses,
                data.rows(),
                data.features(),
                data.stride(),
                length,
                rates,
                moving,
                data.apart());
    }

    private void launchEach(int length, int moving) {
        if (graph == null || recordedMoving != moving) {
            record(moving);
        }
        epochs.upload(new int[data.targets()]);
        for (int e = 0; e < length; e++) {
            graph.launch();
        }
    }

    private void record(int moving) {
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
                        new int[] {data.targets()},
                        sums.launch(),
                        parameters,
                        losses,
                        epochs,
                        (double) data.rows(),
                        data.features(),
                        rates,
                        moving));
        recordedMoving = moving;
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

    /** Those of some epochs, one at least. */
    private static int lossNumbers(RowLayout layout) {
        return Math.max(LOSSES, layout.targets());
    }

    /** The bytes that it allocates for so many rows, beside the data. */
    static long bytes(RowLayout layout, long rows, Gradient method) {
        return GradientSums.bytes(layout, rows, method)
                + (layout.parameters() + lossNumbers(layout) + 2L * layout.targets()) * Double.BYTES;
    }
}
