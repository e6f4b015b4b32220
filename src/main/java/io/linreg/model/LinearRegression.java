package io.linreg.model;

import io.linreg.backend.Backend;
import io.linreg.backend.DeviceChoice;
import io.linreg.backend.Gradient;
import io.linreg.base.LinregException;
import io.linreg.data.Dataset;
import io.linreg.data.Precision;
import io.linreg.data.Standardizer;
import io.linreg.data.Term;
import io.linreg.solver.AlphaSearch;
import io.linreg.solver.CoordinateDescent;
import io.linreg.solver.GradientDescent;
import io.linreg.solver.IterativeSolver;
import io.linreg.solver.Lbfgs;
import io.linreg.solver.Penalty;
import io.linreg.solver.Solver;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Fits linear models.
 *
 * <pre>{@code
 * LinearModel model = LinearRegression.builder().epochs(1000).build().fit(dataset);
 * }</pre>
 */
public final class LinearRegression {
    private final Settings settings;

    private LinearRegression(Settings settings) {
        this.settings = settings;
    }

    /** The defaults: 1000 epochs of gradient descent from zeros, on standardised features, at a rate that suits them. */
    public static Builder builder() {
        return new Builder();
    }

    /** The same with another design matrix. */
    public LinearRegression with(List<Term> terms) {
        return new LinearRegression(settings.with(terms));
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
        return train(train, List.of(), listener).get(0);
    }

    /**
     * Fits a model to each of several targets, the very one that it has alone (to rounding, where a device multiplies matrices).
     * Solvers that need no more than moments read the rows once for all of them; those that need losses and gradients read them
     * once an epoch for all.
     *
     * @param train with the first target
     * @param others the other targets, features of the data set so far
     */
    public List<TrainingRun> train(Dataset train, List<String> others, TrainingListener listener) {
        Settings complete = complete(train);
        HeldBack held = HeldBack.of(train, complete);
        List<Preparation> works = Preparation.of(held.learning(), others, complete, listener);
        if (JointTraining.suits(works.size(), complete)) {
            return JointTraining.train(works, complete, listener);
        }
        List<TrainingRun> runs = new ArrayList<>();
        for (Preparation work : works) {
            runs.add(Training.run(work, held.judging(work.target(), others), complete, listener));
        }
        return runs;
    }

    /**
     * Lets pass what rows that are streamed can be trained by.
     *
     * @throws IllegalArgumentException if the solver, or early stopping, needs rows in memory
     */
    public void requireStreamable() {
        settings.requireStreamable();
    }

    /**
     * Fits a model to each target of rows that are streamed, from moments that one reading leaves; where {@link Settings#gradient} says
     * how epochs are to be computed otherwise, each one reads the rows again.
     *
     * @throws IllegalArgumentException if the solver, or early stopping, needs rows in memory
     * @throws LinregException if the table cannot be read or there is nothing to learn from; or the descent diverges
     */
    public StreamedRuns train(StreamedData data, TrainingListener listener) {
        requireStreamable();
        Settings complete = settings.streamed();
        boolean everyEpoch =
                complete.gradient() != Gradient.GRAM && complete.solver().reads() == Solver.Reads.ROWS;
        if (everyEpoch && !data.rows().repeatable()) {
            throw new LinregException(data.rows().name() + ": every epoch of --gradient " + complete.gradient()
                    + " reads the data again, but it can be read only once; save it to a file, or use --gradient gram");
        }
        StreamedTable table = Training.onDevice(complete, listener, (device, fallback) -> {
            try (Backend backend = Backend.open(device)) {
                return new StreamReading(data, complete, listener).read(backend);
            }
        });
        if (everyEpoch) {
            listener.warning(String.format(
                    Locale.ROOT,
                    "every epoch of --gradient %s reads the data again, which took %.3g s; gram reads it once",
                    complete.gradient(),
                    table.seconds()));
        }
        return train(table, complete, listener);
    }

    private static StreamedRuns train(StreamedTable table, Settings settings, TrainingListener listener) {
        List<TrainingRun> runs = new ArrayList<>();
        for (Preparation work : table.preparations()) {
            runs.add(Training.run(work, null, settings, listener));
        }
        return new StreamedRuns(table, runs);
    }

    private Settings complete(Dataset train) {
        boolean exact =
                settings.solver().reads() == Solver.Reads.EXACT_MOMENTS; // in double at least, whatever holds the data
        Precision suiting = exact ? Precision.DOUBLE : train.precision();
        return settings.with(settings.precision() != null ? settings.precision() : suiting);
    }

    /**
     * Goes on from a model with more rows: so many epochs from its coefficients, on these rows alone, standardised as the rows of the
     * model's first fit were. The more epochs, the more the earlier rows are forgotten. Momentum and schedule begin anew.
     *
     * @param model the model so far: its features and its target are those of the result
     * @param more rows with columns that it was made of, in the data's own units
     * @return the model after these rows; its provenance counts the rows of all fits
     * @throws IllegalStateException if this regression's solver is not gradient descent or steps on mini-batches, which go some of
     *     the way
     * @throws LinregException if the rows lack a column, there are none, or the descent diverges
     */
    public LinearModel partialFit(LinearModel model, Dataset more) {
        if (!(settings.solver() instanceof IterativeSolver) || settings.solver() instanceof Lbfgs) {
            throw new IllegalStateException(
                    settings.solver().settings().get("solver")
                            + " goes all the way to the answer of the rows that it is given; continue a model with gd, sgd or adam");
        }
        Settings complete = complete(more).with(model);
        HeldBack held = HeldBack.of(more, complete);
        Standardizer given = WarmStart.standardizer(model, complete.intercept());
        Preparation work = Preparation.of(held.learning(), model, given, TrainingListener.LOG);
        return WarmStart.continued(
                model,
                Training.run(work, held.judging(), complete, TrainingListener.LOG)
                        .model());
    }

    /** Gathers settings; what is not set keeps its default. */
    public static final class Builder {
        private Solver solver;
        private AlphaSearch search;
        private List<Term> terms = List.of();
        private int epochs = 1000;
        private Double learningRate;
        private double tolerance;
        private Settings.Init init = Settings.Init.ZEROS;
        private long seed;
        private LinearModels warmStart;
        private EarlyStopping earlyStopping;
        private boolean standardize = true;
        private boolean intercept = true;
        private DeviceChoice device = DeviceChoice.AUTO;
        private boolean fallback = true;
        private Gradient gradient;
        private Precision precision;

        private Builder() {}

        /** What finds the coefficients; by default, or null, gradient descent with the settings below. */
        public Builder solver(Solver solver) {
            this.solver = solver;
            return this;
        }

        /**
         * What finds the alpha of a penalty: a path of them, and cross-validation. The solver is coordinate descent then, and
         * its alpha gives way; by default it is that of a lasso. By default, or null, nothing is looked for.
         */
        public Builder search(AlphaSearch search) {
            this.search = search;
            return this;
        }

        /** The columns of the design matrix, made of those of the data; by default, or empty, the data's features. */
        public Builder terms(List<Term> terms) {
            this.terms = List.copyOf(terms);
            return this;
        }

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

        /** The seed of normal starting values, and of which rows are held back to stop early, 0 to 2^32 - 1. */
        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        /**
         * A model whose coefficients are where to start, of the same features and target; by default, or null, none. For the solvers
         * that go epoch by epoch.
         */
        public Builder warmStart(LinearModel model) {
            return warmStart(model == null ? null : new LinearModels(List.of(model)));
        }

        /** The same for several targets, a model for each. */
        public Builder warmStart(LinearModels models) {
            warmStart = models;
            return this;
        }

        /** When to stop before the last epoch; by default, or null, never. For the solvers that go epoch by epoch. */
        public Builder earlyStopping(EarlyStopping earlyStopping) {
            this.earlyStopping = earlyStopping;
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
                    solver(),
                    search,
                    terms,
                    init,
                    seed,
                    warmStart,
                    earlyStopping,
                    standardize,
                    intercept,
                    device,
                    fallback,
                    gradient,
                    precision));
        }

        private Solver solver() {
            if (solver != null) {
                return solver;
            }
            return search != null
                    ? new CoordinateDescent(new Penalty(1, 1))
                    : new GradientDescent(epochs, learningRate, tolerance);
        }
    }
}
