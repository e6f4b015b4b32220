package io.linreg.backend.cuda;

import io.linreg.backend.DeviceUnavailableException;
import io.linreg.base.Text;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** NVIDIA's driver, and JCuda's bridge to it. */
final class DriverLibrary {
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
        List<Path> drivers = drivers();
        for (Path driver : drivers) {
            if (SharedLibrary.isCutOff(driver)) { // loading it would end the process
                return driver + " is cut off; install the NVIDIA driver again";
            }
        }
        if (drivers.isEmpty()) {
            return "no NVIDIA driver (libcuda.so.1 is not on the library path); install one so that nvidia-smi works";
        }
        try {
            Bridge.load("JCudaDriver", UnaryOperator.identity(), "jcuda.driver.JCudaDriver");
            return null;
        } catch (IOException e) {
            return "the bridge to the NVIDIA driver does not load: " + Text.reason(e);
        }
    }

    /** A look at where the loader looks: much cheaper than a failed attempt, which starts by unpacking the bridge. */
    private static List<Path> drivers() {
        try (Stream<Path> found = NativeLibraries.find("libcuda.so.1")) {
            return found.toList();
        }
    }
}
