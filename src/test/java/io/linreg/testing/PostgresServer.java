package io.linreg.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * PostgreSQL itself, on loopback, with its data in a temporary folder; its user is an unprivileged one where this is root, as it
 * asks for. Ended by its process id.
 */
public final class PostgresServer implements AutoCloseable {
    public static final String USER = "tester";
    public static final String PASSWORD = "tr0ub4dor";

    /** Where Debian puts the programs of each version. */
    private static final Path INSTALLED = Path.of("/usr/lib/postgresql");

    private final Path folder;
    private final int port;
    private final Process process;

    private PostgresServer(Path folder, int port, Process process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    /** Whether there is one to start. */
    public static boolean isInstalled() {
        return programs().isPresent() && (!isRoot() || Files.isExecutable(Path.of("/usr/bin/setpriv")));
    }

    private static Optional<Path> programs() {
        if (!Files.isDirectory(INSTALLED)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(INSTALLED)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin ->
                            Files.isExecutable(bin.resolve("initdb")) && Files.isExecutable(bin.resolve("postgres")))
                    .max(Path::compareTo);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    /** Makes a database and starts its server; whoever logs in gives a password. */
    public static PostgresServer start() throws IOException, InterruptedException {
        Path bin = programs().orElseThrow();
        Path folder = Files.createTempDirectory("linreg-postgres");
        if (isRoot()) { // the server's user has to get in
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        }
        Path password = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
        Path data = folder.resolve("data");
        Process made = program(
                        folder,
                        bin.resolve("initdb"),
                        "-D",
                        data,
                        "-U",
                        USER,
                        "--pwfile",
                        password,
                        "--auth=scram-sha-256",
                        "--no-sync",
                        "--locale=C",
                        "--encoding=UTF8")
                .start();
        if (!made.waitFor(60, TimeUnit.SECONDS) || made.exitValue() != 0) {
            made.destroyForcibly();
            throw new IOException("initdb failed: " + Files.readString(folder.resolve("log")));
        }
        int port = freePort();
        Process server = program(
                        folder,
                        bin.resolve("postgres"),
                        "-D",
                        data,
                        "-p",
                        port,
                        "-k",
                        folder,
                        "-c",
                        "listen_addresses=127.0.0.1",
                        "-c",
                        "fsync=off")
                .start();
        PostgresServer started = new PostgresServer(folder, port, server);
        started.await();
        return started;
    }

    private static ProcessBuilder program(Path folder, Object... words) {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("/usr/bin/setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--"));
        }
        for (Object word : words) {
            command.add(word.toString());
        }
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()));
    }

    private void await() throws IOException, InterruptedException {
        for (int tries = 0; tries < 600; tries++) {
            try (Connection connection = connect()) {
                connection.getMetaData();
                return;
            } catch (SQLException e) {
                if (!process.isAlive()) {
                    break;
                }
                Thread.sleep(100);
            }
        }
        String log = Files.readString(folder.resolve("log"));
        close();
        throw new IOException("postgres does not start: " + log);
    }

    /** The database, without user and password. */
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), USER, PASSWORD);
    }

    /** Runs statements. */
    public void run(String... statements) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** A port of loopback on which nobody listens. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Ends it, sessions and all, without a word to anybody. */
    public void stop() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        stop();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException e) throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
