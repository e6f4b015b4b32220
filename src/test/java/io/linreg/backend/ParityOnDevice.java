package io.linreg.backend;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.linreg.data.Precision;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/**
 * Runs the parity suite on a CUDA device, real or simulated, or on this JVM's vectors: a number or {@value
 * LeastSquaresParityTest#VECTORS} is the argument.
 */
public final class ParityOnDevice {
    private ParityOnDevice() {}

    public static void main(String[] args) {
        System.setProperty(LeastSquaresParityTest.DEVICE, args[0]);
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(LeastSquaresParityTest.class))
                                .build(),
                        summary);
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        if (args[0].equals(LeastSquaresParityTest.VECTORS)) {
            out.println(Kernels.vectors(Precision.FLOAT).describe());
        }
        summary.getSummary().printFailuresTo(out, 5);
        out.println(summary.getSummary().getTestsSucceededCount() + " passed, "
                + summary.getSummary().getTotalFailureCount() + " failed");
        System.exit(summary.getSummary().getTotalFailureCount() == 0 ? 0 : 1);
    }
}
