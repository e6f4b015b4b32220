package io.linreg.model;

/** Watches a training run. */
public interface TrainingListener {
    /** Writes warnings to the platform's log. */
    TrainingListener LOG = new TrainingListener() {};

    /** Something the user should know: a column left out, a device that could not be used. */
    default void warning(String message) {
        System.getLogger("io.linreg").log(System.Logger.Level.WARNING, message);
    }

    /**
     * A block of a table that is streamed has been read.
     *
     * @param share of the table so far; NaN where its size is not known
     * @param rows how many rows so far
     */
    default void reading(double share, long rows) {}

    /** The device is open and holds the data; training begins. */
    default void started() {}

    /**
     * A batch of epochs is done: a few a second where an epoch takes long, far more where it does not.
     *
     * @param epochs how many so far
     * @param loss the loss before the last of them
     */
    default void epochs(int epochs, double loss) {}

    /** Training is over, well or not. */
    default void ended() {}
}
