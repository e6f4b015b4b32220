package io.linreg.model;

import io.linreg.backend.Backend;
import io.linreg.backend.DeviceChoice;
import io.linreg.backend.DeviceUnavailableException;
import io.linreg.backend.LeastSquares;
import io.linreg.base.Text;
import io.linreg.data.Dataset;
import io.linreg.data.MersenneTwister;
import io.linreg.data.Standardizer;
import io.linreg.solver.AlphaSearch;
import io.linreg.solver.CoordinateDescent;
import io.linreg.solver.CrossValidation;
import io.linreg.solver.IterativeSolver;
import io.linreg.solver.Solution;
import io.linreg.solver.Validation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** From prepared rows to a model: onto a device, through a solver, and back to the data's units. */
final class Training {
    private static final String ALIASED = "aliased";

    private Training() {}

    /**
     * Trains, on the CPU where the device cannot be used and that is allowed.
     *
     * @param judging the rows that tell when to stop; null if none do
     */
    static TrainingRun run(Preparation work, Dataset judging, Settings settings, TrainingListener listener) {
        return onDevice(
                settings, listener, (device, fallback) -> run(work, judging, settings, device, fallback, listener));
    }

    /** Something that a device does, or the CPU. */
    @FunctionalInterface
    interface Work<T> {
        /**
         * Does it.
         *
         * @param fallback why it is not the device that was asked for; null if it is
         */
        T on(DeviceChoice device, String fallback);
    }

    static <T> T onDevice(Settings settings, TrainingListener listener, Work<T> work) {
        try {
            return work.on(settings.device(), null);
        } catch (DeviceUnavailableException e) { // at once, or in the middle: nothing was changed, so start again
            if (!settings.fallback() || settings.device().equals(DeviceChoice.CPU)) {
                throw e;
            }
            listener.warning(e.getMessage() + "; going on on the CPU");
            return work.on(DeviceChoice.CPU, e.getMessage());
        }
    }

    static TrainingRun run(
            Preparation work,
            Dataset judging,
            Settings settings,
            DeviceChoice device,
            String fallback,
            TrainingListener listener) {
        long began = System.nanoTime();
        try (Backend backend = Backend.open(device);
                Preparation.Loaded loaded = work.load(backend, settings, listener);
                LeastSquares others =
                        judging == null ? null : work.loadOthers(backend, judging, loaded.standardizer(), settings)) {
            return run(work, backend, loaded, others, settings, fallback, began, listener);
        }
    }

    /** Trains on rows that are on a device, for which the time began to run at {@code began}. */
    static TrainingRun run(
            Preparation work,
            Backend backend,
            Preparation.Loaded loaded,
            LeastSquares others,
            Settings settings,
            String fallback,
            long began,
            TrainingListener listener) {
        LeastSquares objective = loaded.objective();
        if (fallback == null && settings.gradient() != null && objective.method() != settings.gradient()) {
            listener.warning("--gradient " + settings.gradient() + " needs a CUDA device; on this one epochs are "
                    + objective.method() + ", with the same result");
        }
        long ready = System.nanoTime();
        AlphaSearch.Selection selection = select(loaded, settings, listener);
        Settings chosen = selection == null ? settings : settings.with(selection.solver());
        double[] start = start(work, chosen, loaded.standardizer());
        double targetMean = loaded.standardizer().targetMean();
        Solution found = solve(objective, others, chosen, start, targetMean, listener);
        Solution solution = named(found, work.features(), listener);
        long solved = System.nanoTime();
        return new TrainingRun(
                FittedModel.of(work, loaded.standardizer(), chosen, solution, backend.device(), objective.method()),
                chosen,
                backend.device(),
                backend.describe(),
                fallback,
                objective.method(),
                solution,
                selection,
                work.rows().weights(),
                work.constant(),
                (ready - began) * 1e-9,
                (solved - ready) * 1e-9);
    }

    /** The path and the alpha that were asked for; null where an alpha was given, or none. */
    private static AlphaSearch.Selection select(
            Preparation.Loaded loaded, Settings settings, TrainingListener listener) {
        if (settings.search() == null) {
            return null;
        }
        CoordinateDescent solver = (CoordinateDescent) settings.solver(); // as settings make sure
        AlphaSearch.Selection selection =
                settings.search().select(solver, loaded.folds(), settings.intercept(), settings.standardize());
        CrossValidation validation = selection.crossValidation();
        if (validation != null && validation.best() == validation.alphas().length - 1) {
            listener.warning("the smallest alpha of the path predicts best: a smaller one, or none, may do better");
        }
        return selection;
    }

    /** The device has targets less their mean, and so a b less that mean: to the outside, b is what it is. */
    private static Solution solve(
            LeastSquares objective,
            LeastSquares others,
            Settings settings,
            double[] start,
            double targetMean,
            TrainingListener listener) {
        listener.started();
        try {
            start[objective.features()] -= targetMean;
            Solution found;
            if (others == null) {
                found = settings.solver().solve(objective, start, settings.intercept(), listener::epochs);
            } else { // settings make sure that the solver can be stopped
                Validation validation =
                        new Validation(others, settings.earlyStopping().patience());
                found = ((IterativeSolver) settings.solver())
                        .solve(objective, start, settings.intercept(), listener::epochs, validation);
            }
            double[] parameters = found.parameters().clone();
            parameters[objective.features()] += targetMean;
            return found.with(parameters);
        } finally {
            listener.ended();
        }
    }

    /** A solver tells columns by number, a user by name. */
    private static Solution named(Solution solution, List<String> features, TrainingListener listener) {
        if (!(solution.details().get(ALIASED) instanceof List<?> numbers) || numbers.isEmpty()) {
            return solution;
        }
        List<String> names =
                numbers.stream().map(number -> features.get((Integer) number)).toList();
        listener.warning("aliased by columns before them, coefficient 0: " + Text.names(names));
        Map<String, Object> details = new LinkedHashMap<>(solution.details());
        details.put(ALIASED, names);
        return solution.with(details);
    }

    /** With b in the target's own units. */
    private static double[] start(Preparation work, Settings settings, Standardizer standardizer) {
        if (settings.warmStart() != null) {
            return WarmStart.of(settings.warmStart(), work, standardizer, settings.intercept());
        }
        int features = work.features().size();
        double[] start = new double[features + 1];
        if (settings.init() == Settings.Init.NORMAL) {
            MersenneTwister random = new MersenneTwister(settings.seed());
            for (int j = 0; j < features + (settings.intercept() ? 1 : 0); j++) {
                start[j] = random.nextNormal();
            }
        }
        return start;
    }
}
