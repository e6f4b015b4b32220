package io.linreg.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/**
 * Runs the CUDA kernels on the CPU, under g++'s sanitizers, against plain sums (src/test/cuda/kernels_test.cpp): a missing
 * barrier shows only in some orders of a block's threads, so in three of them.
 */
class KernelsTest {
    private static final List<String> ORDERS = List.of("forward", "reverse", "shuffled");

    @Test
    void equalPlainSumsInEveryOrderOfThreads() throws Exception {
        assumeTrue(Tool.isThere("g++"), "g++ is missing: the CUDA kernels are not tested");
        Path program = Path.of("target", "kernels-test", "kernels_test");
        Files.createDirectories(program.getParent());
        Tool.Outcome compiled = Tool.run(
                "g++",
                "-std=c++20",
                "-O1",
                "-g",
                "-fsanitize=address,undefined",
                "-fno-sanitize-recover=all",
                "-Wall",
                "-Wextra",
                "-Werror",
                "-Wno-unknown-pragmas",
                "-o",
                program.toString(),
                "src/test/cuda/kernels_test.cpp");
        assertThat(compiled.status()).as(compiled.output()).isZero();

        List<Tool.Running> runs = new ArrayList<>();
        for (String order : ORDERS) {
            runs.add(Tool.start(Map.of("EMU_ORDER", order), program.toString()));
        }
        SoftAssertions outcomes = new SoftAssertions();
        for (int i = 0; i < runs.size(); i++) {
            Tool.Outcome outcome = runs.get(i).await();
            outcomes.assertThat(outcome.status())
                    .as(ORDERS.get(i) + ": " + outcome.output())
                    .isZero();
        }
        outcomes.assertAll();
    }
}
