package io.linreg.base;

/**
 * A failure at run time that its user can do something about: unusable data, a file that cannot be written, a run that
 * diverges. The message is one line that names the place (file, line, column) and the remedy.
 */
public class LinregException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LinregException(String message) {
        super(message);
    }

    public LinregException(String message, Throwable cause) {
        super(message, cause);
    }
}
