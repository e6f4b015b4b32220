package io.linreg.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The Python of bench/gpu, which runs on machines with a GPU, as far as it runs without one. */
class GpuKitTest {
    private static final Path KIT = Path.of("bench", "gpu");

    @BeforeAll
    static void needPython() throws Exception {
        assumeTrue(
                Tool.isThere("python3")
                        && Tool.run("python3", "-c", "import sys; sys.exit(sys.version_info < (3, 10))")
                                        .status()
                                == 0,
                "SKIPPED: the kit's tests need python3, 3.10 or later");
    }

    @Test
    void itsOwnTestsPass() throws Exception {
        Tool.Outcome tests =
                Tool.run("python3", "-B", KIT.resolve("test_kit.py").toString());

        assertThat(tests.status()).as(tests.output()).isZero();
        assertThat(tests.output()).containsPattern("Ran \\d+ tests").contains("OK");
    }

    @Test
    void everyPeerIsAProgramThatPythonCanRead() throws Exception {
        List<Path> peers = peers();
        assertThat(peers).hasSizeGreaterThanOrEqualTo(4);
        for (Path peer : peers) {
            Tool.Outcome read =
                    Tool.run("python3", "-B", "-c", "import ast, sys; ast.parse(open(sys.argv[1]).read())", "" + peer);
            assertThat(read.status()).as(read.output()).isZero();
        }
    }

    private static List<Path> peers() throws IOException {
        try (Stream<Path> files = Files.list(KIT.resolve("peers"))) {
            return files.filter(file -> file.toString().endsWith(".py")).toList();
        }
    }
}
