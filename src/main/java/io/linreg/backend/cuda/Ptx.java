package io.linreg.backend.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The kernels' PTX, one by one. The driver compiles whatever is in a module it loads: a kernel takes it some hundredths of a second,
 * all of them more than one, in every process of a machine that keeps no cache of compiled kernels, as containers seldom do.
 */
final class Ptx {
    private static final String RESOURCE = "/kernels/linreg.ptx";

    private static final String ENTRY = "\n.visible .entry ";
    private static final String END = "\n}\n";
    private static final String SHARED = "\n.weak .shared ";

    private final String version;
    private final Map<String, String> declarations = new LinkedHashMap<>();
    private final Map<String, String> entries = new LinkedHashMap<>();

    /**
     * Takes a module apart.
     *
     * @param text as clang writes it: version and target; a line for each array of shared memory, with the name of the function that
     *     has it; kernels, which call nothing
     */
    private Ptx(String text) {
        int begin = text.indexOf(".version");
        version = text.substring(begin, text.indexOf('\n', text.indexOf(".address_size", begin)) + 1);
        for (int at = text.indexOf(SHARED); at >= 0; at = text.indexOf(SHARED, at + 1)) {
            String line = text.substring(at + 1, text.indexOf('\n', at + 1) + 1);
            declarations.put(line.substring(line.lastIndexOf(' ') + 1, line.indexOf('[')), line);
        }
        for (int at = text.indexOf(ENTRY); at >= 0; at = text.indexOf(ENTRY, at + 1)) {
            String kernel = text.substring(at + 1, text.indexOf(END, at) + END.length());
            entries.put(kernel.substring(ENTRY.length() - 1, kernel.indexOf('(')), kernel);
        }
    }

    /** The PTX that this program comes with. */
    static Ptx shipped() {
        return Shipped.PTX;
    }

    private static final class Shipped {
        static final Ptx PTX = new Ptx(read());

        private static String read() {
            try (InputStream in = Ptx.class.getResourceAsStream(RESOURCE)) {
                return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The names of all kernels. */
    Set<String> kernels() {
        return entries.keySet();
    }

    /**
     * A module of one kernel.
     *
     * @throws IllegalArgumentException if there is no such kernel
     */
    String module(String kernel) {
        String entry = entries.get(kernel);
        if (entry == null) {
            throw new IllegalArgumentException("no kernel " + kernel);
        }
        StringBuilder module = new StringBuilder(version);
        declarations.forEach((array, line) -> module.append(entry.contains(array) ? line : ""));
        return module.append(entry).toString();
    }
}
