package io.linreg.backend.cuda;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Builds the simulated driver and cuBLAS with g++, once for each state of their sources, and keeps them under target/.
 * The kernels in them are those of kernels/linreg.cu.
 */
final class SimulatedBuild {
    static final Path TARGET = Path.of("target", "simulated-cuda").toAbsolutePath();

    private static final Path SOURCES = Path.of("src", "test", "cuda").toAbsolutePath();
    private static final Path KERNELS = Path.of("kernels").toAbsolutePath();
    private static final Pattern KERNEL =
            Pattern.compile("__global__\\s+void\\s+(?:__launch_bounds__\\([^)]*\\)\\s*)?(\\w+)\\s*\\(");

    /** Not part of the driver's common object: what takes longest, and the other library. */
    private static final Set<String> SEPARATE = Set.of("simulated_kernels.cpp", "simulated_cublas.cpp");

    private static final List<String> COMPILE = List.of(
            "g++", "-std=c++20", "-O2", "-Wall", "-Wextra", "-Wno-missing-field-initializers", "-Wno-unknown-pragmas");
    /**
     * For this processor alone, as nobody else runs it. Short loops over a thread's arrays are unrolled, so that these stay in
     * registers; a product and a sum that stand apart are not made one, as exact.cu has it.
     */
    private static final List<String> COMPILE_KERNELS = List.of("-march=native", "-fpeel-loops", "-ffp-contract=off");

    private static final List<String> SHARED = List.of("-fPIC", "-shared", "-fvisibility=hidden");

    private SimulatedBuild() {}

    /**
     * The folder of the driver, which has cuBLAS in {@link #cublas}; nothing where this machine has no g++ for x86-64
     * Linux.
     */
    static synchronized Optional<Path> libraries() throws IOException, InterruptedException {
        if (!"amd64".equals(System.getProperty("os.arch")) || !gccWorks()) {
            return Optional.empty();
        }
        String kernels = kernels();
        Path folder = Files.createDirectories(TARGET.resolve(hash(kernels)));
        // Tests run in several JVMs: one of them builds, the others wait.
        try (FileChannel lock =
                        FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = lock.lock()) {
            if (held.isValid() && !Files.exists(cublas(folder, 13).resolve("libcublas.so.13"))) {
                build(folder, kernels);
            }
        }
        return Optional.of(folder);
    }

    /** Where cuBLAS of a major version, 12 or 13, lies among the libraries, with the library that it needs. */
    static Path cublas(Path libraries, int version) {
        return libraries.resolve("cublas" + version);
    }

    private static boolean gccWorks() throws InterruptedException {
        try {
            Process process = new ProcessBuilder("g++", "--version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static void build(Path folder, String kernels) throws IOException, InterruptedException {
        Files.writeString(folder.resolve("kernels.inc"), kernels);
        String include = "-I" + folder;
        // The kernels take longest; the rest is compiled beside them.
        Path kernelsObject = folder.resolve("kernels.o");
        List<String> compileKernels = new ArrayList<>(COMPILE);
        compileKernels.addAll(COMPILE_KERNELS);
        compileKernels.addAll(List.of("-fPIC", "-fvisibility=hidden", include, "-I" + SOURCES, "-I" + KERNELS));
        compileKernels.addAll(
                List.of("-c", SOURCES.resolve("simulated_kernels.cpp").toString(), "-o"));
        compileKernels.add(kernelsObject.toString());
        Running first = start(compileKernels, folder.resolve("kernels.log"));

        Path cublasObject = folder.resolve("cublas.o");
        List<String> compileCublas = new ArrayList<>(COMPILE);
        compileCublas.addAll(List.of("-fPIC", "-fvisibility=hidden", "-c", "-o", cublasObject.toString()));
        compileCublas.add(SOURCES.resolve("simulated_cublas.cpp").toString());

        List<String> driver = new ArrayList<>(COMPILE);
        driver.addAll(List.of("-fPIC", "-fvisibility=hidden", "-r", "-o", folder + "/driver.o"));
        for (Path source : sources(SOURCES, ".cpp")) {
            String name = source.getFileName().toString();
            if (name.startsWith("simulated_") && !SEPARATE.contains(name)) {
                driver.add(source.toString());
            }
        }
        start(driver, folder.resolve("driver.log")).await();
        start(compileCublas, folder.resolve("cublas.log")).await();
        first.await();

        Path cuda = folder.resolve("libcuda.so.1");
        link(folder, cuda, List.of(folder + "/driver.o", kernelsObject.toString()));
        for (int version : List.of(12, 13)) {
            linkCublas(cublas(folder, version), version, List.of(cublasObject.toString(), cuda.toString()));
        }
    }

    /** The same code in either version: what tells them apart are its name and the version of its symbols. */
    private static void linkCublas(Path folder, int version, List<String> inputs)
            throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Path light = folder.resolve("libcublasLt.so." + version);
        link(folder, light, List.of("-x", "c", "/dev/null")); // nothing of it is called, but it must be there
        Path symbols = folder.resolve("symbols.map");
        Files.writeString(symbols, "libcublas.so." + version + " { global: cublas*; local: *; };\n");
        List<String> all = new ArrayList<>(inputs);
        all.addAll(List.of("-Wl,--no-as-needed", light.toString(), "-Wl,--version-script=" + symbols));
        link(folder, folder.resolve("libcublas.so." + version), all);
    }

    /** Written beside, then moved: a build that was cut off leaves no library. */
    private static void link(Path folder, Path library, List<String> inputs) throws IOException, InterruptedException {
        Path draft = Path.of(library + ".draft");
        List<String> command = new ArrayList<>(COMPILE);
        command.addAll(SHARED);
        command.addAll(inputs);
        command.addAll(List.of("-Wl,-soname," + library.getFileName(), "-o", draft.toString()));
        start(command, folder.resolve(library.getFileName() + ".log")).await();
        Files.move(draft, library, StandardCopyOption.ATOMIC_MOVE);
    }

    /** What simulated_kernels.cpp includes. Macros make most of the kernels, so their names are read behind them. */
    private static String kernels() throws IOException, InterruptedException {
        Path module = KERNELS.resolve("linreg.cu");
        Path expanded = Files.createTempFile("linreg", ".ii");
        try {
            start(List.of("g++", "-E", "-P", "-x", "c++", module.toString()), expanded)
                    .await();
            StringBuilder text = new StringBuilder("#include \"emulator.h\"\n#include \"linreg.cu\"\n#define KERNELS");
            Matcher kernel = KERNEL.matcher(Files.readString(expanded));
            while (kernel.find()) {
                text.append(" KERNEL(").append(kernel.group(1)).append(')');
            }
            return text.append('\n').toString();
        } finally {
            Files.delete(expanded);
        }
    }

    private static String hash(String kernels) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(("" + COMPILE + COMPILE_KERNELS + kernels).getBytes(StandardCharsets.UTF_8));
            for (Path folder : List.of(SOURCES, KERNELS)) {
                for (Path source : sources(folder, "")) {
                    digest.update(Files.readAllBytes(source));
                }
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Path> sources(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(
                            file -> Files.isRegularFile(file) && file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    private record Running(Process process, List<String> command, Path log) {
        void await() throws IOException, InterruptedException {
            if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException(String.join(" ", command) + "\n" + Files.readString(log));
            }
        }
    }

    private static Running start(List<String> command, Path log) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new Running(process, command, log);
    }
}
