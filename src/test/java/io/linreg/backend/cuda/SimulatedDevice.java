package io.linreg.backend.cuda;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Runs a program in a JVM of its own, on the tests' class path, where the simulated driver and cuBLAS are found as real
 * ones would be. A process of its own, as a JVM loads a library once and cannot change its environment; and a fault in a
 * kernel ends a process.
 *
 * <p>Settings are given without their prefix: {@code FAIL_AT}, {@code MEMORY}, ...; simulated_driver.h lists them. For many
 * trials in one process see {@link SimulatedTrial}.
 */
final class SimulatedDevice {
    private static final long LIMIT_SECONDS = 240;

    private final Path libraries;
    private final Consumer<ProcessBuilder> preparation;

    private SimulatedDevice(Path libraries, Consumer<ProcessBuilder> preparation) {
        this.libraries = libraries;
        this.preparation = preparation;
    }

    /** Builds it where that has not been done. Where it cannot be built, the calling test is skipped, and says why. */
    static SimulatedDevice available() {
        try {
            Optional<Path> libraries = SimulatedBuild.libraries();
            assumeTrue(libraries.isPresent(), "SKIPPED: the simulated CUDA device needs g++ on x86-64 Linux");
            return new SimulatedDevice(libraries.orElseThrow(), process -> {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same device, for processes that are changed before they start: their folder, environment, options of Java. */
    SimulatedDevice where(Consumer<ProcessBuilder> change) {
        return new SimulatedDevice(libraries, preparation.andThen(change));
    }

    /** The folder of the simulated driver. */
    Path libraries() {
        return libraries;
    }

    /** The folder of the simulated cuBLAS 12 or 13. */
    Path cublas(int version) {
        return SimulatedBuild.cublas(libraries, version);
    }

    /**
     * How a program ended.
     *
     * @param report empty where the driver was never loaded, or the process was killed
     */
    record Outcome(int exitCode, String out, String err, Optional<SimulatedReport> report) {
        SimulatedReport seen() {
            return report.orElseThrow(() ->
                    new AssertionError("no report of the simulated driver, exit code " + exitCode + "\n" + out + err));
        }
    }

    /** {@code linreg ARGS}. */
    Outcome cli(Map<String, String> settings, String... args) {
        return run(settings, "io.linreg.Main", args);
    }

    Outcome run(Map<String, String> settings, Class<?> main, String... args) {
        return run(settings, main.getName(), args);
    }

    private Outcome run(Map<String, String> settings, String main, String... args) {
        try {
            // JCuda unpacks its natives to a fixed name there, and trusts what it finds.
            Path temporary = Files.createTempDirectory(SimulatedBuild.TARGET, "run");
            try {
                return run(temporary, settings, main, args);
            } finally {
                delete(temporary);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Outcome run(Path temporary, Map<String, String> settings, String main, String... args)
            throws IOException, InterruptedException {
        Path out = temporary.resolve("stdout");
        Path err = temporary.resolve("stderr");
        Process process = java(temporary, settings, main, args)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        process.getOutputStream().close();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new AssertionError("still running after " + LIMIT_SECONDS + " s\n" + Files.readString(err));
        }
        return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err), report(temporary));
    }

    private ProcessBuilder java(Path temporary, Map<String, String> settings, String main, String... args) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + SimulatedBuild.TARGET.resolve("hs_err_%p.log"),
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                main));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command);
        Map<String, String> environment = builder.environment();
        environment.put("LD_LIBRARY_PATH", libraries + File.pathSeparator + cublas(12));
        environment.put("SIMULATED_CUDA_REPORT", temporary.resolve("report").toString());
        environment.put("SIMULATED_CUDA_SETTINGS", temporary.resolve("settings").toString());
        settings.forEach((name, value) -> environment.put("SIMULATED_CUDA_" + name, value));
        preparation.accept(builder);
        return builder;
    }

    private static Optional<SimulatedReport> report(Path temporary) throws IOException {
        Path report = temporary.resolve("report");
        return Files.exists(report) ? Optional.of(SimulatedReport.read(report)) : Optional.empty();
    }

    /** A process for many command lines: what matters of them is not how a process begins or ends. */
    Shell shell() {
        try {
            return new Shell();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One command line after another in one process, each with its own settings and a report of its own. */
    final class Shell implements AutoCloseable {
        private final Path temporary = Files.createTempDirectory(SimulatedBuild.TARGET, "shell");
        private final Path errors = temporary.resolve("stderr");
        private final Process process;
        private final ObjectOutputStream requests;
        private final ObjectInputStream replies;

        private Shell() throws IOException {
            process = java(temporary, Map.of(), ShellProgram.class.getName())
                    .redirectError(errors.toFile())
                    .start();
            requests = new ObjectOutputStream(process.getOutputStream());
            requests.flush();
            replies = new ObjectInputStream(process.getInputStream());
        }

        /** {@code linreg ARGS}. */
        Outcome cli(Map<String, String> settings, String... args) {
            try {
                requests.writeObject(new ShellProgram.Request(new TreeMap<>(settings), new ArrayList<>(List.of(args))));
                requests.flush();
                ShellProgram.Reply reply = (ShellProgram.Reply) replies.readObject();
                return new Outcome(reply.exitCode(), reply.out(), reply.err(), report(temporary));
            } catch (IOException | ClassNotFoundException e) {
                throw new AssertionError("the process came to an end\n" + said(), e);
            }
        }

        private String said() {
            try {
                return Files.readString(errors);
            } catch (IOException e) {
                return e.toString();
            }
        }

        @Override
        public void close() {
            try {
                requests.close();
                process.waitFor();
                delete(temporary);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
