package io.linreg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.linreg.model.LinearModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictCommandTest {
    @TempDir
    private Path folder;

    private String model;

    @BeforeEach
    void train() {
        model = folder.resolve("model.json").toString();
        assertThat(Shell.run("-q", "--model", model).exit()).isZero();
    }

    @Test
    void predictsBitForBitWhatTheModelInMemoryDoes() {
        Shell run = Shell.runWithInput(
                "TV,radio,newspaper\n230.1,37.8,69.2\n44.5,39.3,45.1\n", "predict", "--model", model, "-");

        LinearModel loaded = LinearModel.load(Path.of(model));
        assertThat(run.exit()).isZero();
        assertThat(run.out().lines())
                .containsExactly(
                        "prediction",
                        Double.toString(loaded.predict(new double[] {230.1, 37.8, 69.2})),
                        Double.toString(loaded.predict(new double[] {44.5, 39.3, 45.1})));
    }

    @Test
    void findsColumnsByNameInAnyOrder() {
        String straight = Shell.runWithInput("TV,radio,newspaper\n1,2,3\n", "predict", "--model", model, "-")
                .out();
        String shuffled = Shell.runWithInput("x,newspaper,TV,radio\nword,3,1,2\n", "predict", "--model", model, "-")
                .out();

        assertThat(shuffled).isEqualTo(straight);
    }

    @Test
    void namesAMissingColumn() {
        Shell run = Shell.runWithInput("TV,newspaper\n1,2\n", "predict", "--model", model, "-");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines()).singleElement().asString().contains("standard input: ", "\"radio\"");
    }

    @Test
    void appendsToTheInputsColumns() {
        Shell run = Shell.runWithInput(
                "name,TV,radio,newspaper\n\"Smith, \"\"J.\"\"\",1,2,3\n", "predict", "--model", model, "-", "--append");

        List<String> lines = run.out().lines().toList();
        assertThat(lines.get(0)).isEqualTo("name,TV,radio,newspaper,prediction");
        assertThat(lines.get(1)).startsWith("\"Smith, \"\"J.\"\"\",1,2,3,3.4");
    }

    @Test
    void refusesToAppendASecondColumnOfTheName() {
        Shell run = Shell.runWithInput(
                "TV,radio,newspaper,prediction\n1,2,3,4\n", "predict", "--model", model, "-", "--append");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("\"prediction\"");
    }

    @Test
    void aBadRowLeavesTheOldOutputWhole() throws IOException {
        Path output = Files.writeString(folder.resolve("out.csv"), "precious\n");
        Shell run = Shell.runWithInput(
                "TV,radio,newspaper\n1,2,3\n1,oops,3\n",
                "predict",
                "--model",
                model,
                "-",
                "--output",
                output.toString());

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err())
                .contains("standard input, line 3, column \"radio\"", "\"oops\"")
                .doesNotContain("--drop"); // which predict has not
        assertThat(output).hasContent("precious\n");
        try (var files = Files.list(folder)) {
            assertThat(files.map(Path::getFileName).map(Path::toString))
                    .containsExactlyInAnyOrder("model.json", "out.csv");
        }
    }

    @Test
    void evaluateAgreesWithTraining() {
        Shell training = Shell.run("--test-size", "0", "--json", "--model", model);
        Path data = Path.of("data", "advertising.csv");
        Shell evaluation = Shell.run("evaluate", "--model", model, data.toString(), "--json");

        assertThat(evaluation.json("rows")).isEqualTo(200);
        assertThat(evaluation.json("metrics")).isEqualTo(training.json("metrics", "train"));
        assertThat(Shell.run("evaluate", "--model", model, data.toString()).out())
                .contains("MSE", "R2");
    }

    @Test
    void evaluateNeedsTheTarget() {
        Shell run = Shell.runWithInput("TV,radio,newspaper\n1,2,3\n", "evaluate", "--model", model, "-");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("\"sales\"");
    }

    @Test
    void evaluateNeedsRows() {
        Shell run = Shell.runWithInput("TV,radio,newspaper,sales\n", "evaluate", "--model", model, "-");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("no rows");
    }

    @Test
    void missingArgumentsAreWrongUsage() {
        assertThat(Shell.run("predict", "data/advertising.csv").exit()).isEqualTo(2);
        assertThat(Shell.run("predict", "--model", model).exit()).isEqualTo(2);
        assertThat(Shell.run("evaluate", "--model", model).exit()).isEqualTo(2);
    }
}
