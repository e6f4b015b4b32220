package io.linreg.model;

import io.linreg.backend.Backend;
import io.linreg.data.RowSource;

/** A table whose rows can be gone through from the first to the last: here, or in parts, where they are. */
public interface RowPasses {
    /** What messages call it. */
    String name();

    /** Whether that can be done more than once. */
    boolean repeatable();

    /** The most rows of it that are to be shown. */
    int shown();

    /**
     * Goes through all rows once.
     *
     * @param work what is done with them; or with those of each part, and what the parts leave is merged in their order
     * @param here the device to do it on, where it is done here
     * @param listener is told of what was read, where that is here
     * @throws io.linreg.base.LinregException if the table cannot be read, a cell does not hold what it has to, or there are no rows
     */
    <T extends Mergeable<T>> T pass(BlockWork<T> work, Backend here, TrainingListener listener);

    /** A table that is read here. */
    static RowPasses of(RowSource source) {
        return new PassesHere(source);
    }
}
