package io.linreg.backend;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.linreg.data.Precision;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/**
 * Runs the parity suite on a CUDA device, real or simulated, or on this JVM's vectors: a number or {@value
 * LeastSquaresParityTest#VECTORS} is the argument. A second argument, rows, has the suite of what takes rows run instead;
 * targets, that of several targets.
 */
public final class ParityOnDevice {
    private ParityOnDevice() {}

    public static void main(String[] args) {
        System.setProperty(LeastSquaresParityTest.DEVICE, args[0]);
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        Counts counts = new Counts();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(suite(args.length > 1 ? args[1] : "")))
                                .build(),
                        summary,
                        counts);
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        if (args[0].equals(LeastSquaresParityTest.VECTORS)) {
            out.println(Kernels.vectors(Precision.FLOAT).describe());
        }
        summary.getSummary().printFailuresTo(out, 5);
        counts.byName.forEach((name, of) -> out.println(name + ": " + of[0] + " passed, " + of[1] + " failed"));
        out.println(summary.getSummary().getTestsSucceededCount() + " passed, "
                + summary.getSummary().getTotalFailureCount() + " failed");
        System.exit(summary.getSummary().getTotalFailureCount() == 0 ? 0 : 1);
    }

    private static Class<?> suite(String name) {
        return switch (name) {
            case "" -> LeastSquaresParityTest.class;
            case "rows" -> RowsParityTest.class;
            case "targets" -> JointParityTest.class;
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** Passed and failed, for each implementation and precision. */
    private static final class Counts implements TestExecutionListener {
        private static final Pattern CASE = Pattern.compile("\\[\\d+\\] (?:\\w+ ?= ?)?(.+) \\d+ x \\d+ (\\w+)");

        private final Map<String, int[]> byName = new TreeMap<>();

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            Matcher name = CASE.matcher(test.getDisplayName());
            if (test.isTest() && name.matches()) {
                int outcome = result.getStatus() == TestExecutionResult.Status.SUCCESSFUL ? 0 : 1;
                byName.computeIfAbsent(name.group(1) + " " + name.group(2), key -> new int[2])[outcome]++;
            }
        }
    }
}
