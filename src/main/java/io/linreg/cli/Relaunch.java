package io.linreg.cli;

import io.linreg.backend.Backends;
import io.linreg.backend.DeviceChoice;
import io.linreg.base.Text;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Runs the same command line in a second JVM that has the Vector API. It is an incubator module, which {@code java -jar} leaves
 * out and no manifest can ask for. That costs a start of a JVM, so it is done only for work that takes many times as long.
 */
public final class Relaunch {
    /** Runs everything in this JVM. */
    public static final Relaunch NEVER = new Relaunch(null);

    /** Whether standard error is a terminal, told to the second JVM, for which it is a pipe. */
    public static final String TERMINAL = "linreg.terminal";

    private static final String MODULE = "jdk.incubator.vector";
    private static final String MAIN = "io.linreg.Main";
    private static final String WARNING = "WARNING: Using incubator modules";

    /** Multiplications per processor that take plain Java about a second longer than vectors. */
    private static final double WORTHWHILE = 1e9;

    /** Those by which somebody looks into this JVM: they would look into the wrong one. */
    private static final List<String> WATCHED = List.of("-agentlib:", "-agentpath:", "-javaagent:");

    private final List<String> args;

    private Relaunch(List<String> args) {
        this.args = args;
    }

    /** In the second JVM: does something, such as to end, when the first one ended, be it killed. Elsewhere nothing. */
    public static void whenFirstEnds(Runnable action) {
        if (System.getProperty(TERMINAL) != null) {
            ProcessHandle.current().parent().ifPresent(first -> follow(first, action));
        }
    }

    private static void follow(ProcessHandle first, Runnable action) {
        Thread follower = new Thread(() -> {
            first.onExit().join();
            action.run();
        });
        follower.setDaemon(true);
        follower.start();
    }

    /** Runs this command line again, where that is worth it. */
    public static Relaunch of(String... args) {
        return new Relaunch(List.of(args));
    }

    /**
     * Runs the program in a JVM with vectors, if there is enough to do for the CPU. To be called before anything is read or
     * written; if there is a result, everything is done.
     *
     * @param multiplications about how many there are to do: rows x features x epochs
     * @param device where they are to be done
     * @return the exit code of the program; empty to go on in this JVM
     */
    OptionalInt run(double multiplications, DeviceChoice device, Streams streams) {
        boolean worthwhile =
                multiplications >= WORTHWHILE * Runtime.getRuntime().availableProcessors();
        if (args == null
                || !worthwhile
                || ModuleLayer.boot().findModule(MODULE).isPresent()
                || !Backends.isCpu(device)) {
            return OptionalInt.empty();
        }
        List<String> options = ManagementFactory.getRuntimeMXBean().getInputArguments();
        if (options.stream().anyMatch(option -> WATCHED.stream().anyMatch(option::startsWith))) {
            return missed("an agent is attached to this JVM", streams);
        }
        if (ModuleFinder.ofSystem().find(MODULE).isEmpty()) {
            return missed("this Java has no module " + MODULE, streams);
        }
        try {
            return OptionalInt.of(run(command(options, streams), streams));
        } catch (IOException e) {
            return missed("no second JVM starts: " + Text.reason(e), streams);
        }
    }

    private static OptionalInt missed(String reason, Streams streams) {
        streams.warn("the CPU computes without vectors, several times slower: " + reason + "; java --add-modules "
                + MODULE + " -jar ... has them");
        return OptionalInt.empty();
    }

    private List<String> command(List<String> options, Streams streams) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("--add-modules=" + MODULE);
        if (hasLargePages() && options.stream().noneMatch(option -> option.contains("Pages"))) {
            command.add("-XX:+UseTransparentHugePages"); // large arrays are read up to twice as fast
        }
        command.add("-D" + TERMINAL + "=" + streams.terminal());
        String path = System.getProperty("java.class.path");
        if (path.endsWith(".jar") && !path.contains(File.pathSeparator)) {
            command.addAll(List.of("-jar", path)); // the manifest counts with -jar only
        } else {
            command.addAll(List.of("-cp", path, MAIN));
        }
        command.addAll(args);
        return command;
    }

    private static boolean hasLargePages() {
        Path setting = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");
        try {
            return Files.isReadable(setting) && !Files.readString(setting).contains("[never]");
        } catch (IOException e) {
            return false;
        }
    }

    private static int run(List<String> command, Streams streams) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT);
        // What they say is among the options, and each JVM that finds them says so.
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
        Second second = new Second();
        Runtime.getRuntime().addShutdownHook(new Thread(second::end)); // first: a signal may come at any time
        Process process = second.start(builder);
        try (InputStream errors = process.getErrorStream()) {
            copyErrors(errors, streams.err());
        } catch (IOException e) {
            // Nobody listens any more; the program goes on all the same.
        }
        return process.onExit().join().exitValue();
    }

    /** The second JVM: a signal that ends this one ends it, too, and this one not before, so that nothing is left running. */
    private static final class Second {
        private Process process;
        private boolean ended;

        synchronized Process start(ProcessBuilder builder) throws IOException {
            if (ended) {
                throw new IOException("this JVM is ending");
            }
            process = builder.start();
            return process;
        }

        synchronized void end() {
            ended = true;
            if (process != null) {
                process.destroy();
                process.onExit().join();
            }
        }
    }

    /** All but the JVM's own warning that a module is in incubation: it stands before whatever the program says. */
    private static void copyErrors(InputStream errors, OutputStream err) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = errors.read(); next >= 0; next = errors.read()) {
            line.write(next);
            if (next == '\n') {
                if (line.toString(StandardCharsets.US_ASCII).startsWith(WARNING)) {
                    errors.transferTo(err);
                    return;
                }
                line.writeTo(err);
                line.reset();
            }
        }
        line.writeTo(err);
    }
}
