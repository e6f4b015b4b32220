package io.linreg.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The main job on the bundled data, as a process from its start to its end. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2)
@Measurement(iterations = 15)
public class StartupBenchmark {
    private static final String[] NAMES = {"TV", "radio", "newspaper"};
    /** Of scikit-learn's LinearRegression on the same rows. */
    private static final double[] COEFFICIENTS = {0.0445839734, 0.1964970390, -0.0027814556};

    private List<String> command;

    /** Checks what it prints. */
    @Setup
    public void setUp() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String jar = System.getProperty("linreg.jar", "target/linreg-gpu.jar");
        command = List.of(java, "-jar", jar, "--device", "cpu", "--json");
        String printed = mainJob();
        double[] found = new double[NAMES.length];
        for (int j = 0; j < found.length; j++) {
            found[j] = number(printed, NAMES[j]);
        }
        Check.close("the model", found, COEFFICIENTS);
    }

    @Benchmark
    public String mainJob() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(new ArrayList<>(command))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(String.join(" ", command) + " failed; run it to see why");
        }
        return printed;
    }

    private static double number(String json, String name) {
        Matcher found = Pattern.compile('"' + name + "\" *: *(-?[0-9.eE+-]+)").matcher(json);
        if (!found.find()) {
            throw new IllegalStateException("no coefficient of " + name + " is printed");
        }
        return Double.parseDouble(found.group(1));
    }
}
