package io.linreg.model;

import io.linreg.backend.DeviceChoice;
import io.linreg.backend.Gradient;
import io.linreg.data.MersenneTwister;
import io.linreg.data.Precision;
import io.linreg.data.Term;
import io.linreg.solver.AlphaSearch;
import io.linreg.solver.CoordinateDescent;
import io.linreg.solver.IterativeSolver;
import io.linreg.solver.Solver;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * How to train.
 *
 * @param solver what minimises the loss
 * @param search what finds the alpha of the solver's penalty; null where that is known
 * @param terms the columns of the design matrix, made of those of the data; empty for the data's features
 * @param init where W and b start
 * @param seed of the starting values, and of the rows held back to stop early, 0 to 2^32 - 1
 * @param warmStart models whose coefficients are where W and b start; null to start as init has it
 * @param earlyStopping when to stop before the last epoch; null for never
 * @param standardize whether features are brought to mean 0 and deviation 1 for training; coefficients are in the data's
 *     units either way
 * @param intercept whether the model has b
 * @param device where to train
 * @param fallback whether the CPU will do where the device cannot be used
 * @param gradient how epochs are computed; null for what suits the device
 * @param precision in which the training data is held; null for that of the data set
 */
public record Settings(
        Solver solver,
        AlphaSearch search,
        List<Term> terms,
        Init init,
        long seed,
        LinearModels warmStart,
        EarlyStopping earlyStopping,
        boolean standardize,
        boolean intercept,
        DeviceChoice device,
        boolean fallback,
        Gradient gradient,
        Precision precision) {

    /** Where W and b start. */
    public enum Init {
        ZEROS,
        /** Standard normal numbers: those that NumPy's RandomState(seed).standard_normal gives, b the last. */
        NORMAL;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Checks each setting.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public Settings {
        Objects.requireNonNull(solver);
        Objects.requireNonNull(init);
        terms = List.copyOf(terms);
        Objects.requireNonNull(device);
        seed = MersenneTwister.requireSeed(seed);
        if (search != null && !(solver instanceof CoordinateDescent)) {
            throw new IllegalArgumentException("a path of alphas and cross-validation are fitted by coordinate descent,"
                    + " not by " + solver.settings().get("solver") + "; use --solver cd, or give --alpha");
        }
        String name = String.valueOf(solver.settings().get("solver"));
        boolean iterative = solver instanceof IterativeSolver;
        if (earlyStopping != null && !iterative) {
            throw new IllegalArgumentException(name + " has no epochs to stop early; leave --early-stopping out");
        }
        if (warmStart != null && !iterative) {
            throw new IllegalArgumentException(name + " starts nowhere; leave --warm-start out");
        }
        if (warmStart != null && init != Init.ZEROS) {
            throw new IllegalArgumentException(
                    "--init and --warm-start both say where to start; leave one of them out");
        }
        if (gradient == Gradient.GRAM && iterative && ((IterativeSolver) solver).needsRows()) {
            throw new IllegalArgumentException("--gradient gram keeps no rows, which " + solver.describe()
                    + " needs in every epoch; leave --gradient out");
        }
        if (solver.reads() != Solver.Reads.ROWS && gradient != null && gradient != Gradient.GRAM) {
            throw new IllegalArgumentException(
                    name + " has no epochs for --gradient " + gradient + " to compute; leave it out");
        }
        if (solver.reads() == Solver.Reads.EXACT_MOMENTS && precision == Precision.FLOAT) {
            throw new IllegalArgumentException(name + " computes in double-double; leave --precision float out");
        }
    }

    /**
     * Lets pass what rows that are streamed can be trained by.
     *
     * @throws IllegalArgumentException if the solver, or early stopping, needs rows in memory
     */
    void requireStreamable() {
        if (solver instanceof IterativeSolver iterative && iterative.needsRows()) {
            throw new IllegalArgumentException(
                    solver.describe()
                            + " needs its rows in memory; leave --stream out, or the cluster, or use gd, lbfgs, normal or cd with squared loss");
        }
        if (earlyStopping != null) {
            throw new IllegalArgumentException(
                    "--early-stopping holds rows back in memory; leave it out, or --stream; --tolerance stops early, too");
        }
    }

    /** The same settings for rows that are streamed: moments, unless another gradient is asked for. */
    Settings streamed() {
        boolean rows = solver.reads() == Solver.Reads.ROWS;
        return with(
                solver,
                terms,
                warmStart,
                rows && gradient == null ? Gradient.GRAM : gradient,
                precision == null ? Precision.DOUBLE : precision);
    }

    /** The same settings, with a solver whose penalty was found. */
    Settings with(Solver found) {
        return with(found, terms, warmStart, gradient, precision);
    }

    /** The same settings, with a precision that was left to the data set. */
    Settings with(Precision chosen) {
        return with(solver, terms, warmStart, gradient, chosen);
    }

    /** The same settings, with another design matrix. */
    Settings with(List<Term> others) {
        return with(solver, others, warmStart, gradient, precision);
    }

    /** The same settings, going on from a model. */
    Settings with(LinearModel model) {
        return with(solver, terms, new LinearModels(List.of(model)), gradient, precision);
    }

    private Settings with(
            Solver newSolver,
            List<Term> newTerms,
            LinearModels newStart,
            Gradient newGradient,
            Precision newPrecision) {
        return new Settings(
                newSolver,
                search,
                newTerms,
                init,
                seed,
                newStart,
                earlyStopping,
                standardize,
                intercept,
                device,
                fallback,
                newGradient,
                newPrecision);
    }
}
