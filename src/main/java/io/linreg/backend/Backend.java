package io.linreg.backend;

import io.linreg.data.Dataset;

/** One open device. */
public interface Backend extends AutoCloseable {
    /**
     * Opens a device.
     *
     * @throws DeviceUnavailableException if a CUDA device was named and cannot be used
     */
    static Backend open(DeviceChoice choice) {
        return Backends.open(choice);
    }

    /**
     * Puts a data set onto the device, once.
     *
     * @param train the rows; features and target as the solver shall see them
     * @param gradient how epochs are to be computed, or null for what suits the device best
     */
    LeastSquares load(Dataset train, Gradient gradient);

    /** The device. */
    Device device();

    /** The device and what it computes with, in a few words. */
    String describe();

    /**
     * How fast this device reads its memory when it does nothing else, in bytes a second: what an epoch that reads the data
     * once can reach. It is measured at each call, in less than a second or two, in memory of its own.
     */
    double readBandwidth();

    /** Frees the device. */
    @Override
    void close();
}
