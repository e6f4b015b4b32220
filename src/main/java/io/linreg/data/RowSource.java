package io.linreg.data;

import java.util.Set;

/** A table whose rows can be streamed. */
public interface RowSource {
    /** What messages call it. */
    String name();

    /** Whether it can be read more than once. */
    boolean repeatable();

    /**
     * The rows, from the first one on.
     *
     * @throws io.linreg.base.LinregException if the table cannot be read, or lacks a column that was chosen
     */
    RowStream open();

    /**
     * The same, where it is known already which columns have levels beside those that were named.
     *
     * @param categorical their names
     */
    default RowStream open(Set<String> categorical) {
        return open();
    }
}
