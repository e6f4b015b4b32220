package io.linreg.cli;

import io.linreg.backend.Optimizer;
import io.linreg.model.EarlyStopping;
import io.linreg.model.LinearModels;
import io.linreg.solver.GradientDescent;
import io.linreg.solver.HuberDescent;
import io.linreg.solver.Lbfgs;
import io.linreg.solver.Penalty;
import io.linreg.solver.Schedule;
import io.linreg.solver.Solver;
import io.linreg.solver.StochasticDescent;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How the solvers that go epoch by epoch do so, where they start, and when they stop. */
final class IterativeOptions {
    private static final String ALL = "all";
    private static final int BATCH = 32;

    /** A step is a third of the epochs unless another length is asked for. */
    private static final int STEPS = 3;

    /** How the learning rate changes. */
    enum ScheduleName {
        CONSTANT,
        INVSCALING,
        STEP,
        COSINE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What is minimised. */
    enum Loss {
        SQUARED,
        HUBER;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(
            names = "--batch-size",
            paramLabel = "N|all",
            defaultValue = "" + BATCH,
            description = "of sgd and adam: rows a step, drawn anew in each epoch (${DEFAULT-VALUE})")
    private String batchSize;

    @Option(
            names = "--momentum",
            paramLabel = "F",
            defaultValue = "0",
            description = "of sgd: from 0 to below 1 (${DEFAULT-VALUE})")
    private double momentum;

    @Option(names = "--nesterov", description = "of sgd: Nesterov's momentum")
    private boolean nesterov;

    @Option(
            names = "--schedule",
            paramLabel = "S",
            description = "of sgd and adam, the learning rate by epoch e of n: constant; invscaling, / (1 + e)^power;"
                    + " step, * factor every N epochs; cosine, * (1 + cos(pi e / n)) / 2 (cosine with --learning-rate auto,"
                    + " else constant)")
    private ScheduleName schedule;

    @Option(
            names = "--power",
            paramLabel = "F",
            defaultValue = "0.5",
            description = "of --schedule invscaling (${DEFAULT-VALUE})")
    private double power;

    @Option(
            names = "--step-every",
            paramLabel = "N",
            description = "of --schedule step: epochs of the same rate (a third of all)")
    private Integer stepEvery;

    @Option(
            names = "--step-factor",
            paramLabel = "F",
            defaultValue = "0.1",
            description = "of --schedule step (${DEFAULT-VALUE})")
    private double stepFactor;

    @Option(
            names = "--beta1",
            paramLabel = "F",
            defaultValue = "0.9",
            description = "of adam: the decay of the gradients' mean (${DEFAULT-VALUE})")
    private double beta1;

    @Option(
            names = "--beta2",
            paramLabel = "F",
            defaultValue = "0.999",
            description = "of adam: the decay of their squares' mean (${DEFAULT-VALUE})")
    private double beta2;

    @Option(
            names = "--adam-epsilon",
            paramLabel = "F",
            defaultValue = "1e-8",
            description = "of adam: added to the root of their squares' mean (${DEFAULT-VALUE})")
    private double adamEpsilon;

    @Option(
            names = "--gradient-tolerance",
            paramLabel = "F",
            defaultValue = "" + Lbfgs.GRADIENT_TOLERANCE,
            description = "of lbfgs: stop when the gradient is below this share of what it is for a model of zeros"
                    + " (${DEFAULT-VALUE})")
    private double gradientTolerance;

    @Option(
            names = "--memory",
            paramLabel = "N",
            defaultValue = "" + Lbfgs.MEMORY,
            description = "of lbfgs: steps that it remembers (${DEFAULT-VALUE})")
    private int memory;

    @Option(
            names = "--loss",
            paramLabel = "squared|huber",
            defaultValue = "squared",
            description = "of gd and lbfgs: huber counts large residuals less, on a scale that is estimated with the"
                    + " coefficients, as scikit-learn's HuberRegressor does (${DEFAULT-VALUE})")
    private Loss loss;

    @Option(
            names = "--epsilon",
            paramLabel = "F",
            defaultValue = "1.35",
            description = "of --loss huber: how large, in units of that scale, above 1 (${DEFAULT-VALUE})")
    private double epsilon;

    @Option(
            names = "--early-stopping",
            description = "stop where rows held back from training get no better, and keep what was best for them")
    private boolean earlyStopping;

    @Option(
            names = "--validation-share",
            paramLabel = "F",
            defaultValue = "" + EarlyStopping.SHARE,
            description = "of --early-stopping: share of the training rows, drawn by --seed (${DEFAULT-VALUE})")
    private double validationShare;

    @Option(
            names = "--patience",
            paramLabel = "N",
            defaultValue = "" + EarlyStopping.PATIENCE,
            description = "of --early-stopping: epochs without a new best (${DEFAULT-VALUE})")
    private int patience;

    @Option(
            names = "--warm-start",
            paramLabel = "MODEL",
            description = "start at the coefficients of this model file, of the same features")
    private Path warmStart;

    /** Whether the loss is not a sum of squares. */
    boolean isHuber() {
        return loss == Loss.HUBER;
    }

    /** Gradient descent. */
    Solver descent(int epochs, Double rate, double tolerance, Penalty penalty) {
        return isHuber()
                ? new HuberDescent(epochs, rate, tolerance, epsilon)
                : new GradientDescent(epochs, rate, tolerance, penalty);
    }

    Solver lbfgs(int epochs, double tolerance) {
        return new Lbfgs(epochs, tolerance, gradientTolerance, memory, isHuber() ? epsilon : null);
    }

    Solver sgd(int epochs, Double rate, double tolerance, long seed) {
        return stochastic(new Optimizer.Momentum(momentum, nesterov), epochs, rate, tolerance, seed);
    }

    Solver adam(int epochs, Double rate, double tolerance, long seed) {
        return stochastic(new Optimizer.Adam(beta1, beta2, adamEpsilon), epochs, rate, tolerance, seed);
    }

    private Solver stochastic(Optimizer.Rule rule, int epochs, Double rate, double tolerance, long seed) {
        return new StochasticDescent(rule, epochs, batch(), rate, schedule(epochs), tolerance, seed);
    }

    private Integer batch() {
        if (batchSize.equalsIgnoreCase(ALL)) {
            return null;
        }
        try {
            return Integer.valueOf(batchSize);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--batch-size is a number of rows or all, not '" + batchSize + "'", e);
        }
    }

    private Schedule schedule(int epochs) {
        if (schedule == null) {
            return null;
        }
        return switch (schedule) {
            case CONSTANT -> new Schedule.Constant();
            case INVSCALING -> new Schedule.InverseScaling(power);
            case STEP -> new Schedule.Step(stepEvery != null ? stepEvery : (epochs + STEPS - 1) / STEPS, stepFactor);
            case COSINE -> new Schedule.Cosine();
        };
    }

    /** When to stop before the last epoch; null for never. */
    EarlyStopping earlyStopping() {
        return earlyStopping ? new EarlyStopping(validationShare, patience) : null;
    }

    /** The models to start from, read from their file; null for none. */
    LinearModels warmStart() {
        return warmStart == null ? null : LinearModels.load(warmStart);
    }

    /**
     * Finds options that belong to others which were not given.
     *
     * @throws ParameterException if there is one
     */
    void check(CommandSpec spec) {
        of(spec, "--power", "--schedule invscaling", schedule == ScheduleName.INVSCALING);
        of(spec, "--step-every", "--schedule step", schedule == ScheduleName.STEP);
        of(spec, "--step-factor", "--schedule step", schedule == ScheduleName.STEP);
        of(spec, "--epsilon", "--loss huber", isHuber());
        of(spec, "--validation-share", "--early-stopping", earlyStopping);
        of(spec, "--patience", "--early-stopping", earlyStopping);
    }

    private static void of(CommandSpec spec, String option, String other, boolean given) {
        if (!given && spec.commandLine().getParseResult().hasMatchedOption(option)) {
            throw new ParameterException(
                    spec.commandLine(), option + " is of " + other + "; give that, too, or leave it out");
        }
    }
}
