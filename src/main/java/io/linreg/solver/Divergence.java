package io.linreg.solver;

import io.linreg.base.LinregException;
import java.util.Locale;

/**
 * Notices a descent that climbs: a loss that is not finite, or that grew for several epochs running by more than the
 * rounding of sums could make it. Where the model fits perfectly, all of the loss is rounding: it is no more than a tiny
 * share of what the loss once was, and may do as it likes.
 */
final class Divergence {
    private static final int EPOCHS = 5;
    private static final double NOISE = 1e-3;
    private static final double FLOOR = 1e-12;

    private final double rate;
    private double largest;
    private int rising;

    Divergence(double rate) {
        this.rate = rate;
    }

    /** Looks at the losses before epochs from..to-1; those before them were looked at already. */
    void check(double[] losses, int from, int to) {
        for (int e = from; e < to; e++) {
            if (e == 0 && !Double.isFinite(losses[0])) {
                throw new LinregException("the loss is not finite before the first epoch: a number of the data is not,"
                        + " or is too large for its square; use --precision double, --standardize or larger units");
            }
            rising = e > 0 && losses[e] > losses[e - 1] ? rising + 1 : 0;
            boolean grew = rising >= EPOCHS && losses[e] > losses[e - rising] * (1 + NOISE) + FLOOR * largest;
            largest = Math.max(largest, losses[e - rising]);
            if (grew || !Double.isFinite(losses[e])) {
                throw new LinregException(String.format(
                        Locale.ROOT,
                        "the loss %s at epoch %d (learning rate %.6g is too large for these features);"
                                + " use --learning-rate auto, a smaller one, or --standardize",
                        grew ? String.format(Locale.ROOT, "grew to %.6g", losses[e]) : "is not finite",
                        e,
                        rate));
            }
        }
    }
}
