package io.linreg.backend.cuda;

import io.linreg.backend.Gradient;
import io.linreg.backend.Optimizer;
import io.linreg.data.Dataset;
import io.linreg.data.DatasetBuilder;
import io.linreg.data.Precision;
import io.linreg.model.LinearModel;
import io.linreg.model.LinearRegression;
import io.linreg.model.TrainingListener;
import io.linreg.model.TrainingRun;
import io.linreg.solver.GradientDescent;
import io.linreg.solver.HuberDescent;
import io.linreg.solver.Solver;
import io.linreg.solver.StochasticDescent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Trains once for each call of the driver, with that call failing: prints a line for every run that did not end with the
 * right models and nothing left alive.
 */
final class CudaFaultsProgram {
    private static final int EPOCHS = 3;
    private static final double RATE = 0.1;

    private final Solver solver;
    private final Gradient gradient;
    private final String device;
    private final Dataset data;
    private final List<String> others;

    private CudaFaultsProgram(String solver, Gradient gradient, int rows, String device, int targets) {
        this.solver = solver(solver);
        this.gradient = gradient;
        this.device = device;
        data = data(rows, targets);
        others = data.features().subList(3, data.features().size());
    }

    /**
     * Each argument is a case, separated by spaces: solver, gradient, 0 or 1 for a device that works again or is lost from then on,
     * rows, bytes to take of a device, devices, targets.
     */
    public static void main(String[] cases) throws IOException {
        for (String words : cases) {
            String[] of = words.split(" ", -1);
            System.out.println(words);
            System.setProperty(CudaContext.MEMORY, of[4]);
            new CudaFaultsProgram(
                            of[0], Gradient.valueOf(of[1]), Integer.parseInt(of[3]), of[5], Integer.parseInt(of[6]))
                    .run(of[2]);
        }
    }

    private void run(String sticky) throws IOException {
        List<TrainingRun> expected = train("cpu", new ArrayList<>());
        SimulatedTrial.begin(Map.of());
        train(device, new ArrayList<>());
        long calls = SimulatedTrial.end().calls();
        int fallbacks = 0;
        for (long call = 1; call <= calls; call++) {
            SimulatedTrial.begin(Map.of("FAIL_AT", Long.toString(call), "FAIL_WITH", "2", "STICKY", sticky));
            List<String> warnings = new ArrayList<>();
            String problem = null;
            try {
                List<TrainingRun> runs = train(device, warnings);
                long fell = runs.stream().filter(run -> run.fallback() != null).count();
                fallbacks += fell > 0 ? 1 : 0;
                problem = differs(expected, runs);
                if (fell > 0 && (warnings.isEmpty() || warnings.size() > fell)) {
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

    private List<TrainingRun> train(String where, List<String> warnings) {
        Gradient here = gradient == Gradient.GEMV && where.equals("cpu") ? Gradient.FUSED : gradient;
        return LinearRegression.builder()
                .solver(solver)
                .device(where)
                .gradient(here)
                .precision(Precision.DOUBLE)
                .build()
                .train(data, others, new TrainingListener() {
                    @Override
                    public void warning(String message) {
                        warnings.add(message);
                    }
                });
    }

    private static Solver solver(String name) {
        return switch (name) {
            case "gd" -> new GradientDescent(EPOCHS, RATE, 0);
            case "huber" -> new HuberDescent(EPOCHS, RATE, 0, 1.35);
            case "sgd" -> walk(new Optimizer.Momentum(0.5, true));
            case "adam" -> walk(new Optimizer.Adam(0.9, 0.999, 1e-8));
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static Solver walk(Optimizer.Rule rule) {
        return new StochasticDescent(rule, EPOCHS, 16, RATE / 10, null, 0, 1);
    }

    private static String differs(List<TrainingRun> expected, List<TrainingRun> actual) {
        for (int t = 0; t < expected.size(); t++) {
            LinearModel model = expected.get(t).model();
            double[] x = new double[model.features().size()];
            for (int j = 0; j < x.length; j++) {
                x[j] = j;
            }
            double error = Math.abs(model.predict(x) - actual.get(t).model().predict(x));
            if (!(error < 1e-9)) {
                return model.target() + " off by " + error;
            }
        }
        return expected.size() == actual.size() ? null : actual.size() + " models";
    }

    /** Features a, b and c; targets y, y1, y2... */
    private static Dataset data(int rows, int targets) {
        List<String> names = new ArrayList<>(List.of("a", "b", "c"));
        for (int t = 1; t < targets; t++) {
            names.add("y" + t);
        }
        DatasetBuilder data = Dataset.builder(names, "y", Precision.DOUBLE);
        for (int i = 0; i < rows; i++) {
            double[] row = new double[names.size()];
            row[0] = i * 7 % 11;
            row[1] = i * 5 % 13;
            row[2] = i * 3 % 17;
            double y = 1 + 2 * row[0] - 3 * row[1] + 0.5 * row[2] + i % 3;
            for (int t = 1; t < targets; t++) {
                row[2 + t] = t * row[0] - y;
            }
            data.add(row, y);
        }
        return data.build();
    }
}
