package io.linreg.cli;

import io.linreg.solver.AlphaSearch;
import io.linreg.solver.Penalty;
import picocli.CommandLine.Option;

/** What coefficients cost: a penalty that is given, or one that is looked for. */
final class PenaltyOptions {
    private static final double LASSO = 1;

    @Option(
            names = "--alpha",
            paramLabel = "A",
            description = "penalty: the mean squared error / 2 + A R |w| + A (1 - R) / 2 |w|^2 is minimised (none)")
    private Double alpha;

    @Option(
            names = "--l1-ratio",
            paramLabel = "R",
            description = "0 ridge to 1 lasso (1; with normal 0, all that it can)")
    private Double l1Ratio;

    @Option(
            names = "--alphas",
            paramLabel = "N",
            description = "fit a path of N penalties, from one that leaves no coefficient to a thousandth of it")
    private Integer alphas;

    @Option(
            names = "--cv",
            paramLabel = "K",
            description = "choose alpha by K-fold cross-validation, of 100 or --alphas N")
    private Integer folds;

    /** Whether alpha is to be found. */
    boolean searches() {
        return alphas != null || folds != null;
    }

    /** Whether alpha is to be found by cross-validation. */
    boolean crossValidates() {
        return folds != null;
    }

    /**
     * Finds contradictions.
     *
     * @throws IllegalArgumentException if there is one
     */
    void check(SolverOptions.Name solver) {
        if (alpha != null && searches()) {
            throw new IllegalArgumentException("--alpha gives what " + (folds != null ? "--cv" : "--alphas")
                    + " looks for; leave one of them out");
        }
        if (searches() && solver != SolverOptions.Name.CD) {
            throw new IllegalArgumentException((folds != null ? "--cv" : "--alphas")
                    + " fits by coordinate descent; leave --solver out, with --l1-ratio 0 for ridge");
        }
        if (l1Ratio != null && alpha == null && !searches()) {
            throw new IllegalArgumentException("--l1-ratio is of a penalty: give --alpha, --alphas or --cv, too");
        }
        if (solver == SolverOptions.Name.CD && alpha == null && !searches()) {
            throw new IllegalArgumentException(
                    "--solver cd needs --alpha, --alphas or --cv; without a penalty use --solver normal");
        }
        if (solver == SolverOptions.Name.NORMAL && l1Ratio != null && l1Ratio > 0) {
            throw new IllegalArgumentException(
                    "--l1-ratio above 0 has no closed form for --solver normal; leave it out for ridge, or use --solver cd");
        }
    }

    /** The penalty, of any alpha where that is looked for; none where none was given. */
    Penalty penalty() {
        if (alpha == null && !searches()) {
            return Penalty.NONE;
        }
        return new Penalty(searches() ? 1 : alpha, l1Ratio == null ? LASSO : l1Ratio);
    }

    /** The penalty without an L1 part. */
    Penalty ridge() {
        return alpha == null ? Penalty.NONE : new Penalty(alpha, 0);
    }

    /** The search; null where there is none. */
    AlphaSearch search() {
        return searches()
                ? new AlphaSearch(alphas == null ? AlphaSearch.ALPHAS : alphas, folds == null ? 0 : requireFolds(folds))
                : null;
    }

    private static int requireFolds(int folds) {
        if (folds < 2) { // to the library 0 is none
            throw new IllegalArgumentException("--cv takes 2 or more folds, not " + folds);
        }
        return folds;
    }
}
