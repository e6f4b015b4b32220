package io.linreg.backend.cuda;

import io.linreg.backend.Gradient;
import io.linreg.data.Dataset;
import io.linreg.data.Precision;
import io.linreg.model.LinearModel;
import io.linreg.model.LinearRegression;
import io.linreg.model.TrainingListener;
import io.linreg.model.TrainingRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Trains once for each call of the driver, with that call failing: prints a line for every run that did not end with the
 * right model and nothing left alive.
 */
final class CudaFaultsProgram {
    private CudaFaultsProgram() {}

    /** Arguments: gradient, 0 or 1 for a device that works again or is lost from then on, rows, bytes to take of a device, devices. */
    public static void main(String[] args) throws IOException {
        Gradient gradient = Gradient.valueOf(args[0]);
        System.setProperty(CudaContext.MEMORY, args[3]);
        Dataset data = data(Integer.parseInt(args[2]));
        LinearModel expected = regression(gradient, "cpu").fit(data);
        SimulatedTrial.begin(Map.of());
        train(gradient, args[4], data, new ArrayList<>());
        long calls = SimulatedTrial.end().calls();
        int fallbacks = 0;
        for (long call = 1; call <= calls; call++) {
            SimulatedTrial.begin(Map.of("FAIL_AT", Long.toString(call), "FAIL_WITH", "2", "STICKY", args[1]));
            List<String> warnings = new ArrayList<>();
            String problem = null;
            try {
                TrainingRun run = train(gradient, args[4], data, warnings);
                fallbacks += run.fallback() == null ? 0 : 1;
                problem = differs(expected, run.model());
                if (run.fallback() != null && warnings.size() != 1) {
                    problem = "warnings " + warnings;
                }
            } catch (RuntimeException e) {
                problem = e.toString();
            }
            SimulatedReport report = SimulatedTrial.end();
            if (!report.alive().isEmpty()) {
                problem = "alive " + report.alive();
            }
            if (problem != null) {
                System.out.println("call " + call + ": " + problem);
            }
        }
        System.out.println(calls + " calls, " + fallbacks + " fallbacks");
    }

    private static TrainingRun train(Gradient gradient, String device, Dataset data, List<String> warnings) {
        return regression(gradient, device).train(data, new TrainingListener() {
            @Override
            public void warning(String message) {
                warnings.add(message);
            }
        });
    }

    private static LinearRegression regression(Gradient gradient, String device) {
        return LinearRegression.builder()
                .epochs(3)
                .device(device)
                .gradient(gradient == Gradient.GEMV && device.equals("cpu") ? Gradient.FUSED : gradient)
                .precision(Precision.DOUBLE)
                .learningRate(0.1)
                .build();
    }

    private static String differs(LinearModel expected, LinearModel actual) {
        double[] x = new double[expected.features().size()];
        for (int j = 0; j < x.length; j++) {
            x[j] = j;
        }
        double error = Math.abs(expected.predict(x) - actual.predict(x));
        return error < 1e-9 ? null : "off by " + error;
    }

    private static Dataset data(int rows) {
        Dataset.Builder data = Dataset.builder(List.of("a", "b", "c"), "y", Precision.DOUBLE);
        for (int i = 0; i < rows; i++) {
            double a = i * 7 % 11;
            double b = i * 5 % 13;
            double c = i * 3 % 17;
            data.add(new double[] {a, b, c}, 1 + 2 * a - 3 * b + 0.5 * c + i % 3);
        }
        return data.build();
    }
}
