package io.linreg.report;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The losses as they are drawn: few enough points, on axes that suit them.
 *
 * @param epochs how many epochs were run before each loss
 * @param losses the losses
 * @param base of the logarithmic loss axis, 2 or 10; 0 for a linear one
 * @param early whether nearly all of the descent is in the first epochs, which then deserve most of the epoch axis
 * @param hidden how many losses are exactly 0, which a logarithmic axis cannot show
 */
record LossCurve(double[] epochs, double[] losses, int base, boolean early, int hidden) {
    /** Two points each: about as many as a chart is points wide. */
    private static final int BUCKETS = 300;

    /** Losses that span less than one doubling look best on a linear axis. */
    private static final double LEAST_RATIO = 2;

    /** From three decades on, powers of ten make enough grid lines. */
    private static final double DECADES = 1000;

    /** Fewer epochs than this can be told apart on a linear axis, and are drawn one by one. */
    private static final int MANY_EPOCHS = 100;

    /** Chooses points and axes for the losses before each epoch and after the last one. */
    static LossCurve of(double[] losses) {
        return of(losses, new double[0]).get(0);
    }

    /** The same for losses of two kinds that are drawn on the same axes; the first kind decides how epochs are spaced. */
    static List<LossCurve> of(double[] losses, double[] others) {
        double[] positive = DoubleStream.concat(Arrays.stream(losses), Arrays.stream(others))
                .filter(v -> v > 0 && Double.isFinite(v))
                .sorted()
                .toArray();
        double ratio = positive.length == 0 ? 1 : positive[positive.length - 1] / positive[0];
        int base = ratio < LEAST_RATIO ? 0 : ratio >= DECADES ? 10 : 2;
        boolean early = early(losses, shown(losses, base), height(base));
        return List.of(of(losses, base, early), of(others, base, early));
    }

    private static LossCurve of(double[] losses, int base, boolean early) {
        int[] all = shown(losses, base);
        int[] kept = thin(losses, all, early ? Math::log1p : DoubleUnaryOperator.identity());
        return new LossCurve(
                Arrays.stream(kept).asDoubleStream().toArray(),
                Arrays.stream(kept).mapToDouble(e -> losses[e]).toArray(),
                base,
                early,
                losses.length - all.length);
    }

    private static int[] shown(double[] losses, int base) {
        IntPredicate shown = e -> Double.isFinite(losses[e]) && !(base > 0 && losses[e] <= 0);
        return IntStream.range(0, losses.length).filter(shown).toArray();
    }

    private static DoubleUnaryOperator height(int base) {
        return base > 0 ? Math::log : DoubleUnaryOperator.identity();
    }

    /** Whether nine tenths of the way down are covered in the first tenth of the epochs. */
    private static boolean early(double[] losses, int[] epochs, DoubleUnaryOperator height) {
        if (epochs.length <= MANY_EPOCHS) {
            return false;
        }
        double first = height.applyAsDouble(losses[epochs[0]]);
        double soon = height.applyAsDouble(losses[epochs[epochs.length / 10]]);
        double last = height.applyAsDouble(losses[epochs[epochs.length - 1]]);
        return first - soon >= 0.9 * (first - last) && first > last;
    }

    /** The extremes of each stretch of the epoch axis, in order: a spike or an oscillation stays visible. */
    private static int[] thin(double[] losses, int[] epochs, DoubleUnaryOperator axis) {
        if (epochs.length <= MANY_EPOCHS) {
            return epochs;
        }
        int end = epochs.length - 1;
        double length = axis.applyAsDouble(epochs[end]);
        IntUnaryOperator bucket = k -> (int) (axis.applyAsDouble(epochs[k]) / length * BUCKETS);
        IntStream.Builder kept = IntStream.builder().add(epochs[0]);
        int from = 1;
        while (from < end) {
            int here = bucket.applyAsInt(from);
            int low = from;
            int high = from;
            int k = from;
            for (; k < end && bucket.applyAsInt(k) == here; k++) {
                low = losses[epochs[k]] < losses[epochs[low]] ? k : low;
                high = losses[epochs[k]] > losses[epochs[high]] ? k : high;
            }
            kept.add(epochs[Math.min(low, high)]);
            if (low != high) {
                kept.add(epochs[Math.max(low, high)]);
            }
            from = k;
        }
        return kept.add(epochs[end]).build().toArray();
    }
}
