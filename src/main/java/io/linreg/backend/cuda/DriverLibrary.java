package io.linreg.backend.cuda;

import io.linreg.backend.DeviceUnavailableException;
import io.linreg.base.Text;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * NVIDIA's driver and JCuda's bridge to it.
 *
 * <p>JCuda by itself unpacks its bridge to a file of a fixed name in the folder for temporary files, and reuses whatever
 * is there: another user's file, or half of one, which ends the JVM. So the bridge is unpacked here, to a new folder
 * that nobody else can write to, and that folder is what JCuda takes for the temporary one while it starts.
 */
final class DriverLibrary {
    private static final String DRIVER = "libcuda.so.1";
    private static final String BRIDGE = "libJCudaDriver-12.6.0-linux-x86_64.so";
    private static final String TEMPORARY = "java.io.tmpdir";
    private static final Path LOADER_CACHE = Path.of("/etc/ld.so.cache");
    private static final List<String> LOADER_PATH =
            List.of("/usr/lib/x86_64-linux-gnu", "/lib/x86_64-linux-gnu", "/usr/lib64", "/usr/lib", "/usr/lib/wsl/lib");

    private static String problem;
    private static boolean loaded;

    private DriverLibrary() {}

    /**
     * Loads the driver and the bridge, once.
     *
     * @throws DeviceUnavailableException if they are not to be had; the message says why
     */
    static synchronized void load() {
        if (!loaded && problem == null) {
            problem = tryToLoad();
            loaded = problem == null;
        }
        if (problem != null) {
            throw new DeviceUnavailableException(problem);
        }
    }

    /** The reason why it cannot be loaded, or null. */
    private static String tryToLoad() {
        String platform = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        if (!platform.equals("Linux amd64")) {
            return "GPUs are used on Linux on x86-64 only, not on " + platform;
        }
        if (!driverIsInstalled()) {
            return "no NVIDIA driver (" + DRIVER + " is not on the library path); install one so that nvidia-smi works";
        }
        List<String> failures = new ArrayList<>();
        for (Path parent : List.of(Path.of(System.getProperty(TEMPORARY)), home().resolve(".cache"), Path.of(""))) {
            try {
                loadFrom(parent);
                return null;
            } catch (IOException | UnsatisfiedLinkError e) { // a folder that cannot be written to, or not executed from
                failures.add(Text.reason(e));
            }
        }
        return "the bridge to the NVIDIA driver does not load: " + failures.get(0);
    }

    /** A look at the loader's own list: much cheaper than a failed attempt, which starts by unpacking the bridge. */
    private static boolean driverIsInstalled() {
        String configured =
                Optional.ofNullable(System.getenv("LD_LIBRARY_PATH")).orElse("");
        Stream<String> folders = Stream.concat(
                Stream.of(configured.split(File.pathSeparator)).filter(folder -> !folder.isEmpty()),
                LOADER_PATH.stream());
        return folders.map(folder -> Path.of(folder, DRIVER)).anyMatch(Files::exists) || isInLoaderCache();
    }

    private static boolean isInLoaderCache() {
        try {
            return new String(Files.readAllBytes(LOADER_CACHE), StandardCharsets.ISO_8859_1).contains(DRIVER);
        } catch (IOException e) {
            return false;
        }
    }

    private static Path home() {
        return Path.of(System.getProperty("user.home"));
    }

    private static void loadFrom(Path parent) throws IOException {
        Path folder = Files.createTempDirectory(
                parent.toAbsolutePath(),
                "linreg-gpu-",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path bridge = folder.resolve(BRIDGE);
        String temporary = System.getProperty(TEMPORARY);
        try {
            try (InputStream in = DriverLibrary.class.getResourceAsStream("/lib/" + BRIDGE)) {
                if (in == null) {
                    throw new IOException(BRIDGE + " is not in the program");
                }
                Files.copy(in, bridge);
            }
            System.load(bridge.toString()); // fails without harm, where JCuda's own attempt could not be repeated
            System.setProperty(TEMPORARY, folder.toString());
            Class.forName("jcuda.driver.JCudaDriver");
        } catch (ClassNotFoundException e) {
            throw new IOException(e);
        } finally {
            System.setProperty(TEMPORARY, temporary);
            Files.deleteIfExists(bridge); // it stays mapped
            Files.deleteIfExists(folder);
        }
    }
}
