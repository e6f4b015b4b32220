package io.linreg.model;

import io.linreg.base.Text;
import java.util.Collection;

/** Levels that held-out rows alone have. That a level fell to them is no reason to fail. */
public final class UnseenLevels {
    private UnseenLevels() {}

    /** Tells of them, if there are any. */
    public static void warn(Collection<String> unseen, TrainingListener listener) {
        if (!unseen.isEmpty()) {
            listener.warning("no training row has " + Text.names(unseen) + "; in the held-out rows "
                    + (unseen.size() == 1 ? "it is" : "they are") + " taken for the column's reference level");
        }
    }
}
