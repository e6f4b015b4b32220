package io.linreg.spark;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.launcher.JavaModuleOptions;

/**
 * Spark's standalone cluster on loopback: a master and workers of a processor each, processes of their own, which start executors
 * as on any cluster. Each worker promises a GPU, number 0, as its discovery script says; whether there is one is another matter.
 */
public final class StandaloneCluster implements AutoCloseable {
    private static final long LIMIT_SECONDS = 120;

    private final Path folder;
    private final int workers;
    private final Map<String, String> environment;
    private final String url;
    private final List<Process> processes = new ArrayList<>();

    /**
     * Starts it.
     *
     * @param folder for what its processes write, logs and all
     * @param environment of its processes, beside the tests' own
     */
    public StandaloneCluster(Path folder, int workers, Map<String, String> environment) throws IOException {
        this.folder = folder;
        this.workers = workers;
        this.environment = environment;
        Path jars = Files.createDirectories(folder.resolve("home").resolve("jars"));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path jar = Path.of(entry);
            if (entry.endsWith(".jar") && !Files.exists(jars.resolve(jar.getFileName()))) {
                Files.createSymbolicLink(jars.resolve(jar.getFileName()), jar.toAbsolutePath());
            }
        }
        Path script = Files.writeString(
                folder.resolve("gpus.sh"), "#!/bin/sh\necho '{\"name\": \"gpu\", \"addresses\": [\"0\"]}'\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        int port = freePort();
        url = "spark://127.0.0.1:" + port;
        start(
                "master",
                List.of(),
                "org.apache.spark.deploy.master.Master",
                "--host",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--webui-port",
                "0");
        for (int k = 0; k < workers; k++) {
            start(
                    "worker" + k,
                    List.of(
                            "-Dspark.worker.resource.gpu.amount=1",
                            "-Dspark.worker.resource.gpu.discoveryScript=" + script),
                    "org.apache.spark.deploy.worker.Worker",
                    "--host",
                    "127.0.0.1",
                    "--cores",
                    "1",
                    "--memory",
                    "600M",
                    "--webui-port",
                    "0",
                    "--work-dir",
                    folder.resolve("work" + k).toString(),
                    url);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Process start(String name, List<String> options, String... program) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx640m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC"));
        command.addAll(List.of(JavaModuleOptions.defaultModuleOptionArray()));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(program));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(folder.resolve(name + ".out").toFile())
                .redirectError(folder.resolve(name + ".err").toFile());
        builder.environment().put("SPARK_HOME", folder.resolve("home").toString());
        builder.environment().put("SPARK_SCALA_VERSION", "2.13"); // which it would look for in folders of its build
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    /**
     * Runs an application: its driver is a process, too. It is given the settings of an application as properties, and the
     * folder and the number of workers as its first arguments.
     *
     * @return the lines that it writes
     */
    public List<String> submit(Class<?> program, String... args) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(program.getName(), folder.toString(), Integer.toString(workers)));
        all.addAll(List.of(args));
        Path log = Path.of("src", "test", "resources", "io", "linreg", "spark", "executor-log4j2.properties");
        Process driver = start(
                "driver",
                List.of(
                        "-Dspark.master=" + url,
                        "-Dspark.app.name=" + program.getSimpleName(),
                        "-Dspark.ui.enabled=false",
                        "-Dspark.driver.host=127.0.0.1",
                        "-Dspark.driver.bindAddress=127.0.0.1",
                        "-Dspark.executor.cores=1",
                        "-Dspark.executor.memory=512m",
                        "-Dspark.executor.extraClassPath=" + classes(),
                        "-Dspark.executor.extraJavaOptions=-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
                                + " -Dlog4j2.configurationFile=" + log.toUri() + " -Djava.io.tmpdir=" + folder,
                        "-Dspark.executor.resource.gpu.amount=1",
                        "-Dspark.task.resource.gpu.amount=1",
                        "-Dspark.scheduler.minRegisteredResourcesRatio=1.0",
                        "-Dspark.serializer=org.apache.spark.serializer.KryoSerializer", // which many clusters have
                        "-Dspark.sql.warehouse.dir=" + folder.resolve("warehouse")),
                all.toArray(String[]::new));
        if (!driver.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            driver.destroyForcibly().waitFor();
        }
        if (driver.exitValue() != 0) {
            throw new AssertionError("the driver ended with " + driver.exitValue() + ": "
                    + Files.readString(folder.resolve("driver.err")));
        }
        return Files.readAllLines(folder.resolve("driver.out"));
    }

    /** The folders of classes, which Spark's own would not have. */
    private static String classes() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.endsWith(".jar"))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .reduce((a, b) -> a + File.pathSeparator + b)
                .orElseThrow();
    }

    /** What executors wrote to their logs. */
    public String executorLogs() throws IOException {
        StringBuilder logs = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file :
                    files.filter(path -> path.endsWith("stderr")).sorted().toList()) {
                logs.append(Files.readString(file));
            }
        }
        return logs.toString();
    }

    /** Ends its processes: workers first, which end their executors. Then the links go, which a temporary folder warns of. */
    @Override
    public void close() throws IOException {
        for (int k = processes.size() - 1; k >= 0; k--) {
            Process process = processes.get(k);
            process.destroy();
            try {
                if (!process.waitFor(10, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
        try (Stream<Path> jars = Files.list(folder.resolve("home").resolve("jars"))) {
            for (Path link : jars.toList()) {
                Files.delete(link);
            }
        }
    }
}
