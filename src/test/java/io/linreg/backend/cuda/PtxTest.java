package io.linreg.backend.cuda;

import static jcuda.nvptxcompiler.JNvPTXCompiler.nvPTXCompilerCompile;
import static jcuda.nvptxcompiler.JNvPTXCompiler.nvPTXCompilerCreate;
import static jcuda.nvptxcompiler.JNvPTXCompiler.nvPTXCompilerDestroy;
import static jcuda.nvptxcompiler.JNvPTXCompiler.nvPTXCompilerGetErrorLog;
import static jcuda.nvptxcompiler.JNvPTXCompiler.nvPTXCompilerGetErrorLogSize;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jcuda.nvptxcompiler.nvPTXCompileResult;
import jcuda.nvptxcompiler.nvPTXCompilerHandle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The PTX in the jar: built from the kernels' sources as they are, whole, and good for every device. */
class PtxTest {
    private static final Path SOURCES = Path.of("kernels");
    private static final Path PTX = Path.of("src", "main", "resources", "kernels", "linreg.ptx");
    private static final Pattern PROPERTIES = Pattern.compile("Function properties for (\\w+)\\n(.*)");
    private static final Pattern NOTHING =
            Pattern.compile("[^0-9]*0 bytes stack frame, 0 bytes spill stores, 0 bytes spill loads\\s*");

    @TempDir
    private Path folder;

    private static String stamp(String key) throws IOException {
        String prefix = "// " + key + ": ";
        try (Stream<String> lines = Files.lines(PTX)) {
            return lines.limit(2)
                    .filter(line -> line.startsWith(prefix))
                    .findFirst()
                    .orElseThrow()
                    .substring(prefix.length());
        }
    }

    private static Stream<String> kernels() {
        Stream<String> ofBothPrecisions = Stream.of(
                        "fused_t1k1",
                        "fused_t2k1",
                        "fused_t4k1",
                        "fused_t8k1",
                        "fused_t16k1",
                        "fused_t32k1",
                        "fused_t32k2",
                        "fused_t32k4",
                        "fused_t32k8",
                        "fused_wide",
                        "fused4_t1k1",
                        "fused4_t2k1",
                        "fused4_t4k1",
                        "fused4_t8k1",
                        "fused4_t16k1",
                        "fused4_t32k1",
                        "residual",
                        "residual4",
                        "clip",
                        "gradient",
                        "gradient4",
                        "descend",
                        "gram",
                        "sums",
                        "unpack",
                        "read",
                        "walk",
                        "norms")
                .flatMap(name -> Stream.of(name + "_f32", name + "_f64"));
        return Stream.concat(ofBothPrecisions, Stream.of("fold", "step", "narrow", "exact", "exact_add"));
    }

    @Test
    void isBuiltFromTheSourcesAsTheyAre() throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        List<Path> sources;
        try (Stream<Path> files = Files.list(SOURCES)) {
            sources = files.filter(file -> file.toString().matches(".*\\.(cu|cuh|h)"))
                    .sorted()
                    .toList();
        }
        for (Path source : sources) {
            digest.update(Files.readAllBytes(source));
        }
        assertThat(stamp("sources"))
                .as("the kernels have changed since the PTX was built: run make -C kernels")
                .isEqualTo("SHA-256 " + HexFormat.of().formatHex(digest.digest()));
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void hasTheKernel(String name) throws Exception {
        assertThat(Files.readString(PTX)).contains(".visible .entry " + name + "(");
    }

    /** An assembler may fuse a product with a sum, and lose what the sum would have told of it, unless its rounding is named. */
    @Test
    void productsInDoubleDoubleStayProducts() throws Exception {
        String ptx = Files.readString(PTX);
        int begin = ptx.indexOf(".entry exact(");
        String kernel = ptx.substring(begin, ptx.indexOf("\n}", begin));
        assertThat(kernel).contains("mul.rn.f64", "fma.rn.f64").doesNotContain("mul.f64");
    }

    @Test
    void needsNoNewDriver() throws Exception {
        assertThat(Files.readString(PTX)).contains("\n.version 6.3\n.target sm_60\n");
    }

    @Test
    void isTheSameWhenBuiltAgain() throws Exception {
        assumeTrue(Tool.isThere("clang-19"), "clang-19 is missing: whether the PTX can be built again is not tested");
        assumeTrue(Tool.isThere("make"), "make is missing: whether the PTX can be built again is not tested");
        String version = Tool.run("clang-19", "-dumpversion").output().strip();
        assumeTrue(
                stamp("compiler").equals("clang " + version),
                "clang " + version + " is not the one that built the PTX, " + stamp("compiler"));
        Path again = folder.resolve("again.ptx");
        Tool.Outcome made = Tool.run("make", "-C", "kernels", "PTX=" + again, "BUILD=" + folder);
        assertThat(made.status()).as(made.output()).isZero();
        assertThat(again).hasSameBinaryContentAs(PTX);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sm_75", "sm_80", "sm_86", "sm_90", "sm_100", "sm_120"})
    void isAssembledByTheToolkitWithoutSpills(String device) throws Exception {
        assumeTrue(Tool.isThere("ptxas"), "ptxas is missing: the PTX is assembled by JCuda's compiler alone");
        Tool.Outcome assembled = Tool.run(
                "ptxas",
                "-v",
                "-arch=" + device,
                PTX.toString(),
                "-o",
                folder.resolve("linreg.cubin").toString());
        assumeFalse(
                assembled.output().contains("is not defined for option 'gpu-name'"), "this ptxas knows no " + device);
        assertThat(assembled.status()).as(assembled.output()).isZero();
        assertNothingSpilled(assembled.output());
    }

    @Test
    void kernelsAreTakenFromIt() {
        assertThat(Ptx.shipped().kernels())
                .containsExactlyInAnyOrderElementsOf(kernels().toList());
        assertThat(Ptx.shipped().module("fused_wide_f32"))
                .startsWith(".version 6.3\n.target sm_60\n.address_size 64\n")
                .containsOnlyOnce(".entry")
                .contains("held[32768];", "products[512];")
                .doesNotContain("residuals[");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ptx.shipped().module("fused"))
                .withMessage("no kernel fused");
    }

    /** Kernel by kernel, as the driver gets them. */
    @ParameterizedTest
    @ValueSource(strings = {"sm_60", "sm_90"}) // the toolkit takes no sm_60 any more
    void isAssembledByTheCompilerThatComesWithJCuda(String device) throws Exception {
        assumeTrue(
                "Linux".equals(System.getProperty("os.name")) && "amd64".equals(System.getProperty("os.arch")),
                "JCuda's PTX compiler is here for Linux on x86-64 alone");
        Ptx ptx = Ptx.shipped();
        for (String kernel : ptx.kernels()) {
            assemble(kernel, ptx.module(kernel).getBytes(StandardCharsets.US_ASCII), device);
        }
    }

    private static void assemble(String kernel, byte[] module, String device) {
        nvPTXCompilerHandle compiler = new nvPTXCompilerHandle();
        assertThat(nvPTXCompilerCreate(compiler, module.length, Arrays.copyOf(module, module.length + 1)))
                .isEqualTo(nvPTXCompileResult.NVPTXCOMPILE_SUCCESS);
        try {
            String[] options = {"--gpu-name=" + device};
            int result = nvPTXCompilerCompile(compiler, options.length, options);
            assertThat(result).as(kernel + ": " + errors(compiler)).isEqualTo(nvPTXCompileResult.NVPTXCOMPILE_SUCCESS);
        } finally {
            nvPTXCompilerDestroy(compiler);
        }
    }

    private static String errors(nvPTXCompilerHandle compiler) {
        long[] size = new long[1];
        nvPTXCompilerGetErrorLogSize(compiler, size);
        byte[] log = new byte[(int) size[0] + 1];
        nvPTXCompilerGetErrorLog(compiler, log);
        return new String(log, StandardCharsets.UTF_8).strip();
    }

    /** Reads what the assembler says of each kernel: registers that did not suffice show as memory. */
    private static void assertNothingSpilled(String report) {
        List<String> kernels = new ArrayList<>();
        List<String> spilling = new ArrayList<>();
        Matcher lines = PROPERTIES.matcher(report);
        while (lines.find()) {
            kernels.add(lines.group(1));
            if (!NOTHING.matcher(lines.group(2)).matches()) {
                spilling.add(lines.group(1) + ": " + lines.group(2).strip());
            }
        }
        assertThat(spilling).isEmpty();
        assertThat(kernels).containsExactlyInAnyOrderElementsOf(kernels().toList());
    }
}
