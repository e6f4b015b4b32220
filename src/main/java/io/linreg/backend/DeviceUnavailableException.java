package io.linreg.backend;

import io.linreg.base.LinregException;

/** A device cannot be used; the message says why, and what to do about it. */
public final class DeviceUnavailableException extends LinregException {
    private static final long serialVersionUID = 1L;

    public DeviceUnavailableException(String message) {
        super(message);
    }
}
