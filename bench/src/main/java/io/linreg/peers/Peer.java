package io.linreg.peers;

/** A program that has the data in its hands, and does one and the same job as often as it is told. */
interface Peer {
    /** Its name and version, and those of what it computes with. */
    String version();

    /** Does the job once, and gives what came of it. */
    double[] answer() throws Exception;

    /** Does the job that often: an epoch, from zeros on, or the whole of it. */
    default void round(int times) throws Exception {
        for (int i = 0; i < times; i++) {
            answer();
        }
    }
}
