package io.linreg.backend.cuda;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Compilers and what they make: programs that a machine may have or lack. */
final class Tool {
    private static final long PATIENCE_MINUTES = 5;

    private Tool() {}

    /** What came of a program: its exit status, and all it printed. */
    record Outcome(int status, String output) {}

    /** A program that has been started. */
    record Running(List<String> command, Process process, Path printed) {
        Outcome await() throws IOException, InterruptedException {
            if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError(command + " takes longer than " + PATIENCE_MINUTES + " minutes");
            }
            String output = Files.readString(printed);
            Files.delete(printed);
            return new Outcome(process.exitValue(), output);
        }
    }

    static boolean isThere(String name) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    }

    static Running start(Map<String, String> environment, String... command) throws IOException {
        Path printed = Files.createTempFile("linreg", ".out");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(printed.toFile());
        builder.environment().putAll(environment);
        return new Running(List.of(command), builder.start(), printed);
    }

    static Outcome run(String... command) throws IOException, InterruptedException {
        return start(Map.of(), command).await();
    }
}
