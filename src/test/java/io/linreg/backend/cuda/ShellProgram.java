package io.linreg.backend.cuda;

import io.linreg.cli.Cli;
import io.linreg.cli.Streams;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.PrintStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.TreeMap;

/** The other end of {@link SimulatedDevice.Shell}: command lines come in, what they print goes out. */
final class ShellProgram {
    private ShellProgram() {}

    record Request(TreeMap<String, String> settings, ArrayList<String> args) implements Serializable {}

    record Reply(int exitCode, String out, String err) implements Serializable {}

    public static void main(String[] args) throws IOException, ClassNotFoundException {
        ObjectOutputStream replies = new ObjectOutputStream(System.out);
        replies.flush();
        System.setOut(System.err); // nothing else comes between the replies
        ObjectInputStream requests = new ObjectInputStream(System.in);
        try {
            while (true) {
                replies.writeObject(reply((Request) requests.readObject()));
                replies.flush();
            }
        } catch (EOFException e) {
            System.exit(0); // nobody asks any more
        }
    }

    private static Reply reply(Request request) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        SimulatedTrial.begin(request.settings());
        int exitCode = Cli.run(
                new Streams(InputStream.nullInputStream(), stream(out), stream(err), false),
                request.args().toArray(String[]::new));
        SimulatedTrial.end();
        return new Reply(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static PrintStream stream(ByteArrayOutputStream to) {
        return new PrintStream(to, true, StandardCharsets.UTF_8);
    }
}
