package io.linreg.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Runs the CUDA kernels on the CPU against plain sums (src/test/cuda/kernels_test.cpp). A missing barrier shows only in some orders
 * of a block's threads, so in three of them; what g++'s sanitizers look for, addresses above all, does not depend on the order, so
 * one of them is under these, which take three times as long.
 */
class KernelsTest {
    /** Compiling takes longer than running: so few of the optimizer's passes, and lines to name but no variables. */
    private static final List<String> SANITIZERS = List.of(
            "-Og", "-g1", "-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-Wall", "-Wextra", "-Werror");

    @Test
    void equalPlainSumsInEveryOrderOfThreads() throws Exception {
        assumeTrue(Tool.isThere("g++"), "g++ is missing: the CUDA kernels are not tested");
        Tool.Running sanitized = Tool.start(Map.of(), compiled("sanitized", SANITIZERS));
        Tool.Outcome plain = Tool.run(compiled("plain", List.of("-O1")));
        assertThat(plain.status()).as(plain.output()).isZero();
        Tool.Outcome outcome = sanitized.await();
        assertThat(outcome.status()).as(outcome.output()).isZero();
    }

    private static String compiled(String name, List<String> options) throws Exception {
        Path program = Path.of("target", "kernels-test", name);
        Files.createDirectories(program.getParent());
        List<String> command = new ArrayList<>(List.of("g++", "-std=c++20"));
        command.addAll(options);
        command.addAll(List.of("-Wno-unknown-pragmas", "-o", program.toString(), "src/test/cuda/kernels_test.cpp"));
        Tool.Outcome outcome = Tool.run(command.toArray(String[]::new));
        assertThat(outcome.status()).as(outcome.output()).isZero();
        return program.toString();
    }
}
