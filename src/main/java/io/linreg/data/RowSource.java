package io.linreg.data;

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
}
