package io.linreg.data;

import java.util.Locale;

/** What a model makes of a level that none of its training rows had. */
public enum Unseen {
    /** The first one is an error. */
    ERROR,
    /** All indicators of the column are 0, as for its reference level. */
    ZERO;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
