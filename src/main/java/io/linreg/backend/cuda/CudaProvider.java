package io.linreg.backend.cuda;

import io.linreg.backend.Backend;
import io.linreg.backend.BackendProvider;
import io.linreg.backend.DeviceUnavailableException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks for NVIDIA's driver. The kernels that would run on it are not part of this version. */
public final class CudaProvider implements BackendProvider {
    private static final String DRIVER = "libcuda.so.1";
    private static final List<String> LOADER_PATH = List.of(
            "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib", "/usr/lib/wsl/lib");

    @Override
    public List<Finding> findings() {
        return List.of(new Finding("cuda", false, reason()));
    }

    @Override
    public Backend open(int index) {
        throw new DeviceUnavailableException("CUDA device " + index + " cannot be used: " + reason());
    }

    private static String reason() {
        return driver().map(path -> "the driver is there (" + path + "), but this version has no CUDA kernels yet")
                .orElse("no NVIDIA driver (" + DRIVER + " is not on the library path); install one so that nvidia-smi"
                        + " works");
    }

    private static Optional<Path> driver() {
        String configured =
                Optional.ofNullable(System.getenv("LD_LIBRARY_PATH")).orElse("");
        return Stream.concat(
                        Stream.of(configured.split(File.pathSeparator)).filter(folder -> !folder.isEmpty()),
                        LOADER_PATH.stream())
                .map(folder -> Path.of(folder, DRIVER))
                .filter(Files::exists)
                .findFirst();
    }
}
