package io.linreg.cli;

import io.linreg.solver.CoordinateDescent;
import io.linreg.solver.GradientDescent;
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
        USERS.put("--epochs", EnumSet.of(Name.GD));
        USERS.put("--learning-rate", EnumSet.of(Name.GD));
        USERS.put("--tolerance", EnumSet.of(Name.GD, Name.CD));
        USERS.put("--init", EnumSet.of(Name.GD));
        USERS.put("--seed", EnumSet.of(Name.GD));
        USERS.put("--rank-tolerance", EnumSet.of(Name.NORMAL));
        USERS.put("--alpha", EnumSet.of(Name.GD, Name.NORMAL, Name.CD));
        USERS.put("--l1-ratio", EnumSet.of(Name.GD, Name.NORMAL, Name.CD));
    }

    @Option(
            names = "--solver",
            paramLabel = "S",
            description =
                    "gd: full-batch gradient descent; normal: the exact answer, from normal equations in double-double,"
                            + " or ridge; cd: coordinate descent for lasso and elastic net (gd; cd with --alphas or --cv)")
    private Name name;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "1000",
            description = "passes over the training rows (${DEFAULT-VALUE})")
    private int epochs;

    @Option(
            names = "--learning-rate",
            paramLabel = "auto|F",
            defaultValue = "auto",
            description = "step per unit of gradient; auto is 1/L, L the largest eigenvalue of the Hessian")
    private String learningRate;

    @Option(
            names = "--tolerance",
            paramLabel = "F",
            description =
                    "stop when an epoch lowers the loss by less than this share of it; 0 never (0). With cd: when the"
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
        return name == null || name == Name.GD ? epochs : 1;
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
    Solver solver(CommandSpec spec, PenaltyOptions penalty, boolean standardize) {
        Name chosen = name(penalty);
        requireUseful(spec, chosen);
        try {
            penalty.check(chosen);
            return switch (chosen) {
                case GD ->
                    new GradientDescent(epochs, rate(spec), tolerance == null ? 0 : tolerance, penalty.penalty());
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
