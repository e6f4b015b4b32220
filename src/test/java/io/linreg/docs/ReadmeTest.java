package io.linreg.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.linreg.cli.Cli;
import io.linreg.cli.Streams;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README and docs show is what happens. */
class ReadmeTest {
    private static final Path README = Path.of("README.md");
    private static final Path OPTIONS = Path.of("docs/options.md");
    private static final Path INFERENCE = Path.of("docs/inference.md");

    @TempDir
    private Path folder;

    @Test
    void theLibraryExampleCompilesAndRuns() throws Exception {
        String example = block(README, "java");
        assertThat(example.lines().filter(line -> !line.isBlank() && !line.startsWith("import")))
                .as("ten lines")
                .hasSizeLessThanOrEqualTo(10);
        String imports =
                example.lines().filter(line -> line.startsWith("import")).collect(Collectors.joining("\n"));
        String body = example.lines().filter(line -> !line.startsWith("import")).collect(Collectors.joining("\n"));
        Path source = Files.writeString(
                folder.resolve("Example.java"),
                imports + "\npublic class Example { public static void run(java.io.PrintStream out) {\n"
                        + body.replace("System.out", "out").replace("sales-model.json", quoted("sales-model.json"))
                        + "\n} }");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        ByteArrayOutputStream problems = new ByteArrayOutputStream();
        int compiled = compiler.run(
                null,
                null,
                problems,
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                folder.toString(),
                source.toString());
        assertThat(compiled).as(problems.toString(StandardCharsets.UTF_8)).isZero();

        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            loader.loadClass("Example")
                    .getMethod("run", PrintStream.class)
                    .invoke(null, new PrintStream(printed, true, StandardCharsets.UTF_8));
        }

        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("0.8601");
        assertThat(folder.resolve("sales-model.json")).isNotEmptyFile();
    }

    @Test
    void theTranscriptIsReal() throws IOException {
        String transcript = block(README, "console");
        List<String> lines = transcript.lines().toList();
        assertThat(lines.get(0)).isEqualTo("$ java -jar target/linreg-gpu.jar --device 0");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream err = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        Cli.run(new Streams(InputStream.nullInputStream(), out, err, false), "--device", "cpu");
        List<String> real = out.toString(StandardCharsets.UTF_8).lines().toList();

        assertThat(common(lines.stream().skip(1).toList())).isNotEmpty().isEqualTo(common(real));
    }

    @Test
    void theSummaryIsReal() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream err = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        Cli.run(
                new Streams(InputStream.nullInputStream(), out, err, false),
                "--device",
                "cpu",
                "--summary",
                "--test-size",
                "0");

        assertThat(out.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n"))
                .contains(block(INFERENCE, "text"));
    }

    /** Without what differs from machine to machine: the warning, the build, the device and the times. */
    private static List<String> common(List<String> lines) {
        return lines.stream()
                .filter(line -> !line.matches("(warning:|linreg-gpu |device |[0-9.]+ s:).*"))
                .toList();
    }

    @Test
    void everyOptionOfTheHelpIsDocumented() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream err = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        Cli.run(new Streams(InputStream.nullInputStream(), out, err, false), "--help");
        Matcher names = Pattern.compile("--(\\[no-])?[a-z][a-z-]+").matcher(out.toString(StandardCharsets.UTF_8));
        String options = Files.readString(OPTIONS);

        assertThat(names.results().map(found -> found.group()).distinct()).allMatch(options::contains);
    }

    private String quoted(String name) {
        return folder.resolve(name).toString().replace("\\", "\\\\");
    }

    private static String block(Path page, String language) throws IOException {
        Matcher block =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(page));
        assertThat(block.find()).as("a block of " + language).isTrue();
        return block.group(1);
    }
}
