package io.linreg.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.linreg.backend.cuda.SimulatedDevice.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows that are streamed past the simulated device. */
class CudaStreamTest {
    private static SimulatedDevice.Shell shell;

    @BeforeAll
    static void build() {
        shell = SimulatedDevice.available().shell();
    }

    @AfterAll
    static void end() {
        if (shell != null) {
            shell.close();
        }
    }

    private static double number(String json, String key) {
        Matcher found = Pattern.compile("\"" + key + "\" : ([-+.\\dE]+)").matcher(json);
        assertThat(found.find()).as(key + " in " + json).isTrue();
        return Double.parseDouble(found.group(1));
    }

    @ParameterizedTest
    @CsvSource({
        "--gradient gram, float, 1e-4",
        "--gradient gram, double, 1e-9",
        "--gradient fused --epochs 8, double, 1e-9",
        "--gradient gemv --epochs 8, float, 1e-3",
        "--solver normal --summary, double, 1e-9",
        "--cv 3 --alphas 10, double, 1e-6"
    })
    void theirModelIsThatOfTheCpu(String options, String precision, double percent) {
        List<String> words = new ArrayList<>(List.of(options.split(" ")));
        words.addAll(List.of("--stream", "--precision", precision, "--json", "--no-fallback", "--device", "cpu"));
        Outcome cpu = shell.cli(Map.of(), words.toArray(String[]::new));
        words.set(words.size() - 1, "0");
        Outcome cuda = shell.cli(Map.of(), words.toArray(String[]::new));

        assertThat(cuda.exitCode()).as(cuda.err()).isZero();
        assertThat(cuda.out()).contains("\"kind\" : \"cuda\"", "\"streamed\" : true");
        for (String key : List.of("TV", "radio", "newspaper", "intercept", "final")) {
            assertThat(number(cuda.out(), key))
                    .as(key)
                    .isCloseTo(number(cpu.out(), key), Percentage.withPercentage(percent));
        }
        assertThat(cuda.seen().refused()).isEmpty();
        assertThat(cuda.seen().alive()).isEmpty();
    }

    @Test
    void aDeviceThatFailsWhileRowsAreReadLeavesThemToTheCpu() {
        String[] options = {"--stream", "--gradient", "gram", "--device", "0", "--json"};
        Outcome run = shell.cli(Map.of("FAIL_AT", "cuLaunchKernel:2"), options);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("going on on the CPU");
        assertThat(number(run.out(), "TV")).isCloseTo(0.0439102, Percentage.withPercentage(1e-3));
        assertThat(run.seen().alive()).isEmpty();
    }
}
