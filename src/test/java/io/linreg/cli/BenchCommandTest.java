package io.linreg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchCommandTest {
    private static final Map<String, String> SMALL =
            Map.of("--rows", "500", "--features", "4", "--epochs", "5", "--device", "cpu");

    /** With other values of these options, and with more of them. */
    private static Shell small(String... more) {
        List<String> args = new ArrayList<>(List.of("bench"));
        SMALL.forEach((option, value) -> {
            if (!List.of(more).contains(option)) {
                args.addAll(List.of(option, value));
            }
        });
        args.addAll(List.of(more));
        return Shell.run(args.toArray(String[]::new));
    }

    @Test
    void jsonHasTheKeysThatProgramsRelyOn() {
        Shell run = small("--json");

        assertThat(run.err()).isEmpty();
        assertThat(run.exit()).isZero();
        assertThat(run.json().keySet())
                .containsExactly(
                        "rows",
                        "features",
                        "epochs",
                        "device",
                        "gradient",
                        "precision",
                        "answer_error",
                        "seconds",
                        "seconds_per_epoch",
                        "epochs_per_second",
                        "rows_per_second",
                        "gigabytes_per_second",
                        "read_gigabytes_per_second",
                        "share_of_read_bandwidth");
        assertThat(((Map<?, ?>) run.json("seconds")).keySet()).hasToString("[generate, upload, train]");
        assertThat(((Map<?, ?>) run.json("device")).keySet()).hasToString("[kind, name, index, description]");
        assertThat(run.json("gradient")).isEqualTo("fused");
        assertThat(run.json("precision")).isEqualTo("float");
        assertThat(run.number("rows")).isEqualTo(500);
        assertThat(run.number("answer_error")).isLessThan(1e-6);
        assertThat(run.number("seconds_per_epoch")).isEqualTo(run.number("seconds", "train") / 5);
    }

    @Test
    void severalTargetsAreTrainedAtTheSameTime() {
        Shell run = small("--targets", "3", "--json");

        assertThat(run.err()).isEmpty();
        assertThat(run.number("targets")).isEqualTo(3);
        assertThat(run.number("answer_error")).isLessThan(1e-6);
        assertThat(small("--targets", "2").out()).contains("500 rows, 4 features, 2 targets, float");
        assertThat(small("--targets", "2", "--rows", "40").err()).contains("one after another");
        assertThat(small("--targets", "2", "--gradient", "gram").exit()).isEqualTo(2);
        assertThat(small("--targets", "0").exit()).isEqualTo(2);
    }

    @Test
    void severalGradientsAreSeveralRunsOnTheSameData() {
        Shell run = small("--gradient", "fused,gram", "--precision", "double", "--json");

        assertThat((List<?>) run.json("runs"))
                .extracting(r -> ((Map<?, ?>) r).get("gradient"))
                .hasToString("[fused, gram]");
    }

    @Test
    void peopleGetATable() {
        Shell run = small("--gradient", "fused,gram");

        assertThat(run.out())
                .contains("500 rows, 4 features, float")
                .containsPattern("gradient +fused +gram")
                .containsPattern("error of the answer +\\d\\.\\de-\\d+ +\\d\\.\\de-\\d+")
                .containsPattern("plain reading, GB/s +\\S+ +\\S+")
                .containsPattern("share of reading +\\S+ +\\S+");
    }

    @ParameterizedTest
    @CsvSource({
        "--rows, 0",
        "--rows, 19",
        "--rows, many",
        "--features, 0",
        "--features, 10001",
        "--epochs, 0",
        "--epochs, 1e3",
        "--gradient, newton",
        "--precision, half",
        "--device, gpu"
    })
    void wrongOptionsAreWrongUsage(String option, String value) {
        Shell run = small(option, value);

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .startsWith("error: ")
                .doesNotContain("once");
    }

    @Test
    void tooFewRowsForTheFeaturesAreExplained() {
        assertThat(small("--rows", "19").err()).contains("rows must be from 20", "four for each parameter");
    }

    @Test
    void whatTheHeapCannotHoldIsAnErrorThatNamesTheSize() {
        Shell run = small("--rows", "1000000000000", "--features", "1000");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err().lines()).singleElement().asString().contains("4036000", "-Xmx");
    }

    @Test
    void aDeviceThatIsNotThereIsAnErrorAndNotAnotherDevicesTime() {
        Shell run = small("--device", "9999");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines()).singleElement().asString().startsWith("error: CUDA device 9999");
    }
}
