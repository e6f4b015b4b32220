package io.linreg.peers;

/** A program that has the data in its hands, and does one and the same job as often as it is told. */
interface Peer {
    /** Its name and version, and those of what it computes with. */
    String version();

    /** Does the job once, and gives what came of it. */
    double[] answer() throws Exception;

    /** Does the job; gradient descent starts at zeros, and does that many epochs. */
    void round(int epochs) throws Exception;
}
