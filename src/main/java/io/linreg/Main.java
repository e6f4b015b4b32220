package io.linreg;

import io.linreg.cli.Cli;
import io.linreg.cli.Relaunch;
import io.linreg.cli.Streams;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The program: parse, run, print. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        Relaunch.whenFirstEnds(() -> System.exit(1));
        // System.out hides failures: a full disk or a closed pipe would go unnoticed.
        BufferedOutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16);
        System.exit(Cli.run(new Streams(System.in, out, System.err, isWatched()), Relaunch.of(args), args));
    }

    /** Whether standard error is a terminal. Where that cannot be told, it is not: better no bar than one in a log. */
    private static boolean isWatched() {
        if (Boolean.getBoolean(Relaunch.TERMINAL)) {
            return true;
        }
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
