package io.linreg.solver;

import io.linreg.backend.LeastSquares;
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

    /** How much larger than any loss to begin with a loss must be that steps on batches do not come back from. */
    private static final double MOST = 100;

    private final double rate;
    private int epoch;
    private double last;
    private double valley;
    private double largest;
    private int rising;

    Divergence(double rate) {
        this.rate = rate;
    }

    /** Looks at the losses before epochs from..to-1; those before them were looked at already. */
    void check(double[] losses, int from, int to) {
        for (int e = from; e < to; e++) {
            check(losses[e]);
        }
    }

    /** Looks at the loss before the next epoch. */
    void check(double loss) {
        if (epoch == 0) {
            requireFinite(loss);
        }
        rising = epoch > 0 && loss > last ? rising + 1 : 0;
        valley = rising == 0 ? loss : valley;
        boolean grew = rising >= EPOCHS && loss > valley * (1 + NOISE) + FLOOR * largest;
        largest = Math.max(largest, valley);
        if (grew || !Double.isFinite(loss)) {
            throw tooFast(loss, epoch, rate);
        }
        last = loss;
        epoch++;
    }

    static void requireFinite(double first) {
        if (!Double.isFinite(first)) {
            throw new LinregException("the loss is not finite before the first epoch: a number of the data is not,"
                    + " or is too large for its square; use --precision double, --standardize or larger units");
        }
    }

    private static LinregException tooFast(double loss, int epoch, double rate) {
        return new LinregException(String.format(
                Locale.ROOT,
                "the loss %s at epoch %d (learning rate %.6g is too large for these features);"
                        + " use --learning-rate auto, a smaller one, or --standardize",
                Double.isFinite(loss) ? String.format(Locale.ROOT, "grew to %.6g", loss) : "is not finite",
                epoch,
                rate));
    }

    /** The largest loss for steps whose losses go up and down: far above those of the start, and of a model of zeros. */
    static double mostOf(LeastSquares objective, double[] start) {
        double[] zeros = new double[start.length];
        double first = objective.lossAndGradient(start, new double[start.length]);
        requireFinite(first);
        return MOST * Math.max(first, objective.lossAndGradient(zeros, new double[start.length]));
    }

    /** Whether a loss is beyond that. */
    static void check(double loss, double most, int epoch, double rate) {
        if (!(loss <= most)) {
            throw tooFast(loss, epoch, rate);
        }
    }
}
