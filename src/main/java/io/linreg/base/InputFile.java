package io.linreg.base;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens a file for reading, be it a pipe. */
public final class InputFile {
    private InputFile() {}

    /**
     * The content of a file.
     *
     * @throws IOException if it cannot be opened, of the kind that says why
     */
    public static InputStream open(Path file) throws IOException {
        // Up to Java 17, what java.nio opens asks a file for its position, and a pipe has none: "Illegal seek".
        boolean special = Files.exists(file) && !Files.isRegularFile(file);
        return special ? new FileInputStream(file.toFile()) : Files.newInputStream(file);
    }
}
