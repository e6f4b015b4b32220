package io.linreg.backend.cuda;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What a process of {@link SimulatedDevice} finds around it, where that is not as usual. */
final class Surroundings {
    private Surroundings() {}

    static Consumer<ProcessBuilder> environment(String name, String value) {
        return process -> process.environment().put(name, value);
    }

    /** Options of Java, which win over the usual ones. */
    static Consumer<ProcessBuilder> java(String... options) {
        return process -> process.command().addAll(process.command().indexOf("-cp"), List.of(options));
    }

    static Consumer<ProcessBuilder> temporary(Path folder) {
        return java("-Djava.io.tmpdir=" + folder);
    }

    static Consumer<ProcessBuilder> home(Path folder) {
        return java("-Duser.home=" + folder);
    }

    static Consumer<ProcessBuilder> workingFolder(Path folder) {
        return process -> process.directory(folder.toFile());
    }

    /** Mounts an empty file system on a folder, for this process alone: {@code noexec}, {@code ro}, {@code size=4k}. */
    static Consumer<ProcessBuilder> mounted(Path folder, String options) {
        return process -> process.command().addAll(0, mounting(folder, options));
    }

    /** Skips the calling test, and says why, where this machine does not let a user mount anything. */
    static void assumeMounts(Path folder) {
        boolean works;
        try {
            List<String> command = new ArrayList<>(mounting(folder, "noexec"));
            command.add("true");
            works = Tool.isThere("unshare")
                    && Tool.run(command.toArray(String[]::new)).status() == 0;
        } catch (IOException e) {
            works = false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        assumeTrue(works, "SKIPPED: this machine does not let a user mount (unshare -rm, mount -t tmpfs)");
    }

    private static List<String> mounting(Path folder, String options) {
        String script = "mount -t tmpfs -o \"$0\" tmpfs \"$1\" && shift && exec \"$@\"";
        return List.of("unshare", "-rm", "sh", "-c", script, options, folder.toString());
    }
}
