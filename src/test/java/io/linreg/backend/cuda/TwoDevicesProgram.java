package io.linreg.backend.cuda;

import io.linreg.backend.Gradient;
import io.linreg.base.Resources;
import io.linreg.data.Dataset;
import io.linreg.data.DatasetBuilder;
import io.linreg.data.Precision;
import io.linreg.model.LinearModel;
import io.linreg.model.LinearRegression;
import io.linreg.model.TrainingListener;
import io.linreg.model.TrainingRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;

/** Trains on two devices at the same time, in two threads: prints what was not as on one. */
final class TwoDevicesProgram {
    private static final int ROUNDS = 8;

    private TwoDevicesProgram() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        SimulatedTrial.begin(Map.of("DEVICES", "2"));
        List<Dataset> data = List.of(data(60, 70), data(700, 100)); // too many features for one launch: recorded
        List<LinearModel> expected = List.of(
                train(data.get(0), "cpu").model(), train(data.get(1), "cpu").model());

        whileTheOtherIsRecorded(data.get(1), expected.get(1));
        CyclicBarrier together = new CyclicBarrier(2);
        List<Thread> threads = new ArrayList<>();
        for (int device = 0; device < 2; device++) {
            int index = device;
            threads.add(new Thread(() -> rounds(together, index, data.get(index), expected.get(index))));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        SimulatedReport report = SimulatedTrial.end();
        System.out.println("alive " + report.alive() + ", refused " + report.refused());
    }

    /** What device 1 is asked while device 0 records an epoch must not spoil the recording, nor be refused. */
    private static void whileTheOtherIsRecorded(Dataset data, LinearModel expected) throws InterruptedException {
        Thread other = new Thread(() -> check("while device 0 records", train(data, "1"), expected));
        try (Resources resources = new Resources()) {
            CudaContext context = resources.own(new CudaContext(0));
            resources.own(new Kernels());
            CudaStream stream = resources.own(new CudaStream());
            resources.own(new EpochGraph(stream, () -> {
                other.start();
                try {
                    other.join();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                context.activate(); // as it was: the driver keeps one for each thread
            }));
        }
    }

    private static void rounds(CyclicBarrier together, int device, Dataset data, LinearModel expected) {
        for (int round = 0; round < ROUNDS; round++) {
            try {
                together.await();
            } catch (InterruptedException | BrokenBarrierException e) {
                throw new IllegalStateException(e);
            }
            check("device " + device + ", round " + round, train(data, Integer.toString(device)), expected);
        }
    }

    private static void check(String what, TrainingRun run, LinearModel expected) {
        double worst = 0;
        for (int j = 0; j < expected.features().size(); j++) {
            worst = Math.max(worst, Math.abs(run.model().coefficients()[j] - expected.coefficients()[j]));
        }
        if (run.fallback() != null || !(worst < 1e-9)) {
            System.out.println(what + ": off by " + worst + ", fallback " + run.fallback());
        }
    }

    private static TrainingRun train(Dataset data, String device) {
        return LinearRegression.builder()
                .epochs(5)
                .learningRate(0.01)
                .device(device)
                .gradient(device.equals("cpu") ? Gradient.FUSED : Gradient.GEMV)
                .precision(Precision.DOUBLE)
                .build()
                .train(data, TrainingListener.LOG);
    }

    private static Dataset data(int rows, int features) {
        List<String> names = new ArrayList<>();
        for (int j = 0; j < features; j++) {
            names.add("x" + j);
        }
        DatasetBuilder data = Dataset.builder(names, "y", Precision.DOUBLE);
        for (int i = 0; i < rows; i++) {
            double[] x = new double[features];
            for (int j = 0; j < features; j++) {
                x[j] = (i * (j + 3) + i * i % 7) % 31;
            }
            data.add(x, i % 23 + 0.1 * x[0]);
        }
        return data.build();
    }
}
