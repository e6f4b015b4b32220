package io.linreg.backend.cuda;

import io.linreg.backend.Backend;
import io.linreg.backend.Device;
import io.linreg.backend.DeviceUnavailableException;
import io.linreg.backend.Gradient;
import io.linreg.backend.LeastSquares;
import io.linreg.backend.Moments;
import io.linreg.backend.MomentsLeastSquares;
import io.linreg.data.Dataset;
import java.util.Locale;

/** One NVIDIA GPU. */
final class CudaBackend implements Backend {
    private final Resources resources = new Resources();
    private final CudaContext context;
    private final Kernels kernels;
    private String product = "";

    CudaBackend(int index) {
        context = resources.own(new CudaContext(index));
        boolean whole = false;
        try {
            kernels = resources.own(new Kernels());
            whole = true;
        } finally {
            if (!whole) {
                resources.close();
            }
        }
    }

    @Override
    public LeastSquares load(Dataset train, Gradient gradient) {
        context.activate();
        Gradient method = gradient == null ? Gradient.GEMV : gradient;
        boolean gram = method == Gradient.GRAM;
        Gradient onData = gram ? Gradient.FUSED : method;
        requireMemory(CudaLeastSquares.bytes(train, onData));
        CudaLeastSquares resident = new CudaLeastSquares(context, kernels, new DeviceData(train), onData);
        product = ", " + resident.describe();
        if (!gram) {
            return resident;
        }
        Moments moments;
        try (resident) {
            moments = resident.moments();
        }
        return new MomentsLeastSquares(moments);
    }

    /** Better told before than in the middle. */
    private void requireMemory(long bytes) {
        long free = context.freeBytes();
        if (bytes > free) {
            throw new DeviceUnavailableException(String.format(
                    Locale.ROOT,
                    "the data needs %.1f MB on the device, where %.1f MB are free; use --precision float, or --device cpu",
                    bytes * 1e-6,
                    free * 1e-6));
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
