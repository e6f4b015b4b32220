package io.linreg.data;

/** What stands in for the number of a feature, where each field of a line is told which feature it is. */
final class Position {
    static final int TARGET = -1;

    static final int UNUSED = -2;

    /** The first feature, if it has levels; that of the next one is one less. */
    static final int LEVELS = -3;

    private Position() {}
}
