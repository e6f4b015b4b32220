package io.linreg.cli;

import io.linreg.base.LinregException;
import io.linreg.base.Text;
import io.linreg.base.Version;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Runs a command line; turns every failure into one line and an exit code. */
public final class Cli {
    /** Bad data, or a failure at run time. */
    static final int FAILED = 1;
    /** An option that cannot be parsed or is out of range. */
    static final int WRONG_USAGE = 2;

    private Cli() {}

    /**
     * Runs the program.
     *
     * @return its exit code: 0 done, 1 failed, 2 wrong usage
     */
    public static int run(Streams streams, String... args) {
        return run(streams, Relaunch.NEVER, args);
    }

    /** Runs the program, perhaps in a JVM that suits it better. */
    public static int run(Streams streams, Relaunch relaunch, String... args) {
        return run(new TrainCommand(streams, relaunch, null), streams, relaunch, args);
    }

    /** Runs the program, its training on a cluster. */
    public static int run(Streams streams, ClusterTraining cluster, String... args) {
        return run(new TrainCommand(streams, Relaunch.NEVER, cluster), streams, Relaunch.NEVER, args);
    }

    private static int run(TrainCommand train, Streams streams, Relaunch relaunch, String... args) {
        PrintWriter out = new PrintWriter(streams.out(), false, StandardCharsets.UTF_8);
        CommandLine commands = new CommandLine(train)
                .addSubcommand(new PredictCommand(streams))
                .addSubcommand(new EvaluateCommand(streams))
                .addSubcommand(new ExportCommand())
                .addSubcommand(new DescribeCommand(streams))
                .addSubcommand(new BenchCommand(streams, relaunch))
                .addSubcommand(new DevicesCommand(streams))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExpandAtFiles(false) // @ may begin the name of a column or a file
                .registerConverter(Path.class, new DataOptions.PathConverter())
                .setExecutionStrategy(Cli::execute)
                .setOut(out)
                .setParameterExceptionHandler((e, rest) -> usage(streams, e))
                .setExecutionExceptionHandler((e, command, result) -> failure(streams, e, isVerbose(result)));
        commands.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, OptionGroups::text);
        try {
            int code = commands.execute(args);
            return out.checkError() && code == 0
                    ? failure(streams, new LinregException("cannot write to standard output"), false)
                    : code;
        } catch (OutOfMemoryError e) {
            long megabytes = Runtime.getRuntime().maxMemory() >> 20;
            LinregException full = new LinregException("out of memory: " + megabytes
                    + " MB are not enough for this data; give Java more with java -Xmx..., or use fewer columns");
            return failure(streams, full, false);
        } catch (StackOverflowError | LinkageError e) {
            return failure(streams, e, Arrays.asList(args).contains("-v"));
        }
    }

    static String[] version() {
        return new String[] {"linreg-gpu " + Version.current()};
    }

    /** Nothing may stand before a command but -v: it would be bound to training, and silently ignored. */
    private static int execute(ParseResult parsed) {
        boolean help = parsed.isUsageHelpRequested() || parsed.isVersionHelpRequested();
        if (parsed.hasSubcommand() && !help) {
            String command = parsed.subcommand().commandSpec().name();
            parsed.matchedArgs().stream()
                    .filter(arg -> !(arg instanceof OptionSpec option
                            && option.longestName().equals("--verbose")))
                    .findFirst()
                    .ifPresent(arg -> {
                        throw new ParameterException(
                                parsed.commandSpec().commandLine(),
                                (arg instanceof OptionSpec option ? option.longestName() : arg.paramLabel())
                                        + " stands before " + command + ", which does not see it; write it after "
                                        + command);
                    });
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    private static int usage(Streams streams, ParameterException e) {
        streams.err().println("error: " + Text.oneLine(e.getMessage()) + " (--help lists the options)");
        return WRONG_USAGE;
    }

    private static int failure(Streams streams, Throwable e, boolean verbose) {
        boolean expected = e instanceof LinregException;
        String hint = expected || verbose ? "" : " (this is a fault of the program; -v shows where)";
        streams.err()
                .println("error: "
                        + (expected
                                ? Text.oneLine(e.getMessage())
                                : e.getClass().getSimpleName() + ": " + Text.reason(e))
                        + hint);
        if (verbose) {
            e.printStackTrace(streams.err());
        }
        return FAILED;
    }

    /** Before or after the name of a command. */
    private static boolean isVerbose(ParseResult result) {
        return result.hasMatchedOption("-v") || (result.hasSubcommand() && isVerbose(result.subcommand()));
    }
}
