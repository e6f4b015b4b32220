package io.linreg.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A peer as a process: {@code NAME FOLDER FEATURES RATE EPOCHS}. It loads the data, says {@code ready VERSION}, and then
 * does what each line of its input says:
 *
 * <pre>
 *   answer  ->  answer 0.5 -1.25 ...
 *   go 10   ->  seconds 0.125
 * </pre>
 */
public final class PeerMain {
    private PeerMain() {}

    public static void main(String[] args) throws Exception {
        Peer peer = open(
                args[0],
                new Job(
                        Path.of(args[1]),
                        Integer.parseInt(args[2]),
                        Double.parseDouble(args[3]),
                        Integer.parseInt(args[4])));
        say("ready " + peer.version() + ", Java " + Runtime.version().feature());
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                obey(peer, line);
            }
        }
        System.exit(0); // some libraries leave threads behind
    }

    private static Peer open(String name, Job job) throws Exception {
        return switch (name) {
            case "linreg-epochs" -> new LinregEpochs(job);
            case "linreg-gram" -> new LinregGram(job);
            case "linreg-fit" -> new LinregFit(job);
            case "linreg-read" -> new LinregRead(job);
            case "djl-epochs" -> new DjlEpochs(job);
            case "ejml-epochs" -> new EjmlEpochs(job);
            case "smile-fit" -> new SmileFit(job);
            case "duckdb-read" -> new DuckDbRead(job);
            default -> throw new IllegalArgumentException("no peer " + name);
        };
    }

    private static void obey(Peer peer, String line) throws Exception {
        if (line.equals("answer")) {
            say(Arrays.stream(peer.answer()).mapToObj(String::valueOf).collect(Collectors.joining(" ", "answer ", "")));
        } else {
            int times = Integer.parseInt(line.substring("go ".length()));
            long began = System.nanoTime();
            peer.round(times);
            say("seconds " + (System.nanoTime() - began) * 1e-9);
        }
    }

    private static void say(String line) throws IOException {
        System.out.println(line);
        System.out.flush();
    }
}
