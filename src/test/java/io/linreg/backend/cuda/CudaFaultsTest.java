package io.linreg.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.linreg.backend.cuda.SimulatedDevice.Outcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Whichever call of the driver fails, training ends with the right models, and all that was allocated is freed. */
class CudaFaultsTest {
    private static final List<String> CASES = List.of(
            "gd FUSED 0 60 100000000 0 1",
            "gd FUSED 1 60 100000000 0 1",
            "gd FUSED 0 2100 100000000 0 1",
            "gd FUSED 1 2100 100000000 0 1",
            "gd GEMV 0 2100 100000000 0 1",
            "gd GEMV 1 60 100000000 0 1",
            "gd GRAM 0 60 100000000 0 1",
            "gd GRAM 1 60 100000000 0 1",
            "gd FUSED 0 400 40000 0 1", // too little memory for all rows
            "gd GEMV 1 400 40000 0 1",
            "gd GRAM 0 400 15000 0 1",
            "gd FUSED 0 60 100000000 0,1 1",
            "gd GRAM 0 60 100000000 0,1 1",
            "sgd FUSED 0 60 100000000 0 1",
            "sgd GEMV 1 60 100000000 0 1",
            "adam FUSED 0 60 100000000 0 1",
            "huber FUSED 0 60 100000000 0 1",
            "huber GEMV 1 60 100000000 0 1",
            "huber FUSED 0 200 20000 0 1",
            "gd FUSED 0 400 100000000 0 3",
            "gd FUSED 1 2100 100000000 0 3",
            "gd GEMV 0 2100 100000000 0 3",
            "gd GEMV 1 400 100000000 0 3",
            "gd GEMV 0 128 12000 0 2", // one after another
            "gd GRAM 0 60 100000000 0 3");

    private static Outcome run;

    /** All of them in one process: to start one for each would take longer than the training does. */
    @BeforeAll
    static void train() {
        run = SimulatedDevice.available()
                .run(Map.of("DEVICES", "2"), CudaFaultsProgram.class, CASES.toArray(String[]::new));
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void everyCallMayFail(String words) {
        assertThat(run.exitCode()).as(run.err()).isZero();
        List<String> printed = run.out().lines().toList();
        List<String> ofCase = printed.subList(printed.indexOf(words) + 1, printed.size()).stream()
                .takeWhile(line -> !CASES.contains(line))
                .toList();
        assertThat(ofCase).singleElement().asString().matches("\\d+ calls, \\d+ fallbacks");
    }
}
