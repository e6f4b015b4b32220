package io.linreg.cli;

import io.linreg.solver.CoordinateDescent;
import io.linreg.solver.NormalEquations;
import io.linreg.solver.Solver;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What finds the coefficients, and how long it may look for them. */
final class SolverOptions {
    /** The solvers, by name. */
    enum Name {
        GD,
        SGD,
        ADAM,
        LBFGS,
        CD,
        NORMAL;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Which solvers an option is of use to. */
    private static final Map<String, Set<Name>> USERS = new LinkedHashMap<>();

    static {
        Set<Name> iterative = EnumSet.of(Name.GD, Name.SGD, Name.ADAM, Name.LBFGS);
        Set<Name> stepping = EnumSet.of(Name.GD, Name.SGD, Name.ADAM);
        Set<Name> stochastic = EnumSet.of(Name.SGD, Name.ADAM);
        Set<Name> robust = EnumSet.of(Name.GD, Name.LBFGS);
        USERS.put("--epochs", iterative);
        USERS.put("--learning-rate", stepping);
        USERS.put("--tolerance", EnumSet.of(Name.GD, Name.SGD, Name.ADAM, Name.LBFGS, Name.CD));
        USERS.put("--init", iterative);
        USERS.put("--seed", iterative);
        USERS.put("--batch-size", stochastic);
        USERS.put("--momentum", EnumSet.of(Name.SGD));
        USERS.put("--nesterov", EnumSet.of(Name.SGD));
        USERS.put("--schedule", stochastic);
        USERS.put("--power", stochastic);
        USERS.put("--step-every", stochastic);
        USERS.put("--step-factor", stochastic);
        USERS.put("--beta1", EnumSet.of(Name.ADAM));
        USERS.put("--beta2", EnumSet.of(Name.ADAM));
        USERS.put("--adam-epsilon", EnumSet.of(Name.ADAM));
        USERS.put("--gradient-tolerance", EnumSet.of(Name.LBFGS));
        USERS.put("--memory", EnumSet.of(Name.LBFGS));
        USERS.put("--loss", robust);
        USERS.put("--epsilon", robust);
        USERS.put("--early-stopping", iterative);
        USERS.put("--validation-share", iterative);
        USERS.put("--patience", iterative);
        USERS.put("--warm-start", iterative);
        USERS.put("--rank-tolerance", EnumSet.of(Name.NORMAL));
        USERS.put("--alpha", EnumSet.of(Name.GD, Name.NORMAL, Name.CD));
        USERS.put("--l1-ratio", EnumSet.of(Name.GD, Name.NORMAL, Name.CD));
    }

    @Option(
            names = "--solver",
            paramLabel = "S",
            description = "gd: full-batch gradient descent; sgd: steps on mini-batches; adam: the same by Adam; lbfgs:"
                    + " quasi-Newton steps; normal: the exact answer, from normal equations in double-double, or"
                    + " ridge; cd: coordinate descent for lasso and elastic net (gd; cd with --alphas or --cv)")
    private Name name;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "1000",
            description = "passes over the training rows; with lbfgs steps, each of a pass or a few (${DEFAULT-VALUE})")
    private int epochs;

    @Option(
            names = "--learning-rate",
            paramLabel = "auto|F",
            defaultValue = "auto",
            description =
                    "step per unit of gradient; auto is 1/L, L the largest eigenvalue of the Hessian, or what suits"
                            + " the mini-batches")
    private String learningRate;

    @Option(
            names = "--tolerance",
            paramLabel = "F",
            description =
                    "stop when an epoch (with sgd and adam, five of them) lowers the loss by less than this share of"
                            + " it; 0 never (0). With cd: when the"
                            + " duality gap is less than this share of the objective without coefficients (1e-12)")
    private Double tolerance;

    @Option(
            names = "--rank-tolerance",
            paramLabel = "F",
            defaultValue = "" + NormalEquations.TOLERANCE,
            description =
                    "of --solver normal: a column of which columns before it leave no more than this share is aliased,"
                            + " and gets coefficient 0 (${DEFAULT-VALUE})")
    private double rankTolerance;

    /** How many passes over the data there will be at the most. */
    int epochs() {
        return name == Name.CD || name == Name.NORMAL ? 1 : epochs;
    }

    /** Which solver; where none is named, one that can do what is asked for. */
    Name name(PenaltyOptions penalty) {
        return name != null ? name : penalty.searches() ? Name.CD : Name.GD;
    }

    /**
     * The solver.
     *
     * @throws ParameterException if an option is out of range, or of no use to it
     */
    Solver solver(
            CommandSpec spec, PenaltyOptions penalty, IterativeOptions iterative, boolean standardize, long seed) {
        Name chosen = name(penalty);
        requireUseful(spec, chosen);
        iterative.check(spec);
        double enough = tolerance == null ? 0 : tolerance;
        try {
            penalty.check(chosen);
            if (iterative.isHuber() && !penalty.penalty().isNone()) {
                throw new IllegalArgumentException("--loss huber takes no penalty; leave one of them out");
            }
            return switch (chosen) {
                case GD -> iterative.descent(epochs, rate(spec), enough, penalty.penalty());
                case SGD -> iterative.sgd(epochs, rate(spec), enough, seed);
                case ADAM -> iterative.adam(epochs, rate(spec), enough, seed);
                case LBFGS -> iterative.lbfgs(epochs, enough);
                case CD ->
                    new CoordinateDescent(
                            penalty.penalty(),
                            tolerance == null ? CoordinateDescent.TOLERANCE : tolerance,
                            CoordinateDescent.MOST_SWEEPS);
                case NORMAL -> new NormalEquations(rankTolerance, penalty.ridge(), standardize);
            };
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private Double rate(CommandSpec spec) {
        try {
            return learningRate.equalsIgnoreCase("auto") ? null : Double.valueOf(learningRate);
        } catch (NumberFormatException e) {
            throw new ParameterException(
                    spec.commandLine(), "--learning-rate is auto or a number, not '" + learningRate + "'", e);
        }
    }

    /** An option that would be ignored was meant for something. */
    private void requireUseful(CommandSpec spec, Name chosen) {
        USERS.forEach((option, users) -> {
            if (!users.contains(chosen) && spec.commandLine().getParseResult().hasMatchedOption(option)) {
                throw new ParameterException(
                        spec.commandLine(), option + " is of no use to --solver " + chosen + "; leave it out");
            }
        });
    }
}
