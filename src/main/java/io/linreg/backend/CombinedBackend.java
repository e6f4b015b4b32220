package io.linreg.backend;

import io.linreg.base.ParallelTasks;
import io.linreg.base.Resources;
import io.linreg.data.Dataset;
import io.linreg.data.Term;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** Several devices, among which the rows are shared out evenly. Loads and epochs run on all of them at the same time. */
final class CombinedBackend implements Backend {
    private final List<Backend> devices;

    /** Takes the devices over. */
    CombinedBackend(List<Backend> devices) {
        this.devices = devices;
    }

    @Override
    public LeastSquares load(Dataset train, Gradient gradient) {
        List<Dataset> shares = train.partition(devices.size()); // fewer, where there are fewer rows than devices
        List<LeastSquares> parts = load(shares, gradient);
        if (parts.get(0).method() != Gradient.GRAM) {
            return new PartitionedLeastSquares(parts);
        }
        try (LeastSquares whole = new PartitionedLeastSquares(parts)) {
            return new MomentsLeastSquares(whole.moments());
        }
    }

    @Override
    public ExactMoments exactMoments(Dataset rows, List<Term> terms) {
        List<Dataset> shares = rows.partition(devices.size());
        List<Callable<ExactMoments>> tasks = new ArrayList<>();
        for (int k = 0; k < shares.size(); k++) {
            int part = k;
            tasks.add(() -> devices.get(part).exactMoments(shares.get(part), terms));
        }
        try (ParallelTasks threads = new ParallelTasks(tasks.size())) {
            return threads.all(tasks).stream().reduce(ExactMoments::merge).orElseThrow();
        }
    }

    /** All shares, or none: what was loaded is freed when another one cannot be. */
    private List<LeastSquares> load(List<Dataset> shares, Gradient gradient) {
        LeastSquares[] loaded = new LeastSquares[shares.size()];
        List<Callable<Void>> tasks = new ArrayList<>();
        for (int k = 0; k < loaded.length; k++) {
            int part = k;
            tasks.add(() -> {
                loaded[part] = devices.get(part).load(shares.get(part), gradient);
                return null;
            });
        }
        try (ParallelTasks threads = new ParallelTasks(loaded.length)) {
            threads.all(tasks);
            return List.of(loaded);
        } catch (RuntimeException | Error e) {
            Resources resources = new Resources();
            Arrays.stream(loaded).filter(Objects::nonNull).forEach(resources::own);
            resources.closeAfter(e);
            throw e;
        }
    }

    /** By the first one's number, and by all names. */
    @Override
    public Device device() {
        String names = devices.stream()
                .map(device -> device.device().name())
                .distinct()
                .collect(Collectors.joining(" and "));
        return new Device(
                devices.get(0).device().kind(), devices.get(0).device().index(), names);
    }

    @Override
    public String describe() {
        return devices.stream()
                .map(device -> device.device().index() + ": " + device.describe())
                .collect(Collectors.joining("; "));
    }

    /** All devices reading at the same time. */
    @Override
    public double readBandwidth() {
        List<Callable<Double>> tasks = new ArrayList<>();
        for (Backend device : devices) {
            tasks.add(device::readBandwidth);
        }
        try (ParallelTasks workers = new ParallelTasks(devices.size())) {
            return workers.all(tasks).stream().mapToDouble(Double::doubleValue).sum();
        }
    }

    @Override
    public void close() {
        try (Resources resources = new Resources()) {
            devices.forEach(resources::own);
        }
    }
}
