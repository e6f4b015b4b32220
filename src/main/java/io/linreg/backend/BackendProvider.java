package io.linreg.backend;

import java.util.List;

/**
 * Finds the devices of one kind, and says why one cannot be used. Providers of accelerators are found by {@link
 * java.util.ServiceLoader}; asking one must be cheap where there is no such hardware, and never throw.
 */
public interface BackendProvider {
    /** The devices and libraries that this provider looked for, usable or not. */
    List<Finding> findings();

    /** How many devices there are to try; 0 where there is no such hardware. */
    int devices();

    /**
     * Opens a device.
     *
     * @throws DeviceUnavailableException if it cannot be used
     */
    Backend open(int index);

    /**
     * Something that was looked for.
     *
     * @param what a device or a library
     * @param usable whether it works
     * @param detail what it is; if not usable, why, and what to do about it
     */
    record Finding(String what, boolean usable, String detail) {}
}
