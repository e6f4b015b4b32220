package io.linreg.backend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What Java does not tell of the processor. */
final class Processor {
    private static final Path ON_LINUX = Path.of("/proc/cpuinfo");

    /** A variable of Windows. */
    private static final String IDENTIFIER = "PROCESSOR_IDENTIFIER";

    private static final String INTEL = "GenuineIntel";

    private Processor() {}

    /** Whether it is one of Intel's, as far as the system tells. */
    static boolean isIntel() {
        if (!Files.isReadable(ON_LINUX)) {
            return System.getenv().getOrDefault(IDENTIFIER, "").contains(INTEL);
        }
        try (Stream<String> lines = Files.lines(ON_LINUX)) {
            return isIntel(lines);
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether a description of processors, as Linux gives it, says so. */
    static boolean isIntel(Stream<String> lines) {
        return lines.anyMatch(line -> line.startsWith("vendor_id") && line.endsWith(INTEL));
    }
}
