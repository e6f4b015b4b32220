package io.linreg.backend.cuda;

import io.linreg.base.Text;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Loads a native part of JCuda.
 *
 * <p>JCuda by itself unpacks it to a file of a fixed name in the folder for temporary files, and reuses whatever is there:
 * another user's file, or half of one, which ends the JVM. So it is unpacked here, to a new folder that nobody else can
 * write to, and that folder is what JCuda takes for the temporary one while it starts.
 */
final class Bridge {
    private static final String TEMPORARY = "java.io.tmpdir";

    private Bridge() {}

    /**
     * Loads a library and the class that uses it.
     *
     * @param library what JCuda calls the library
     * @param edit what to do to the library before it is loaded
     * @param className the class
     * @throws IOException if it does not load from any folder; the message says why
     */
    static void load(String library, UnaryOperator<byte[]> edit, String className) throws IOException {
        String file = "lib" + library + "-12.6.0-linux-x86_64.so";
        byte[] content = edit.apply(read("/lib/" + file));
        List<String> failures = new ArrayList<>();
        // One may be full, or forbid executing what is in it.
        for (Path parent : List.of(
                Path.of(System.getProperty(TEMPORARY)),
                Path.of(System.getProperty("user.home"), ".cache"),
                Path.of(""))) {
            try {
                loadFrom(parent, file, content, className);
                return;
            } catch (IOException | LinkageError e) {
                failures.add(Text.reason(e));
            }
        }
        throw new IOException(failures.get(0));
    }

    private static byte[] read(String resource) throws IOException {
        try (InputStream in = Bridge.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException(resource + " is not in the program");
            }
            return in.readAllBytes();
        }
    }

    private static void loadFrom(Path parent, String file, byte[] content, String className) throws IOException {
        Path folder = Files.createTempDirectory(
                parent.toAbsolutePath(),
                "linreg-gpu-",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path library = folder.resolve(file);
        String temporary = System.getProperty(TEMPORARY);
        try {
            Files.write(library, content);
            System.load(library.toString()); // may fail without harm; JCuda's own attempt could not be repeated
            System.setProperty(TEMPORARY, folder.toString());
            Class.forName(className);
        } catch (ClassNotFoundException e) {
            throw new IOException(e);
        } finally {
            System.setProperty(TEMPORARY, temporary);
            Files.deleteIfExists(library); // it stays mapped
            Files.deleteIfExists(folder);
        }
    }
}
