package io.linreg.backend.cuda;

import io.linreg.backend.Gradient;
import io.linreg.base.LinregException;
import io.linreg.data.Dataset;
import io.linreg.data.DatasetBuilder;
import io.linreg.data.Precision;
import io.linreg.model.LinearRegression;
import io.linreg.model.TrainingListener;
import io.linreg.model.TrainingRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Trains on numbers that are not finite, or do not stay so, by the library: prints where the device differs from the CPU. */
final class NotFiniteProgram {
    private NotFiniteProgram() {}

    /** What spoils a data set. */
    private enum Fault {
        NAN(Double.NaN),
        INFINITE(Double.POSITIVE_INFINITY),
        MINUS_INFINITE(Double.NEGATIVE_INFINITY),
        /** Fits a float; its square does not. */
        LARGE(3e30);

        private final double number;

        Fault(double number) {
            this.number = number;
        }
    }

    public static void main(String[] args) throws IOException {
        int trials = 0;
        for (int features : new int[] {3, 70}) { // all epochs in one launch, and recorded ones
            for (Fault fault : Fault.values()) {
                for (boolean inTarget : new boolean[] {false, true}) {
                    for (Double rate : new Double[] {null, 0.01}) {
                        Dataset data = data(features, fault, inTarget);
                        for (Gradient gradient : Gradient.values()) {
                            boolean gram = gradient == Gradient.GRAM;
                            Precision onCpu = fault == Fault.LARGE ? Precision.DOUBLE : Precision.FLOAT;
                            Ending cpu = train(data, gram ? gradient : Gradient.FUSED, onCpu, "cpu", rate);
                            SimulatedTrial.begin(Map.of());
                            Ending gpu = train(data, gradient, Precision.FLOAT, "0", rate);
                            SimulatedReport report = SimulatedTrial.end();
                            trials++;
                            boolean right = fault == Fault.LARGE ? gpu.isClearOrLike(cpu) : gpu.isErrorOf(cpu);
                            if (!right || !report.alive().isEmpty()) {
                                System.out.printf(
                                        "%s in %s, %d features, rate %s, %s: cpu %s, device %s, alive %s%n",
                                        fault,
                                        inTarget ? "y" : "x",
                                        features,
                                        rate,
                                        gradient,
                                        cpu,
                                        gpu,
                                        report.alive());
                            }
                        }
                    }
                }
            }
        }
        System.out.println(trials + " trials");
    }

    /** How training ended: with an error, or a model; and what was warned of. */
    private record Ending(String error, double intercept, List<String> warnings) {
        boolean isErrorOf(Ending cpu) {
            return error != null && error.equals(cpu.error) && warnings.equals(cpu.warnings);
        }

        /** The CPU multiplied in double; the device's squares of floats may overflow: it then says what to do. */
        boolean isClearOrLike(Ending cpu) {
            return error != null
                    ? error.matches(".*(loss is not finite|no learning rate suits).*; (use|give) .*")
                            && warnings.equals(cpu.warnings)
                    : Math.abs(intercept - cpu.intercept) <= 1e-4 * Math.abs(cpu.intercept);
        }
    }

    private static Ending train(Dataset data, Gradient gradient, Precision precision, String device, Double rate) {
        List<String> warnings = new ArrayList<>();
        try {
            TrainingRun run = LinearRegression.builder()
                    .device(device)
                    .gradient(gradient)
                    .precision(precision)
                    .epochs(40)
                    .learningRate(rate)
                    .standardize(false)
                    .build()
                    .train(data, new TrainingListener() {
                        @Override
                        public void warning(String message) {
                            warnings.add(message);
                        }
                    });
            return new Ending(null, run.model().intercept(), warnings);
        } catch (LinregException e) {
            return new Ending(e.getMessage(), Double.NaN, warnings);
        }
    }

    private static Dataset data(int features, Fault fault, boolean inTarget) {
        List<String> names = new ArrayList<>();
        for (int j = 0; j < features; j++) {
            names.add("x" + j);
        }
        DatasetBuilder data = Dataset.builder(names, "y", Precision.FLOAT);
        for (int i = 0; i < 90; i++) {
            double[] x = new double[features];
            for (int j = 0; j < features; j++) {
                x[j] = (i * (j + 3) + i * i % 7) % 31 / 31.0;
            }
            boolean spoilt = i == 77;
            x[1] = spoilt && !inTarget ? fault.number : x[1];
            data.add(x, spoilt && inTarget ? fault.number : i % 23);
        }
        return data.build();
    }
}
