package io.linreg.jar;

import static org.assertj.core.api.Assertions.assertThat;

import io.linreg.testing.DuckTables;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.launcher.JavaModuleOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The finished jar, run as its users run it. */
class JarIT {
    private static final Path JAR = Path.of(System.getProperty("linreg.jar"));
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    @TempDir
    private Path folder;

    private record Result(int exit, String out, String err) {}

    @Test
    void doesTheMainJob() throws Exception {
        Result run = run("--device", "cpu");

        assertThat(run.exit()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("sales ~ TV + radio + newspaper", "after 1000 epochs", "held out     4.40212");
    }

    @Test
    void deviceZeroWithoutCudaGoesOnOnTheCpu() throws Exception {
        Result run = run("--device", "0", "--json");

        assertThat(run.exit()).isZero();
        assertThat(run.out()).startsWith("{").contains("\"r2\" : 0.8601");
    }

    @Test
    void theMainJobLoadsNothingItDoesNotNeed() throws Exception {
        Result run = java("-Xlog:class+load:file=" + folder.resolve("classes.log"), "-jar", JAR.toString(), "--json");

        assertThat(run.exit()).isZero();
        List<String> loaded;
        try (Stream<String> lines = Files.lines(folder.resolve("classes.log"))) {
            loaded = lines.filter(line -> line.contains("linreg-gpu.jar")
                            || line.contains("java.awt.")
                            || line.contains("jdk.incubator."))
                    .toList();
        }
        assertThat(loaded).isNotEmpty();
        assertThat(loaded)
                .noneMatch(line -> line.contains("java.awt.")
                        || line.contains("jdk.incubator.")
                        || line.contains("VectorKernel")
                        || line.contains("org.duckdb.")
                        || line.contains("io.linreg.data.sql.SqlReader")
                        || line.contains("org.knowm.")
                        || line.contains("com.samskivert.")
                        || line.contains("me.tongfei.")
                        || line.contains(".commons.statistics."));
    }

    /** As spark-submit does it: Spark's own libraries first, in a class loader above the jar's. */
    @Test
    void trainsOnSparkWithoutASecondCopyOfWhatSparkBrings() throws Exception {
        List<String> own = List.of(
                "linreg", "jackson-jr", "picocli", "commons-csv", "commons-numbers", "commons-statistics", "jcu");
        String spark = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> entry.endsWith(".jar"))
                .filter(entry ->
                        own.stream().noneMatch(Path.of(entry).getFileName().toString()::contains))
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>(List.of(JavaModuleOptions.defaultModuleOptionArray()));
        command.addAll(List.of(
                "-Dspark.driver.host=127.0.0.1",
                "-Dspark.driver.bindAddress=127.0.0.1",
                "-Dspark.ui.enabled=false",
                "-Xmx640m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                spark,
                "org.apache.spark.deploy.SparkSubmit",
                "--master",
                "local[2]",
                "--class",
                "io.linreg.spark.Train",
                JAR.toString(),
                "data/advertising.csv",
                "--solver",
                "normal",
                "--summary",
                "--json",
                "--model",
                folder.resolve("m.json").toString()));
        Result run = java(command.toArray(String[]::new));

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).startsWith("{").contains("\"TV\" : 0.043");
        Result evaluated = run("evaluate", "--model", folder.resolve("m.json").toString(), "data/advertising.csv");
        assertThat(evaluated.exit()).isZero();
    }

    @Test
    void findsTheDriversThatLieBesideIt() throws Exception {
        String read = "select TV, radio, newspaper, sales from read_csv('data/advertising.csv')";
        Path parquet = DuckTables.write(folder.resolve("ads.parquet"), read);

        Result run = run("--device", "cpu", parquet.toString());
        Result words = run("describe", "--sql", "select 'a' as word, 1 as x");
        Result postgres = run("--sql", "select 1", "--jdbc", "jdbc:postgresql://127.0.0.1:1/base");

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("sales ~ TV + radio + newspaper", "held out     4.40212");
        assertThat(words.out()).contains("word    text");
        assertThat(postgres.err())
                .startsWith("error: query on jdbc:postgresql://127.0.0.1:1/base: Connection to 127.0.0.1:1 refused.");
        assertThat(postgres.exit()).isEqualTo(1);
    }

    @Test
    void saysWhichDriverToPutWhere() throws Exception {
        Path alone = Files.copy(JAR, folder.resolve("linreg-gpu.jar"));
        Path parquet = DuckTables.write(folder.resolve("t.parquet"), "select i as x, i * 2 as y from range(10) t(i)");

        Result without = java("-jar", alone.toString(), parquet.toString());
        Result named = java(
                "-jar",
                alone.toString(),
                "-q",
                "--driver-path",
                JAR.resolveSibling("lib").toString(),
                parquet.toString());

        assertThat(without.exit()).isEqualTo(1);
        assertThat(without.err().lines())
                .containsExactly("error: " + parquet + ": there is no driver for jdbc:duckdb; put DuckDB's JDBC driver"
                        + " (duckdb_jdbc-1.5.6.0.jar, or a later one) into " + folder.resolve("lib")
                        + ", or name it with"
                        + " --driver-path");
        assertThat(named.err()).isEmpty();
        assertThat(named.exit()).isZero();
    }

    @Test
    void theSummaryLacksNoClass() throws Exception {
        Result run = run("--device", "cpu", "--summary", "--errors", "HC3", "--test-size", "0");

        assertThat(run.err()).isEmpty();
        assertThat(run.exit()).isZero();
        assertThat(run.out()).contains("1.34e-58", "robust, HC3"); // statsmodels' p of TV
    }

    @Test
    void theManifestNamesMainClassVersionAndCommit() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            Manifest manifest = jar.getManifest();
            assertThat(manifest.getMainAttributes().getValue("Main-Class")).isEqualTo("io.linreg.Main");
            assertThat(manifest.getMainAttributes().getValue("Implementation-Version"))
                    .matches("\\d+\\.\\d+\\.\\d+.*");
            assertThat(manifest.getMainAttributes().getValue("Git-Commit")).isNotBlank();
        }
    }

    @Test
    void writesModelReportPlotsAndPredictions() throws Exception {
        Path plots = folder.resolve("plots");
        Result run = run(
                "-q",
                "--model",
                folder.resolve("m.json").toString(),
                "--report",
                folder.resolve("r.html").toString(),
                "--predictions",
                folder.resolve("p.csv").toString(),
                "--plots",
                plots.toString());

        assertThat(run.err()).isEmpty();
        assertThat(run.exit()).isZero();
        try (Stream<Path> files = Files.list(plots)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("loss.png", "actual-vs-predicted.png", "residuals.png");
        }
        Result prediction =
                run("predict", "--model", folder.resolve("m.json").toString(), "data/advertising.csv", "--append");
        assertThat(prediction.out().lines()).hasSize(201);
        assertThat(Files.readString(folder.resolve("r.html"))).contains("<svg");
    }

    @Test
    void worksInALocaleWithOtherDigitsAndCommas() throws Exception {
        Result run =
                java("-Duser.language=ar", "-Duser.country=EG", "-Dfile.encoding=ISO-8859-1", "-jar", JAR.toString());

        assertThat(run.exit()).isZero();
        assertThat(run.out()).contains("227.937 before training");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void filesNamedWithoutAFolderAreReplaced() throws Exception {
        String train =
                command("-q", "--device", "cpu", "--model", "m.json", "--report", "r.html", "--predictions", "p.csv");
        for (int run = 0; run < 2; run++) { // the second finds the files of the first
            Result training = shell(train);
            assertThat(training.err()).isEmpty();
            assertThat(training.exit()).isZero();
        }
        String predict = command(
                "predict",
                "--model",
                "m.json",
                Path.of("data", "advertising.csv").toAbsolutePath().toString());
        for (int run = 0; run < 2; run++) {
            Result prediction = shell(predict + " --output out.csv");
            assertThat(prediction.err()).isEmpty();
            assertThat(folder.resolve("out.csv")).isNotEmptyFile();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFullDiskAndAClosedPipeAreErrorsInOneLine() throws Exception {
        Files.writeString(folder.resolve("many.csv"), "a,b,y\n" + "1,2,3\n4,5,7\n3,1,2\n".repeat(50_000));
        String train = command("many.csv", "-q", "--drop", "b", "--model", "m.json");
        String predict = command("predict", "--model", "m.json", "many.csv");

        assertThat(shell(train).exit()).isZero();
        for (String stdout : List.of(" >/dev/full", " | head -1 >/dev/null")) {
            Result run = shell("set -o pipefail; " + predict + stdout);
            assertThat(run.err().lines())
                    .singleElement()
                    .asString()
                    .startsWith("error: cannot write to standard output");
            assertThat(run.exit()).isEqualTo(1);
        }
        assertThat(shell(command("--help") + " >/dev/full").exit()).isEqualTo(1);
        assertThat(shell(command("--json", "--model", "kept.json") + " >/dev/full")
                        .exit())
                .isEqualTo(1);
        assertThat(folder.resolve("kept.json")).isNotEmptyFile(); // what was trained is not lost with the pipe
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void anInterruptedRunLeavesTheOldFileAndNothingElse() throws Exception {
        Path model = folder.resolve("model.json");
        assertThat(run("-q", "--model", model.toString()).exit()).isZero();
        Path outputs = Files.createDirectory(folder.resolve("outputs"));
        Path output = Files.writeString(outputs.resolve("output.csv"), "old");
        Process predict = new ProcessBuilder(
                        JAVA.toString(),
                        "-jar",
                        JAR.toString(),
                        "predict",
                        "--model",
                        model.toString(),
                        "--output",
                        output.toString(),
                        "-")
                .redirectErrorStream(true)
                .start();
        try (OutputStream input = predict.getOutputStream()) { // open, so that the run waits for more
            input.write(("TV,radio,newspaper\n" + "1,2,3\n".repeat(50_000)).getBytes(StandardCharsets.UTF_8));
            input.flush();
            while (predict.isAlive() && sizes(outputs) <= 3) {
                Thread.sleep(10);
            }
            assertThat(predict.isAlive()).isTrue();
            predict.destroy(); // as Ctrl-C does
            assertThat(predict.waitFor(1, TimeUnit.MINUTES)).isTrue();
        }

        assertThat(outputs).isDirectoryNotContaining("glob:**.tmp");
        assertThat(output).hasContent("old");
    }

    private static long sizes(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(Path::toFile).mapToLong(File::length).sum();
        }
    }

    @Test
    void tooLittleMemoryIsAnErrorInOneLine() throws Exception {
        Files.writeString(folder.resolve("big.csv"), "a,b,y\n" + "1.25,2.5,3\n4,5,7.125\n3,1,2\n".repeat(700_000));
        Result run = java(
                "-Xmx24m", "-jar", JAR.toString(), folder.resolve("big.csv").toString());

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .startsWith("error: ")
                .contains("big.csv", "MB of memory, and Java may use 24 MB", "java -Xmx");
    }

    /** Much to do by the count of epochs, so that it starts itself again; and over in a moment, by the tolerance. */
    private List<String> muchToDo(String... more) throws IOException {
        Path data = folder.resolve("much.csv");
        Files.writeString(data, "a,b,y\n" + "1.25,2.5,3\n4,5,7.125\n3,1,2\n".repeat(10_000));
        List<String> args = new ArrayList<>(List.of("-jar", JAR.toString(), data.toString(), "--device", "cpu"));
        args.addAll(List.of("--epochs", "1000000000"));
        args.addAll(List.of(more));
        return args;
    }

    @Test
    void muchWorkIsDoneInASecondJvmThatHasVectors() throws Exception {
        List<String> args = muchToDo("--tolerance", "0.1");
        args.add(0, "-Xmx100m");
        args.add(0, "-Xlog:class+load:file=" + folder.resolve("classes-%p.log"));
        Result run = java(args.toArray(String[]::new));

        assertThat(run.err()).isEmpty();
        assertThat(run.exit()).isZero();
        assertThat(run.out())
                .containsOnlyOnce("after one epoch")
                .containsPattern("Java( vectors of \\d+ bits)?, \\d+ thread");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.filter(file -> file.toString().contains("classes-")))
                    .hasSize(2);
        }
    }

    @Test
    void theSecondJvmFailsAsTheFirstWouldHave() throws Exception {
        Result run = java(muchToDo("--target", "c").toArray(String[]::new));

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .startsWith("error: ")
                .contains("no column \"c\"");
    }

    @Test
    void whereNoSecondJvmMayStartItIsSaidOnce() throws Exception {
        List<String> args = muchToDo("--tolerance", "0.1", "-q");
        args.add(0, "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,quiet=y");
        Result run = java(args.toArray(String[]::new));

        assertThat(run.exit()).isZero();
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .startsWith("warning: ")
                .contains("--add-modules jdk.incubator.vector");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theSecondJvmEndsWithTheFirst() throws Exception {
        List<String> command = new ArrayList<>(List.of(JAVA.toString()));
        command.addAll(muchToDo());
        Process first = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<ProcessHandle> second = List.of();
        while (second.isEmpty() && first.isAlive()) {
            Thread.sleep(20);
            second = first.children().toList();
        }
        assertThat(second).hasSize(1);
        first.destroy(); // as Ctrl-C does
        assertThat(first.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(second.get(0).isAlive()).isFalse();
    }

    private String command(String... args) {
        return JAVA + " -jar " + JAR + " " + String.join(" ", args);
    }

    private Result shell(String command) throws Exception {
        return execute(List.of("bash", "-c", command), folder);
    }

    private Result run(String... args) throws Exception {
        List<String> all = new ArrayList<>(List.of("-jar", JAR.toString()));
        all.addAll(List.of(args));
        return java(all.toArray(String[]::new));
    }

    private Result java(String... args) throws Exception {
        List<String> all = new ArrayList<>(List.of(JAVA.toString()));
        all.addAll(List.of(args));
        return execute(all, Path.of("").toAbsolutePath());
    }

    private Result execute(List<String> command, Path directory) throws Exception {
        Path out = Files.createTempFile(folder, "out", "");
        Path err = Files.createTempFile(folder, "err", "");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        Map<String, String> environment = builder.environment();
        List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS").forEach(environment::remove);
        Process process = builder.start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("ended").isTrue();
        return new Result(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }
}
