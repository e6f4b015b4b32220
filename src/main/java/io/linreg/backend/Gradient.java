package io.linreg.backend;

import java.util.Locale;

/** How the loss and the gradient of an epoch are computed. The result is the same, to rounding. */
public enum Gradient {
    /** A matrix-vector product for the residuals, then a reduction: X is read twice. */
    GEMV,
    /** Residual, loss and gradient in one pass over X. */
    FUSED,
    /** From the moments of the data: one pass for all epochs. */
    GRAM;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
