package io.linreg.backend.cuda;

import io.linreg.backend.Backend;
import io.linreg.backend.Device;
import io.linreg.backend.ExactMoments;
import io.linreg.backend.Gradient;
import io.linreg.backend.JointLeastSquares;
import io.linreg.backend.LeastSquares;
import io.linreg.backend.Moments;
import io.linreg.backend.MomentsLeastSquares;
import io.linreg.backend.PartitionedLeastSquares;
import io.linreg.base.Resources;
import io.linreg.data.Dataset;
import io.linreg.data.Term;
import java.util.List;
import java.util.Optional;

/** One NVIDIA GPU. */
final class CudaBackend implements Backend {
    private final Resources resources = new Resources();
    private final CudaContext context;
    private final Kernels kernels;
    private String product = "";

    CudaBackend(int index) {
        context = resources.own(new CudaContext(index));
        try {
            kernels = resources.own(new Kernels());
        } catch (RuntimeException | Error e) {
            resources.closeAfter(e);
            throw e;
        }
    }

    @Override
    public LeastSquares load(Dataset train, Gradient gradient) {
        context.activate();
        Gradient method = gradient == null ? Gradient.GEMV : gradient;
        if (method == Gradient.GRAM) {
            Moments.requireFeasible(train.features().size());
        }
        Placement placement = Placement.of(RowLayout.of(train), train.rows(), method, context.freeBytes());
        return Resources.guarded(
                new Lanes(context, kernels, List.of(train), placement),
                lanes -> method == Gradient.GRAM
                        ? new MomentsLeastSquares(moments(lanes, placement))
                        : load(lanes, placement, method));
    }

    /** Where all rows fit, with what is computed of them. */
    @Override
    public Optional<JointLeastSquares> loadTogether(List<Dataset> targets, Gradient gradient) {
        context.activate();
        Gradient method = gradient == null ? Gradient.GEMV : gradient;
        long rows = targets.get(0).rows();
        Placement placement = Placement.of(RowLayout.of(targets), rows, method, context.freeBytes());
        if (placement.resident() < rows) {
            return Optional.empty();
        }
        return Resources.guarded(new Lanes(context, kernels, targets, placement), lanes -> {
            DeviceData data = upload(lanes, rows);
            Resources.guard(data, lanes::close);
            CudaJointLeastSquares joint = new CudaJointLeastSquares(context, kernels, data, method);
            product = ", " + joint.describe();
            return Optional.of(joint);
        });
    }

    @Override
    public ExactMoments exactMoments(Dataset rows, List<Term> terms) {
        context.activate();
        Moments.requireFeasible(terms.size());
        product = ", own kernels";
        return CudaExactMoments.of(context, kernels, rows, terms);
    }

    /** Takes the lanes over, and closes them where all rows are on the device. */
    private LeastSquares load(Lanes lanes, Placement placement, Gradient method) {
        long streamed = lanes.source().rows() - placement.resident();
        if (streamed == 0) {
            DeviceData data = upload(lanes, placement.resident());
            Resources.guard(data, lanes::close);
            return resident(data, method);
        }
        String share = ", " + streamed + " of " + lanes.source().rows()
                + " rows streamed in every epoch (--gradient gram reads them once)";
        if (placement.resident() == 0) {
            product = share;
            return new StreamedLeastSquares(context, kernels, lanes, 0, method);
        }
        LeastSquares both = Resources.guarded(
                resident(upload(lanes, placement.resident()), method),
                resident -> new PartitionedLeastSquares(List.of(
                        resident, new StreamedLeastSquares(context, kernels, lanes, placement.resident(), method))));
        product += share;
        return both;
    }

    private static DeviceData upload(Lanes lanes, long rows) {
        return Resources.guarded(new DeviceData(lanes.layout(), rows), data -> {
            lanes.fill(data);
            return data;
        });
    }

    /** Takes the data over. */
    private LeastSquares resident(DeviceData data, Gradient method) {
        CudaLeastSquares resident = new CudaLeastSquares(context, kernels, data, method);
        product = ", " + resident.describe();
        return resident;
    }

    /** Takes the lanes over, and closes them. */
    private Moments moments(Lanes lanes, Placement placement) {
        int features = lanes.source().features().size();
        try (lanes) {
            if (placement.resident() == 0) {
                product = ", own kernels, rows streamed once";
                return StreamedMoments.of(kernels, lanes);
            }
            product = ", own kernels";
            try (DeviceData data = upload(lanes, placement.resident());
                    DeviceMoments moments = new DeviceMoments(kernels, lanes.lane(0).stream(), features, data.rows())) {
                return moments.of(data);
            }
        }
    }

    @Override
    public Device device() {
        return new Device(Device.Kind.CUDA, context.index(), context.name());
    }

    @Override
    public String describe() {
        return context.describe() + product;
    }

    @Override
    public double readBandwidth() {
        context.activate();
        return DeviceReading.bytesPerSecond(context, kernels);
    }

    @Override
    public void close() {
        context.activateToFree();
        resources.close();
    }
}
