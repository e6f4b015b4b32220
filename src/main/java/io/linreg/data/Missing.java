package io.linreg.data;

import java.util.Locale;

/** What is done about a row in which a cell is missing. A target is never filled. */
public enum Missing {
    /** The first such cell is an error. */
    ERROR,
    /** The row is dropped. */
    DROP,
    /**
     * A number is filled with the mean of the training rows, a level with the one that most of them have, by weight where they
     * are weighted; the model keeps both.
     */
    MEAN;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
