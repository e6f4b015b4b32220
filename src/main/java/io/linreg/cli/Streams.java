package io.linreg.cli;

import io.linreg.base.LinregException;
import io.linreg.base.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where the program reads and writes.
 *
 * @param in standard input
 * @param out for results, and nothing else
 * @param err for everything else
 * @param terminal whether somebody watches err
 */
public record Streams(InputStream in, OutputStream out, PrintStream err, boolean terminal) {
    /** Writes a result. */
    @FunctionalInterface
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes a result to standard output.
     *
     * @throws LinregException if nobody takes it: a full disk, a closed pipe
     */
    void print(Content content) {
        try {
            content.writeTo(out);
            out.flush();
        } catch (IOException e) {
            throw new LinregException("cannot write to standard output: " + Text.reason(e), e);
        }
    }

    void print(String text) {
        print(to -> to.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    void warn(String message) {
        err.println("warning: " + Text.oneLine(message));
    }
}
