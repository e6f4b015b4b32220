package io.linreg.model;

import io.linreg.base.LinregException;
import io.linreg.base.Text;
import io.linreg.data.DesignFit;
import io.linreg.data.Standardizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What a user should know of the data before trusting a model of it. */
public final class DataWarnings {
    /** The mean, in deviations, from which on a float leaves fewer than three digits to what varies. */
    private static final double MOST_OFFSET = 1e4;

    private DataWarnings() {}

    /** Tells of levels that held-out rows alone have. That one fell to them is no reason to fail. */
    public static void unseen(Collection<String> levels, TrainingListener listener) {
        if (!levels.isEmpty()) {
            listener.warning("no training row has " + Text.names(List.copyOf(levels)) + "; in the held-out rows "
                    + (levels.size() == 1 ? "it is" : "they are") + " taken for the column's reference level");
        }
    }

    static void weights(long weightless, TrainingListener listener) {
        if (weightless > 0) {
            listener.warning(Text.count(weightless, "training row") + " of weight 0 left out");
        }
    }

    /** @throws LinregException if all features are idle */
    static void idle(List<String> idle, boolean all, long rows, TrainingListener listener) {
        if (all) {
            throw new LinregException("no feature varies in the " + Text.count(rows, "training row")
                    + ": there is nothing to learn from");
        }
        if (!idle.isEmpty()) {
            listener.warning("left out, constant in the training rows: " + Text.names(idle));
        }
    }

    static void levels(DesignFit fit, TrainingListener listener) {
        if (!fit.constant().isEmpty()) {
            listener.warning("left out, of one level in the training rows: " + Text.names(fit.constant()));
        }
        if (!fit.rare().isEmpty()) {
            listener.warning("of one training row each, which is fitted exactly and tells nothing of others: "
                    + Text.names(fit.rare()));
        }
    }

    static void shape(long rows, int used, Settings settings, TrainingListener listener) {
        if (used + (settings.intercept() ? 1 : 0) > rows) {
            listener.warning(Text.count(rows, "training row") + " for " + Text.count(used, "feature")
                    + ": many models fit them exactly, and this is one; use fewer features or more rows");
        }
    }

    /** Before features are centred a float has rounded them: by a part of their mean, of which the deviation may be little. */
    static void rounding(List<String> features, Standardizer spread, TrainingListener listener) {
        List<String> coarse = new ArrayList<>();
        for (int j = 0; j < features.size(); j++) {
            if (Math.abs(spread.means()[j]) > MOST_OFFSET * spread.scales()[j]) {
                coarse.add(features.get(j));
            }
        }
        if (!coarse.isEmpty()) {
            listener.warning("a float rounds away what varies in " + Text.names(coarse)
                    + ", far from 0 for how little it varies; use --precision double");
        }
    }
}
