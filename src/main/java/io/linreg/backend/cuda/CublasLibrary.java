package io.linreg.backend.cuda;

import io.linreg.base.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * NVIDIA's cuBLAS, and JCuda's bridge to it. The bridge is made for cuBLAS 12; where there is only 13, it is changed to
 * ask for that: see {@link Rebinding}.
 */
final class CublasLibrary {
    private static final List<Integer> VERSIONS = List.of(12, 13);

    /** What is called of it, by the names that it has in the library. */
    private static final List<String> FUNCTIONS = List.of(
            "cublasCreate_v2",
            "cublasDestroy_v2",
            "cublasSetStream_v2",
            "cublasSetWorkspace_v2",
            "cublasSgemv_v2",
            "cublasDgemv_v2",
            "cublasSgemm_v2",
            "cublasDgemm_v2");

    private static boolean tried;
    private static Path loaded;
    private static String problem;

    private CublasLibrary() {}

    /** Whether cuBLAS is there; the first call loads it. */
    static synchronized boolean isUsable() {
        if (!tried) {
            tried = true;
            load();
        }
        return loaded != null;
    }

    /** Where it is; or why it is not usable, and what to do. */
    static synchronized String detail() {
        return isUsable() ? loaded.toString() : problem;
    }

    private static void load() {
        List<String> failures = new ArrayList<>();
        for (int version : VERSIONS) {
            String name = "libcublas.so." + version;
            for (Path library : paths(name)) {
                try {
                    load(library, version);
                    loaded = library;
                    return;
                } catch (IOException | LinkageError e) {
                    failures.add(library + " does not load: " + Text.reason(e));
                }
            }
        }
        problem = failures.isEmpty()
                ? "not found (libcublas.so.12 or .13); install the CUDA toolkit or set LD_LIBRARY_PATH"
                : failures.get(0);
    }

    private static List<Path> paths(String name) {
        try (Stream<Path> found = NativeLibraries.find(name)) {
            return found.toList();
        }
    }

    private static void load(Path library, int version) throws IOException {
        SharedLibrary.check(library, "libcublas.so." + version, FUNCTIONS);
        loadWhatItNeeds(library, "libcublasLt.so." + version);
        System.load(library.toString()); // from now on the loader knows it by its name, wherever it lies
        UnaryOperator<byte[]> edit = version == 12
                ? UnaryOperator.identity()
                : bridge -> Rebinding.rebind(bridge, "libcublas.so.12", "libcublas.so." + version);
        Bridge.load("JCublas2", edit, "jcuda.jcublas.JCublas2");
    }

    /** It may not be where the loader would find it; and what the loader finds may be broken. */
    private static void loadWhatItNeeds(Path library, String name) throws IOException {
        IOException problem = new IOException(name + ", which it needs, is not found");
        Path beside = library.resolveSibling(name);
        Stream<Path> candidates = Stream.concat(Stream.of(beside).filter(Files::exists), paths(name).stream());
        for (Path candidate : candidates.distinct().toList()) {
            try {
                SharedLibrary.check(candidate, name, List.of());
                System.load(candidate.toString());
                return;
            } catch (IOException | LinkageError e) {
                problem = new IOException(name + ", which it needs: " + Text.reason(e), e);
            }
        }
        throw problem;
    }
}
