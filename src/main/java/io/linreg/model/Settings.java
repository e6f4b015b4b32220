package io.linreg.model;

import io.linreg.backend.DeviceChoice;
import io.linreg.backend.Gradient;
import io.linreg.data.MersenneTwister;
import io.linreg.data.Precision;
import io.linreg.data.Term;
import io.linreg.solver.AlphaSearch;
import io.linreg.solver.CoordinateDescent;
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
 * @param seed of the starting values, 0 to 2^32 - 1
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
        if (solver.reads() != Solver.Reads.ROWS && gradient != null && gradient != Gradient.GRAM) {
            throw new IllegalArgumentException(solver.settings().get("solver") + " has no epochs for --gradient "
                    + gradient + " to compute; leave it out");
        }
        if (solver.reads() == Solver.Reads.EXACT_MOMENTS && precision == Precision.FLOAT) {
            throw new IllegalArgumentException(
                    solver.settings().get("solver") + " computes in double-double; leave --precision float out");
        }
    }

    /** The same settings, with a solver whose penalty was found. */
    Settings with(Solver found) {
        return new Settings(
                found, search, terms, init, seed, standardize, intercept, device, fallback, gradient, precision);
    }

    /** The same settings, with a precision that was left to the data set. */
    Settings with(Precision chosen) {
        return new Settings(
                solver, search, terms, init, seed, standardize, intercept, device, fallback, gradient, chosen);
    }

    /** The same settings, with another design matrix. */
    Settings with(List<Term> others) {
        return new Settings(
                solver, search, others, init, seed, standardize, intercept, device, fallback, gradient, precision);
    }
}
