package io.linreg.base;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * The version of this build.
 *
 * @param number the release, such as 1.2.3
 * @param commit the Git commit it was built from, abbreviated, or "unknown"
 */
public record Version(String number, String commit) {
    private static final Version CURRENT = read();

    /** The version that is running. */
    public static Version current() {
        return CURRENT;
    }

    private static Version read() {
        Properties build = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("/io/linreg/build.properties")) {
            build.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String commit = build.getProperty("commit");
        // Built outside a Git checkout, the placeholder was never filled in.
        return new Version(build.getProperty("version"), commit.startsWith("$") ? "unknown" : commit);
    }

    @Override
    public String toString() {
        return number + " (" + commit + ")";
    }
}
