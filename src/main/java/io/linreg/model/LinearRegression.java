package io.linreg.model;

import io.linreg.backend.Backend;
import io.linreg.backend.Device;
import io.linreg.backend.DeviceChoice;
import io.linreg.backend.DeviceUnavailableException;
import io.linreg.backend.Gradient;
import io.linreg.backend.LeastSquares;
import io.linreg.base.LinregException;
import io.linreg.base.Text;
import io.linreg.base.Version;
import io.linreg.data.Dataset;
import io.linreg.data.MersenneTwister;
import io.linreg.data.Precision;
import io.linreg.data.Standardizer;
import io.linreg.solver.GradientDescent;
import io.linreg.solver.Solution;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Fits linear models.
 *
 * <pre>{@code
 * LinearModel model = LinearRegression.builder().epochs(1000).build().fit(dataset);
 * }</pre>
 */
public final class LinearRegression {
    /** The mean, in deviations, from which on a float leaves fewer than three digits to what varies. */
    private static final double MOST_OFFSET = 1e4;

    private final Settings settings;

    private LinearRegression(Settings settings) {
        this.settings = settings;
    }

    /** The defaults: 1000 epochs of gradient descent from zeros, on standardised features, at a rate that suits them. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Fits a model.
     *
     * @param train the rows to learn from, in the data's own units
     * @throws LinregException if there is nothing to learn from, or the descent diverges
     */
    public LinearModel fit(Dataset train) {
        return train(train, TrainingListener.LOG).model();
    }

    /** Fits a model, and tells how it went. */
    public TrainingRun train(Dataset train, TrainingListener listener) {
        List<String> constant = idleFeatures(train, listener);
        warnOfShape(train, constant, listener);
        Dataset varying = train;
        if (!constant.isEmpty()) {
            List<String> kept = new ArrayList<>(train.features());
            kept.removeAll(constant);
            varying = train.project(kept);
        }
        Standardizer standardizer = settings.standardize()
                ? Standardizer.fit(varying, settings.intercept())
                : Standardizer.identity(varying.features().size());
        Precision precision = settings.precision() != null ? settings.precision() : train.precision();
        if ((settings.standardize() ? train.precision() : precision) == Precision.FLOAT) {
            boolean centred = settings.standardize() && settings.intercept();
            warnOfRounding(varying.features(), centred ? standardizer : Standardizer.fit(varying, true), listener);
        }
        boolean asItIs = !settings.standardize() && precision == varying.precision();
        Dataset prepared = asItIs ? varying : standardizer.apply(varying, precision);

        Prepared work = new Prepared(prepared, varying, standardizer, constant);
        try {
            return train(work, settings.device(), null, listener);
        } catch (DeviceUnavailableException e) { // at once, or in the middle: nothing was changed, so start again
            if (!settings.fallback() || settings.device().equals(DeviceChoice.CPU)) {
                throw e;
            }
            listener.warning(e.getMessage() + "; going on on the CPU");
            return train(work, DeviceChoice.CPU, e.getMessage(), listener);
        }
    }

    /** The rows as the solver shall see them, and how to find the way back from there. */
    private record Prepared(Dataset rows, Dataset original, Standardizer standardizer, List<String> constant) {}

    private TrainingRun train(Prepared work, DeviceChoice device, String fallback, TrainingListener listener) {
        long began = System.nanoTime();
        try (Backend backend = Backend.open(device);
                LeastSquares objective = backend.load(work.rows(), settings.gradient())) {
            if (fallback == null && settings.gradient() != null && objective.method() != settings.gradient()) {
                listener.warning("--gradient " + settings.gradient() + " needs a CUDA device; on this one epochs are "
                        + objective.method() + ", with the same result");
            }
            long loaded = System.nanoTime();
            Solution solution = solve(objective, work.standardizer().targetMean(), listener);
            long solved = System.nanoTime();
            LinearModel model =
                    model(work.original(), work.standardizer(), solution, backend.device(), objective.method());
            return new TrainingRun(
                    model,
                    settings.with(work.rows().precision()),
                    backend.device(),
                    backend.describe(),
                    fallback,
                    objective.method(),
                    solution,
                    work.constant(),
                    (loaded - began) * 1e-9,
                    (solved - loaded) * 1e-9);
        }
    }

    /** The device has targets less their mean, and so a b less that mean: to the outside, b is what it is. */
    private Solution solve(LeastSquares objective, double targetMean, TrainingListener listener) {
        listener.started();
        try {
            double[] start = start(objective.features());
            start[objective.features()] -= targetMean;
            Solution found = settings.solver().solve(objective, start, settings.intercept(), listener::epochs);
            double[] parameters = found.parameters().clone();
            parameters[objective.features()] += targetMean;
            return new Solution(parameters, found.losses(), found.learningRate());
        } finally {
            listener.ended();
        }
    }

    private double[] start(int features) {
        double[] start = new double[features + 1];
        if (settings.init() == Settings.Init.NORMAL) {
            MersenneTwister random = new MersenneTwister(settings.seed());
            for (int j = 0; j < features + (settings.intercept() ? 1 : 0); j++) {
                start[j] = random.nextNormal();
            }
        }
        return start;
    }

    /** The features that add nothing: constants beside an intercept, zeros without one. */
    private List<String> idleFeatures(Dataset train, TrainingListener listener) {
        if (train.rows() == 0) {
            throw new LinregException("there are no rows to train on");
        }
        List<String> idle = new ArrayList<>(train.constantFeatures());
        if (!settings.intercept()) {
            idle.removeIf(name -> train.x(0, train.features().indexOf(name)) != 0);
        }
        if (idle.size() == train.features().size()) {
            throw new LinregException("no feature varies in the " + Text.count(train.rows(), "training row")
                    + ": there is nothing to learn from");
        }
        if (!idle.isEmpty()) {
            listener.warning("left out, constant in the training rows: " + Text.names(idle));
        }
        return idle;
    }

    private void warnOfShape(Dataset train, List<String> constant, TrainingListener listener) {
        int used = train.features().size() - constant.size();
        if (used + (settings.intercept() ? 1 : 0) > train.rows()) {
            listener.warning(Text.count(train.rows(), "training row") + " for " + Text.count(used, "feature")
                    + ": many models fit them exactly, and this is one; use fewer features or more rows");
        }
    }

    /** Before features are centred a float has rounded them: by a part of their mean, of which the deviation may be little. */
    private static void warnOfRounding(List<String> features, Standardizer spread, TrainingListener listener) {
        List<String> coarse = new ArrayList<>();
        for (int j = 0; j < features.size(); j++) {
            if (Math.abs(spread.means()[j]) > MOST_OFFSET * spread.scales()[j]) {
                coarse.add(features.get(j));
            }
        }
        if (!coarse.isEmpty()) {
            listener.warning("a float rounds away what varies in " + Text.names(coarse)
                    + ", far from 0 for how little it varies; use --precision double");
        }
    }

    private LinearModel model(
            Dataset train, Standardizer standardizer, Solution solution, Device device, Gradient gradient) {
        int d = train.features().size();
        double[] coefficients = new double[d];
        double intercept = solution.parameters()[d];
        for (int j = 0; j < d; j++) {
            coefficients[j] = solution.parameters()[j] / standardizer.scales()[j];
            intercept -= coefficients[j] * standardizer.means()[j];
            if (!Double.isFinite(coefficients[j]) || !Double.isFinite(intercept)) {
                throw new LinregException(
                        "the coefficient of " + Text.quote(train.features().get(j)) + " is beyond the"
                                + " range of numbers; give the feature in smaller units");
            }
        }
        Map<String, Object> provenance = new LinkedHashMap<>();
        provenance.put("linreg_gpu", Version.current().toString());
        provenance.put("java", System.getProperty("java.version"));
        provenance.put("device", deviceJson(device));
        provenance.put("training_rows", train.rows());
        provenance.put("settings", settingsJson(solution, gradient, train.precision()));
        provenance.put("scaling", scaling(train.features(), standardizer));
        provenance.put("loss", TrainingRun.lossJson(solution));
        return new LinearModel(train.features(), train.target(), coefficients, intercept, provenance);
    }

    /** In this order each time: the same run writes the same file. */
    private static Map<String, Object> deviceJson(Device device) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", device.kind().toString());
        json.put("name", device.name());
        return json;
    }

    private Map<String, Object> settingsJson(Solution solution, Gradient gradient, Precision ofData) {
        Map<String, Object> json = new LinkedHashMap<>(settings.solver().settings());
        json.put("learning_rate", solution.learningRate());
        json.put("gradient", gradient.toString());
        json.put("precision", (settings.precision() != null ? settings.precision() : ofData).toString());
        json.put("init", settings.init().toString());
        json.put("seed", settings.seed());
        json.put("standardize", settings.standardize());
        json.put("intercept", settings.intercept());
        return json;
    }

    private static Map<String, Object> scaling(List<String> features, Standardizer standardizer) {
        Map<String, Object> scaling = new LinkedHashMap<>();
        for (int j = 0; j < features.size(); j++) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("mean", standardizer.means()[j]);
            one.put("scale", standardizer.scales()[j]);
            scaling.put(features.get(j), one);
        }
        return scaling;
    }

    /** Gathers settings; what is not set keeps its default. */
    public static final class Builder {
        private int epochs = 1000;
        private Double learningRate;
        private double tolerance;
        private Settings.Init init = Settings.Init.ZEROS;
        private long seed;
        private boolean standardize = true;
        private boolean intercept = true;
        private DeviceChoice device = DeviceChoice.AUTO;
        private boolean fallback = true;
        private Gradient gradient;
        private Precision precision;

        private Builder() {}

        /** The most epochs to run; 1000 by default. */
        public Builder epochs(int epochs) {
            this.epochs = epochs;
            return this;
        }

        /** The step per unit of gradient; by default, or null, one that suits the data. */
        public Builder learningRate(Double learningRate) {
            this.learningRate = learningRate;
            return this;
        }

        /** Stop when an epoch lowers the loss by less than this share of it; by default 0, never. */
        public Builder tolerance(double tolerance) {
            this.tolerance = tolerance;
            return this;
        }

        /** Where W and b start; at zeros by default. */
        public Builder init(Settings.Init init) {
            this.init = init;
            return this;
        }

        /** The seed of normal starting values, 0 to 2^32 - 1. */
        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        /** Whether to train on standardised features; coefficients are in the data's units either way. */
        public Builder standardize(boolean standardize) {
            this.standardize = standardize;
            return this;
        }

        /** Whether the model has an intercept. */
        public Builder intercept(boolean intercept) {
            this.intercept = intercept;
            return this;
        }

        /** Where to train: "auto", "cpu", or the number of a CUDA device. */
        public Builder device(String device) {
            this.device = DeviceChoice.parse(device);
            return this;
        }

        /** Whether to train on the CPU, with a warning, where the device cannot be used. */
        public Builder fallback(boolean fallback) {
            this.fallback = fallback;
            return this;
        }

        /** How epochs are computed; by default, or null, what suits the device best. */
        public Builder gradient(Gradient gradient) {
            this.gradient = gradient;
            return this;
        }

        /** In which precision the training data is held; by default, or null, that of the data set. */
        public Builder precision(Precision precision) {
            this.precision = precision;
            return this;
        }

        /**
         * The regression.
         *
         * @throws IllegalArgumentException if a setting is out of range
         */
        public LinearRegression build() {
            return new LinearRegression(new Settings(
                    new GradientDescent(epochs, learningRate, tolerance),
                    init,
                    seed,
                    standardize,
                    intercept,
                    device,
                    fallback,
                    gradient,
                    precision));
        }
    }
}
