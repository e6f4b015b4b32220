package io.linreg.inference;

import io.linreg.solver.NormalEquations;
import java.util.Objects;

/**
 * What to infer, and how.
 *
 * @param confidence of intervals, above 0 and below 1
 * @param errors how the errors of coefficients are estimated
 * @param rankTolerance a feature is aliased where features before it leave no more than this share of it; see {@link NormalEquations}
 */
public record InferenceSettings(double confidence, StandardErrors errors, double rankTolerance) {
    /** 95 %, classical errors. */
    public static final InferenceSettings DEFAULT = new InferenceSettings(0.95, StandardErrors.CLASSICAL);

    /**
     * Checks each setting.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public InferenceSettings {
        requireConfidence(confidence);
        Objects.requireNonNull(errors);
    }

    /** With the usual tolerance. */
    public InferenceSettings(double confidence, StandardErrors errors) {
        this(confidence, errors, NormalEquations.TOLERANCE);
    }

    /** The same with another tolerance. */
    public InferenceSettings withRankTolerance(double other) {
        return new InferenceSettings(confidence, errors, other);
    }

    /**
     * The confidence, if it is one.
     *
     * @throws IllegalArgumentException if not
     */
    public static double requireConfidence(double confidence) {
        if (!(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException(
                    "a confidence is a number between 0 and 1, such as 0.95, not " + confidence);
        }
        return confidence;
    }
}
