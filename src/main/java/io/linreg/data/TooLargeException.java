package io.linreg.data;

import io.linreg.base.LinregException;

/** A table that Java's memory does not hold. */
public final class TooLargeException extends LinregException {
    private static final long serialVersionUID = 1;

    TooLargeException(String message, Throwable cause) {
        super(message, cause);
    }
}
