package io.linreg.model;

import io.linreg.backend.DeviceChoice;
import io.linreg.backend.Gradient;
import io.linreg.data.MersenneTwister;
import io.linreg.data.Precision;
import io.linreg.solver.Solver;
import java.util.Locale;
import java.util.Objects;

/**
 * How to train.
 *
 * @param solver what minimises the loss
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
        Objects.requireNonNull(device);
        seed = MersenneTwister.requireSeed(seed);
    }

    /** The same settings, with a precision that was left to the data set. */
    Settings with(Precision chosen) {
        return new Settings(solver, init, seed, standardize, intercept, device, fallback, gradient, chosen);
    }
}
