package io.linreg.backend.cuda;

import io.linreg.cli.Cli;
import io.linreg.cli.Streams;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Several command lines in one process, each an argument with spaces between its own. */
final class CommandsProgram {
    private CommandsProgram() {}

    public static void main(String[] commands) {
        int worst = 0;
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        for (String command : commands) {
            Streams streams = new Streams(InputStream.nullInputStream(), System.out, err, false);
            worst = Math.max(worst, Cli.run(streams, command.split(" ", -1)));
        }
        System.exit(worst);
    }
}
