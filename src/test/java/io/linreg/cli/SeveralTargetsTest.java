package io.linreg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several targets of the same rows: each has the very model that it has alone. */
class SeveralTargetsTest {
    @TempDir
    private Path folder;

    private Path data;

    @BeforeEach
    void write() throws IOException {
        StringBuilder csv = new StringBuilder("a,u,b,v\n");
        for (int i = 0; i < 50; i++) {
            double a = Math.sin(i);
            double b = Math.cos(3 * i);
            csv.append(a + "," + (2 * a - b + 0.1 * Math.sin(7 * i)) + "," + b + "," + (5 + b + 0.01 * i) + "\n");
        }
        data = Files.writeString(folder.resolve("data.csv"), csv);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--solver gd",
                "--solver gd --gradient gram",
                "--solver normal --poly a:2",
                "--solver normal --weights b2",
                "--solver cd --alpha 0.1 --l1-ratio 0.5",
                "--solver cd --l1-ratio 1 --cv 3",
            })
    void eachIsTheModelThatItIsAlone(String options) throws IOException {
        if (options.contains("b2")) {
            List<String> lines = Files.readAllLines(data);
            Files.write(
                    data,
                    Stream.iterate(0, i -> i < lines.size(), i -> i + 1)
                            .map(i -> lines.get(i) + "," + (i == 0 ? "b2" : String.valueOf(1 + i % 3)))
                            .toList());
        }
        Shell both = train(options, "--target", "u,v");
        Shell u = train(options, "--target", "u", "--drop", "v");
        Shell v = train(options, "--target", "v", "--drop", "u");

        assertThat(both.err()).isEmpty();
        assertThat(both.json("targets")).isEqualTo(List.of("u", "v"));
        List<?> models = (List<?>) both.json("models");
        for (String key : List.of("coefficients", "intercept", "metrics", "loss")) {
            assertThat(((Map<?, ?>) models.get(0)).get(key)).as(key).isEqualTo(u.json(key));
            assertThat(((Map<?, ?>) models.get(1)).get(key)).as(key).isEqualTo(v.json(key));
        }
    }

    private Shell train(String options, String... more) {
        Shell run = Shell.run(Stream.of(
                        Stream.of(data.toString(), "--device", "cpu", "--json"),
                        Stream.of(options.split(" ", -1)),
                        Stream.of(more))
                .flatMap(words -> words)
                .toArray(String[]::new));
        assertThat(run.exit()).as(run.err()).isZero();
        return run;
    }

    @Test
    void oneFileHasAllModels() throws IOException {
        Path model = folder.resolve("model.json");
        Path report = folder.resolve("r.html");
        Shell run = Shell.run(
                data.toString(),
                "--target",
                "u,v",
                "--device",
                "cpu",
                "--model",
                model.toString(),
                "--report",
                report.toString(),
                "--predictions",
                folder.resolve("p.csv").toString());
        Shell predicted = Shell.run("predict", "--model", model.toString(), data.toString());
        Shell evaluated = Shell.run("evaluate", "--model", model.toString(), data.toString(), "--json");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).contains("model        u ~ a + b").contains("model        v ~ a + b");
        assertThat(predicted.out().lines().findFirst()).contains("prediction_u,prediction_v");
        assertThat(predicted.out()).hasLineCount(51);
        assertThat(evaluated.number("metrics", "u", "r2")).isGreaterThan(0.99);
        assertThat(evaluated.number("metrics", "v", "r2")).isGreaterThan(0.5);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("data.csv", "model.json", "r-u.html", "r-v.html", "p-u.csv", "p-v.csv");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"u,u", "u,x", "u,v,a,b"})
    void badTargetsAreOneLine(String targets) {
        Shell run = Shell.run(data.toString(), "--target", targets);

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).startsWith("error: ").hasLineCount(1);
    }
}
