package io.linreg.backend.cuda;

import static io.linreg.backend.cuda.Surroundings.home;
import static io.linreg.backend.cuda.Surroundings.mounted;
import static io.linreg.backend.cuda.Surroundings.temporary;
import static io.linreg.backend.cuda.Surroundings.workingFolder;
import static org.assertj.core.api.Assertions.assertThat;

import io.linreg.backend.cuda.SimulatedDevice.Outcome;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JCuda's natives are loaded, and no others, wherever there is a folder that lets them be. */
class BridgeTest {
    private static final String DRIVER = "libJCudaDriver-12.6.0-linux-x86_64.so";
    private static final List<String> NATIVES = List.of(DRIVER, "libJCublas2-12.6.0-linux-x86_64.so");

    private static SimulatedDevice simulated;

    @TempDir
    private Path folder;

    private Path temporary;
    private Path home;
    private Path working;
    private SimulatedDevice device;

    @BeforeAll
    static void build() {
        simulated = SimulatedDevice.available();
    }

    @BeforeEach
    void giveItFolders() throws IOException {
        temporary = Files.createDirectory(folder.resolve("temporary"));
        home = Files.createDirectory(folder.resolve("home"));
        working = Files.createDirectory(folder.resolve("working"));
        device = simulated.where(temporary(temporary)).where(home(home)).where(workingFolder(working));
    }

    /** Half of each native: enough for a loader to begin with it, and to end the process. */
    private static void plantHalves(Path into) throws IOException {
        Files.createDirectories(into);
        for (String name : NATIVES) {
            try (InputStream in = BridgeTest.class.getResourceAsStream("/lib/" + name)) {
                byte[] whole = in.readAllBytes();
                Files.write(into.resolve(name), Arrays.copyOf(whole, whole.length / 2));
            }
        }
    }

    private static void trainsOnTheDevice(SimulatedDevice device) {
        Outcome run = device.cli(Map.of(), "--device", "0", "--gradient", "gemv", "--epochs", "50", "--no-fallback");

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("Simulated GPU 0", ", cuBLAS", "held out     4.40212");
        assertThat(run.seen().alive()).isEmpty();
    }

    private static List<Path> in(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    @Test
    void filesThatLieAboutAreNotLoaded() throws IOException {
        plantHalves(temporary);
        plantHalves(home.resolve(".cache"));
        plantHalves(working);

        trainsOnTheDevice(device);

        assertThat(in(temporary)).as("nothing is left behind").hasSize(NATIVES.size());
    }

    /** An empty folder in LD_LIBRARY_PATH is the one that the program is started in. */
    @Test
    void oneThatJavaWouldFindFirstIsNamed() throws IOException {
        plantHalves(working);
        Outcome run = device.where(process -> process.environment()
                        .merge("LD_LIBRARY_PATH", File.pathSeparator, (path, empty) -> empty + path))
                .cli(Map.of(), "--device", "0");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("held out     4.40212");
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .startsWith("warning: CUDA device 0 cannot be used: ")
                .contains(working.toRealPath().resolve(DRIVER) + " would be loaded")
                .endsWith("; remove it, or its folder from LD_LIBRARY_PATH; going on on the CPU");
    }

    @Test
    void aTemporaryFolderMayForbidLoading() throws IOException {
        Surroundings.assumeMounts(temporary);
        plantHalves(home.resolve(".cache"));

        trainsOnTheDevice(device.where(mounted(temporary, "noexec")));

        assertThat(in(home.resolve(".cache"))).hasSize(NATIVES.size());
    }

    @Test
    void aTemporaryFolderMayBeReadOnly() throws IOException {
        Surroundings.assumeMounts(temporary);

        trainsOnTheDevice(device.where(mounted(temporary, "ro")));

        assertThat(in(home)).isEmpty();
    }

    @Test
    void aTemporaryFolderMayBeFullAndAHomeMissing() throws IOException {
        Surroundings.assumeMounts(temporary);
        plantHalves(working);

        trainsOnTheDevice(device.where(home(folder.resolve("nowhere"))).where(mounted(temporary, "size=64k")));

        assertThat(in(working)).hasSize(NATIVES.size());
    }

    @Test
    void whereNoFolderDoesTheCpuGoesOn() {
        Path nowhere = folder.resolve("nowhere");
        Surroundings.assumeMounts(working);
        // Mounted last, so that the process stands in it.
        SimulatedDevice closed = device.where(temporary(nowhere))
                .where(home(nowhere))
                .where(process -> {
                    process.directory(folder.toFile());
                    process.command().addAll(0, List.of("sh", "-c", "cd \"$0\" && exec \"$@\"", working.toString()));
                });
        Outcome run = closed.where(mounted(working, "noexec")).cli(Map.of(), "--device", "0");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("held out     4.40212");
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .startsWith("warning: CUDA device 0 cannot be used: the bridge to the NVIDIA driver does not load: ")
                .contains("there is no such folder (" + nowhere + ", ")
                .containsPattern("failed to map segment[^()]* \\(" + working + "\\)")
                .endsWith("; java -Djava.io.tmpdir=FOLDER unpacks it to another folder; going on on the CPU");
    }
}
