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
 * Runs the CUDA kernels on the CPU against plain sums (src/test/cuda/kernels_test.cpp). A missing barrier shows only in some orders
 * of a block's threads, so in three of them; what g++'s sanitizers look for, addresses above all, does not depend on the order, so
 * one of them is under these, which take four times as long.
 */
class KernelsTest {
    private static final List<String> SANITIZERS =
            List.of("-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-Wall", "-Wextra", "-Werror");

    @Test
    void equalPlainSumsInEveryOrderOfThreads() throws Exception {
        assumeTrue(Tool.isThere("g++"), "g++ is missing: the CUDA kernels are not tested");
        List<Tool.Running> runs = new ArrayList<>();
        runs.add(Tool.start(Map.of("EMU_ORDER", "forward"), compiled("sanitized", SANITIZERS)));
        String plain = compiled("plain", List.of());
        runs.add(Tool.start(Map.of("EMU_ORDER", "reverse"), plain));
        runs.add(Tool.start(Map.of("EMU_ORDER", "shuffled"), plain));
        SoftAssertions outcomes = new SoftAssertions();
        for (int i = 0; i < runs.size(); i++) {
            Tool.Outcome outcome = runs.get(i).await();
            outcomes.assertThat(outcome.status()).as(outcome.output()).isZero();
        }
        outcomes.assertAll();
    }

    private static String compiled(String name, List<String> options) throws Exception {
        Path program = Path.of("target", "kernels-test", name);
        Files.createDirectories(program.getParent());
        List<String> command = new ArrayList<>(List.of("g++", "-std=c++20", "-O1"));
        command.addAll(options);
        command.addAll(List.of("-Wno-unknown-pragmas", "-o", program.toString(), "src/test/cuda/kernels_test.cpp"));
        Tool.Outcome outcome = Tool.run(command.toArray(String[]::new));
        assertThat(outcome.status()).as(outcome.output()).isZero();
        return program.toString();
    }
}
