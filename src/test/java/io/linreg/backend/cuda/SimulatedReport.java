package io.linreg.backend.cuda;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the simulated driver saw of a run.
 *
 * @param calls the calls made after cuInit, those of cuBLAS included
 * @param alive what was made and never given back, by kind: contexts, device (allocations), pinned, streams, events,
 *     modules, graphs, executables (graphs), cublas (handles); empty where nothing is left
 * @param refused why calls were refused, which a right program gives no reason for
 */
record SimulatedReport(long calls, Map<String, Long> alive, List<String> refused) {
    /** Throws {@link IOException} where there is no report: the driver was never loaded, or the process was killed. */
    static SimulatedReport read(Path file) throws IOException {
        long calls = 0;
        Map<String, Long> alive = new TreeMap<>();
        List<String> refused = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            int space = line.indexOf(' ');
            String key = line.substring(0, space);
            String value = line.substring(space + 1);
            if (key.equals("refused")) {
                refused.add(value);
            } else if (key.equals("calls")) {
                calls = Long.parseLong(value);
            } else if (Long.parseLong(value) != 0) {
                alive.put(key, Long.parseLong(value));
            }
        }
        return new SimulatedReport(calls, alive, refused);
    }
}
