package io.linreg.peers;

import io.linreg.base.Version;

/** What linreg's peers share. */
final class Linreg {
    /** The main job's. */
    static final int EPOCHS = 1000;

    private Linreg() {}

    static String version() {
        return "linreg-gpu " + Version.current().number();
    }
}
