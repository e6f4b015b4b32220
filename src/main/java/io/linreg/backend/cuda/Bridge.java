package io.linreg.backend.cuda;

import io.linreg.base.Text;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
        byte[] original = read("/lib/" + file);
        requireThatNoOtherIsTaken(file, original);
        byte[] content = edit.apply(original);
        Map<String, List<Path>> failures = new LinkedHashMap<>();
        for (Path folder : folders()) {
            try {
                loadFrom(folder, file, content, className);
                return;
            } catch (IOException | LinkageError e) {
                failures.computeIfAbsent(reason(e), reason -> new ArrayList<>()).add(folder);
            }
        }
        throw new IOException(describe(failures) + "; java -Djava.io.tmpdir=FOLDER unpacks it to another folder");
    }

    /** Where to unpack it. One may be full, or forbid executing what is in it; a home need not have a cache. */
    private static List<Path> folders() {
        return Stream.of(
                        NativeLibraries.paths(System.getProperty(TEMPORARY)),
                        NativeLibraries.paths(System.getProperty("user.home"))
                                .flatMap(home -> Stream.of(home.resolve(".cache"), home)),
                        Stream.of(Path.of("")))
                .flatMap(folders -> folders)
                .map(Path::toAbsolutePath)
                .distinct()
                .toList();
    }

    private static byte[] read(String resource) throws IOException {
        try (InputStream in = Bridge.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException(resource + " is not in the program");
            }
            return in.readAllBytes();
        }
    }

    /** Before all else JCuda takes a file of that name from the folders of LD_LIBRARY_PATH, whatever is in it. */
    private static void requireThatNoOtherIsTaken(String file, byte[] content) throws IOException {
        for (String folder : System.getProperty("java.library.path").split(File.pathSeparator, -1)) {
            List<Path> others = NativeLibraries.paths(folder.isEmpty() ? "." : folder)
                    .map(path -> path.resolve(file))
                    .filter(Files::isReadable)
                    .toList();
            for (Path other : others) {
                if (!Arrays.equals(Files.readAllBytes(other), content)) {
                    throw new IOException(other.toAbsolutePath().normalize()
                            + " would be loaded, which is not what belongs to this program; remove it, or its folder"
                            + " from LD_LIBRARY_PATH");
                }
            }
        }
    }

    private static void loadFrom(Path parent, String file, byte[] content, String className) throws IOException {
        Path folder = Files.createTempDirectory(
                parent,
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

    /** Why it failed, without the name of the new folder, which is gone. */
    private static String reason(Throwable failure) {
        if (failure instanceof NoSuchFileException) {
            return "there is no such folder";
        } else if (failure instanceof AccessDeniedException) {
            return "permission denied";
        } else if (failure instanceof FileSystemException e && e.getReason() != null) {
            return e.getReason();
        }
        return Text.reason(failure).replaceAll("\\S*/linreg-gpu-\\S*: ", "");
    }

    private static String describe(Map<String, List<Path>> failures) {
        return failures.entrySet().stream()
                .map(failure -> failure.getKey() + " ("
                        + failure.getValue().stream().map(Path::toString).collect(Collectors.joining(", ")) + ")")
                .collect(Collectors.joining(", "));
    }
}
