package io.linreg.inference;

import io.linreg.base.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What a reader should know before trusting the figures, a sentence each. */
final class Notes {
    /** A variance of no more than this share of the targets' squares is rounding. R's summary.lm has the same limit. */
    private static final double PERFECT = 1e-30;

    private Notes() {}

    static List<String> of(ExactFit fit, RowStatistics statistics, StandardErrors errors, int[] places) {
        long n = statistics.residuals().length;
        List<String> notes = new ArrayList<>(of(fit, n));
        boolean defined = n > fit.rank() && !isPerfect(fit, n);
        if (defined && (errors == StandardErrors.HC2 || errors == StandardErrors.HC3)) {
            double[] leverages = statistics.leverages();
            IntStream.range(0, leverages.length)
                    .filter(i -> RowStatistics.isDetermined(leverages[i]))
                    .findFirst()
                    .ifPresent(i -> notes.add("row " + places[i]
                            + " alone decides a coefficient (its leverage is 1): " + errors
                            + " is not defined; use HC1, or leave that feature out"));
        }
        return List.copyOf(notes);
    }

    /** What the fit of n rows alone says. */
    static List<String> of(ExactFit fit, long n) {
        List<String> notes = new ArrayList<>();
        List<String> aliased = IntStream.range(0, fit.features())
                .filter(j -> fit.aliased()[j])
                .mapToObj(fit.names()::get)
                .toList();
        if (!aliased.isEmpty()) {
            notes.add("features before them explain " + Text.names(aliased)
                    + ": aliased, so they have the coefficient 0 by convention, and no error; of the many models that fit"
                    + " as well, a solver other than normal finds another");
        }
        if (n <= fit.rank()) {
            notes.add(Text.count(n, "row") + " for " + Text.count(fit.rank(), "coefficient")
                    + " leave no degrees of freedom: errors, t, p and intervals are not defined; use more rows or fewer"
                    + " features");
        } else if (isPerfect(fit, n)) {
            notes.add("the fit is perfect but for rounding: errors, t, p and F are of that rounding, not of the data");
        }
        return List.copyOf(notes);
    }

    private static boolean isPerfect(ExactFit fit, long n) {
        double centre = fit.centre()[fit.features()];
        double size =
                (fit.totalSquares() + fit.weight() * centre * centre) / n; // as the residuals: times the mean weight
        return fit.residualSquares() / (n - fit.rank()) <= PERFECT * size;
    }
}
