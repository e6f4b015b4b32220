package io.linreg.backend.cuda;

import io.linreg.cli.Cli;
import io.linreg.cli.Streams;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Trains by the command line with a device that fails in the middle: prints what was not as a user should find it, and
 * how many runs there were.
 */
final class DeviceLostProgram {
    private DeviceLostProgram() {}

    /** A finished command line. */
    private record Run(int exitCode, String out, String err, SimulatedReport report) {}

    /** Each argument: gradient, function, error, sticky or not (1, 0), what the message must hold; parted by bars. */
    public static void main(String[] cases) throws IOException {
        Path csv = Files.createTempFile("linreg", ".csv");
        Files.writeString(csv, table(100, 65)); // too many features for one launch, so that epochs are recorded
        Map<String, String> expected = Map.of(
                "fused", coefficients(run(Map.of(), csv, "--device", "cpu", "--gradient", "fused")),
                "gram", coefficients(run(Map.of(), csv, "--device", "cpu", "--gradient", "gram")));
        int runs = 0;
        for (String arguments : cases) {
            String[] parts = arguments.split("\\|", -1);
            int reached =
                    parts[1].startsWith("cublas") ? 1 : 0; // its first call is a trial: where it fails, our kernel does
            // Until the call is one that is never made.
            for (Run strict = lost(parts, reached + 1, csv, "--no-fallback");
                    strict.exitCode() != 0;
                    strict = lost(parts, reached + 1, csv, "--no-fallback")) {
                reached++;
                complain(arguments, reached, problem(strict, 1, "error: ", parts[4], ""));
                Run other = lost(parts, reached, csv);
                complain(arguments, reached, problem(other, 0, "warning: ", parts[4], "; going on on the CPU"));
                if (!coefficients(other).equals(expected.get(parts[0].equals("gram") ? "gram" : "fused"))) {
                    complain(arguments, reached, "not the CPU's result: " + other.out());
                }
            }
            if (reached < 2) {
                complain(arguments, reached, "no call in the middle");
            }
            runs += 2 * reached + 1;
        }
        System.out.println(runs + " runs");
        Files.delete(csv);
    }

    private static Run lost(String[] parts, int call, Path csv, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--device", "0", "--gradient", parts[0]));
        arguments.addAll(List.of(more));
        return run(
                Map.of("FAIL_AT", parts[1] + ":" + call, "FAIL_WITH", parts[2], "STICKY", parts[3]),
                csv,
                arguments.toArray(String[]::new));
    }

    private static Run run(Map<String, String> settings, Path csv, String... more) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of(csv.toString(), "--epochs", "4", "--json", "--learning-rate", "0.01"));
        arguments.addAll(List.of(more));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
        SimulatedTrial.begin(settings);
        int exitCode = Cli.run(
                new Streams(InputStream.nullInputStream(), out, errors, false), arguments.toArray(String[]::new));
        return new Run(
                exitCode,
                out.toString(StandardCharsets.UTF_8),
                err.toString(StandardCharsets.UTF_8),
                SimulatedTrial.end());
    }

    private static String problem(Run run, int exitCode, String start, String content, String end) {
        List<String> lines = run.err().lines().toList();
        if (run.exitCode() != exitCode) {
            return "exit code " + run.exitCode();
        } else if (lines.size() != 1
                || !lines.get(0).startsWith(start)
                || !lines.get(0).contains(content)
                || !lines.get(0).endsWith(end)) {
            return run.err();
        } else if (!run.report().alive().isEmpty()) {
            return "alive " + run.report().alive();
        } else if (!run.report().refused().isEmpty()) {
            return "refused " + run.report().refused();
        }
        return null;
    }

    private static void complain(String arguments, int call, String problem) {
        if (problem != null) {
            System.out.println(arguments + ", call " + call + ": " + problem);
        }
    }

    private static String coefficients(Run run) {
        int from = run.out().indexOf("\"coefficients\"");
        return run.out().substring(from, run.out().indexOf("\"metrics\"", from));
    }

    private static String table(int rows, int features) {
        StringBuilder csv = new StringBuilder("y");
        for (int j = 0; j < features; j++) {
            csv.append(",x").append(j);
        }
        for (int i = 0; i < rows; i++) {
            csv.append('\n').append(i % 23 + i * 0.01);
            for (int j = 0; j < features; j++) {
                csv.append(String.format(Locale.ROOT, ",%d", (i * (j + 3) + i * i % 7) % 31));
            }
        }
        return csv.append('\n').toString();
    }
}
