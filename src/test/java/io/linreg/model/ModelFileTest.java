package io.linreg.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.linreg.base.LinregException;
import io.linreg.data.Design;
import io.linreg.data.InputColumn;
import io.linreg.data.Precision;
import io.linreg.data.Term;
import io.linreg.testing.Closeness;
import io.linreg.testing.Problems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ModelFileTest {
    private static final String GOOD =
            """
            {"format": "linreg-gpu model", "format_version": 1, "target": "y", "features": ["a", "b"],
             "coefficients": {"a": 1.5, "b": -2}, "intercept": 3, "provenance": {"rows": 10}}
            """;

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void setUp() {
        file = folder.resolve("m.json");
    }

    @Test
    void aTrainedModelComesBackWhole() {
        LinearModel model = LinearRegression.builder()
                .device("cpu")
                .epochs(20)
                .build()
                .fit(Problems.random(30, 4, Precision.FLOAT, 1));
        model = model.with("metrics", Map.of("mse", 1.0)).with("none", null);
        model.save(file);
        LinearModel loaded = LinearModel.load(file);
        assertThat(loaded).isEqualTo(model).hasSameHashCodeAs(model);
        assertThat(loaded.provenance()).isEqualTo(model.provenance());
    }

    @Test
    void savedTwiceItIsTheSameFile() throws IOException {
        LinearModel model = LinearRegression.builder()
                .device("cpu")
                .epochs(2)
                .build()
                .fit(Problems.random(30, 4, Precision.FLOAT, 1));
        model.save(file);
        byte[] bytes = Files.readAllBytes(file);
        LinearModel.load(file).save(file);
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
    }

    @Test
    void anyCoefficientComesBackBitForBit() {
        SplittableRandom random = new SplittableRandom(2);
        double[] special = {
            0.0,
            -0.0,
            Double.MIN_VALUE,
            -Double.MIN_VALUE,
            Double.MIN_NORMAL,
            Math.nextDown(Double.MIN_NORMAL),
            Double.MAX_VALUE,
            -Double.MAX_VALUE,
            1,
            1e22,
            2e-3,
            9007199254740991.0,
            0.1
        };
        double[] w = random.longs()
                .mapToDouble(Double::longBitsToDouble)
                .filter(Double::isFinite)
                .limit(3000)
                .toArray();
        System.arraycopy(special, 0, w, 0, special.length);
        LinearModel model = new LinearModel(Problems.names(w.length), "y", w, -0.0, Map.of());
        model.save(file);
        LinearModel loaded = LinearModel.load(file);
        assertThat(loaded).isEqualTo(model);
        Closeness.assertSameBits("coefficients", loaded.coefficients(), w);
        double[] x = Problems.normal(random, w.length);
        Closeness.assertSameBits("prediction", new double[] {loaded.predict(x)}, new double[] {model.predict(x)});
    }

    @Test
    void anyNameComesBack() {
        List<String> names = List.of(
                "",
                " ",
                "a\"b",
                "back\\slash",
                "new\nline",
                "\r\n",
                "\u0000",
                "\u2028",
                "\u00e9",
                "e\u0301",
                "\u4e2d\u6587",
                "\ud83d\ude00",
                "'",
                "{}",
                "null",
                "a,b",
                "format",
                "\u007f",
                "</script>");
        double[] w = Problems.normal(new SplittableRandom(3), names.size());
        LinearModel model = new LinearModel(names, "tar\"get\n", w, 1, Map.of("k\n", List.of("v\"", 1, 2.5)));
        model.save(file);
        assertThat(LinearModel.load(file)).isEqualTo(model);
    }

    @Test
    void theExampleIsGood() throws IOException {
        assertThat(load(GOOD))
                .isEqualTo(new LinearModel(List.of("a", "b"), "y", new double[] {1.5, -2}, 3, Map.of("rows", 10)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\n",
                "null",
                "true",
                "1",
                "\"linreg-gpu model\"",
                "[]",
                "[1]",
                "{}",
                "{",
                "}",
                "{\"a\"",
                "nul",
                "\u0000\u0000\u0000{",
                "{\"format\": null}",
                "{\"format\": {}}",
                "{\"format\": \"other\"}",
                "{\"name\": \"x\", \"version\": 2}",
                "x,y\n1,2\n",
                "<html>",
                "\ufffd"
            })
    void otherFilesAreNoModels(String content) throws IOException {
        assertSpoilt(content);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1, \"target\"=>2, \"target\"",
                "1, \"target\"=>0, \"target\"",
                "1, \"target\"=>-1, \"target\"",
                "1, \"target\"=>1.0, \"target\"",
                "1, \"target\"=>\"1\\n2\", \"target\"",
                "1, \"target\"=>null, \"target\"",
                "1, \"target\"=>99999999999, \"target\"",
                "\"y\"=>null",
                "\"y\"=>1",
                "\"y\"=>[]",
                "\"target\": \"y\",=>",
                "[\"a\", \"b\"]=>[]",
                "[\"a\", \"b\"]=>[\"a\", \"a\"]",
                "[\"a\", \"b\"]=>[\"a\", \"c\"]",
                "[\"a\", \"b\"]=>[\"a\"]",
                "[\"a\", \"b\"]=>[\"a\", null]",
                "[\"a\", \"b\"]=>[1, 2]",
                "[\"a\", \"b\"]=>{\"a\": \"b\"}",
                "[\"a\", \"b\"]=>[[\"a\"], [\"b\"]]",
                "[\"a\", \"b\"]=>\"a\"",
                "[\"a\", \"b\"]=>[\"a\", \"y\"]",
                "1.5=>1e999",
                "1.5=>-1e999",
                "1.5=>NaN",
                "1.5=>Infinity",
                "1.5=>\"1.5\"",
                "1.5=>null",
                "1.5=>true",
                "1.5=>[1.5]",
                "1.5=>{}",
                "1.5=>1.5.5",
                "1.5=>01",
                "1.5=>1e99999999999999999999",
                "1.5=>0x10",
                "\"b\": -2=>\"a\": -2",
                "\"b\": -2=>\"c\": -2",
                ", \"b\": -2=>",
                "\"b\": -2=>\"b\": -2, \"c\": 1",
                "{\"a\": 1.5, \"b\": -2}=>[1.5, -2]",
                "{\"a\": 1.5, \"b\": -2}=>{}",
                "{\"a\": 1.5, \"b\": -2}=>null",
                "\"intercept\": 3,=>",
                "\"intercept\": 3=>\"intercept\": \"3\"",
                "\"intercept\": 3=>\"intercept\": 1e400",
                "\"intercept\": 3=>\"intercept\": 3, \"intercept\": 4",
                "\"intercept\": 3=>\"target\": \"z\", \"intercept\": 3",
                "{\"rows\": 10}=>null",
                "{\"rows\": 10}=>[]",
                "{\"rows\": 10}=>{\"rows\": 10, \"rows\": 11}",
                ", \"provenance\": {\"rows\": 10}=>"
            })
    void spoiltFilesAreRefused(String change) throws IOException {
        String[] fromTo = change.split("=>", -1);
        if (fromTo[0].startsWith("1, ")) {
            fromTo[0] = ": " + fromTo[0];
            fromTo[1] = ": " + fromTo[1];
        }
        assertThat(GOOD).contains(fromTo[0]);
        assertSpoilt(GOOD.replace(fromTo[0], fromTo[1]));
    }

    private static final String ENCODED =
            """
            {"format": "linreg-gpu model", "format_version": 2, "target": "y", "features": ["a", "c=v", "a^2", "c=v:a"],
             "coefficients": {"a": 1.5, "c=v": -2, "a^2": 3, "c=v:a": 4}, "intercept": 3,
             "encoding": {"columns": [{"name": "a", "fill": 0.5}, {"name": "c", "levels": ["u", "v"], "fill": "u"}],
                          "terms": {"a^2": {"a": 2}, "c=v:a": {"c=v": 1, "a": 1}}},
             "provenance": {"rows": 10}}
            """;

    @Test
    void anEncodingComesBack() throws IOException {
        Design design = new Design(
                List.of(new InputColumn.Numeric("a", 0.5), new InputColumn.Categorical("c", List.of("u", "v"), "u")),
                List.of(
                        Term.column("a"),
                        Term.column("c=v"),
                        Term.power("a", 2),
                        Term.interaction(List.of("c=v", "a"))));
        LinearModel model = new LinearModel(design, "y", new double[] {1.5, -2, 3, 4}, 3, Map.of("rows", 10));

        assertThat(load(ENCODED)).isEqualTo(model).hasSameHashCodeAs(model);
        model.save(file);
        assertThat(LinearModel.load(file)).isEqualTo(model);
        assertThat(Files.readString(file)).contains("\"format_version\" : 2");
        assertThat(load(ENCODED).predict(Map.of("a", 2, "c", "v"))).isEqualTo(3 + 1.5 * 2 - 2 + 3 * 4 + 4 * 2);
    }

    /** So that programs that know no encodings go on reading models that have none. */
    @Test
    void aPlainModelKeepsTheFirstVersion() throws IOException {
        load(GOOD).save(file);
        assertThat(Files.readString(file)).contains("\"format_version\" : 1").doesNotContain("encoding");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"encoding\"=>\"no_encoding\"",
                "{\"columns\"=>{\"column\"",
                "\"terms\"=>\"term\"",
                "[{\"name\": \"a\"=>[{\"name\": 1",
                "[{\"name\": \"a\"=>[{\"name\": \"b\"",
                "[{\"name\": \"a\"=>[{\"name\": \"c=v\"",
                "[{\"name\": \"a\"=>[7, {\"name\": \"a\"",
                "\"fill\": 0.5=>\"fill\": \"0.5\"",
                "\"fill\": 0.5=>\"fill\": 1e999",
                "\"fill\": \"u\"=>\"fill\": \"w\"",
                "\"fill\": \"u\"=>\"fill\": 0",
                "[\"u\", \"v\"]=>[]",
                "[\"u\", \"v\"]=>[\"u\"]",
                "[\"u\", \"v\"]=>[\"v\", \"v\"]",
                "[\"u\", \"v\"]=>[\"u\", null]",
                "[\"u\", \"v\"]=>\"v\"",
                "{\"a\": 2}=>{\"a\": 3}",
                "{\"a\": 2}=>{\"a\": 0}",
                "{\"a\": 2}=>{\"a\": 31}",
                "{\"a\": 2}=>{\"a\": 2.0}",
                "{\"a\": 2}=>{\"a\": null}",
                "{\"a\": 2}=>{}",
                "{\"a\": 2}=>[]",
                "{\"a\": 2}=>{\"b\": 2}",
                "\"a^2\": {\"a\": 2}=>\"a^3\": {\"a\": 3}",
                "\"a^2\": {\"a\": 2},=>"
            })
    void spoiltEncodingsAreRefused(String change) throws IOException {
        String[] fromTo = change.split("=>", -1);
        assertThat(ENCODED).contains(fromTo[0]);
        assertSpoilt(ENCODED.replace(fromTo[0], fromTo[1]));
    }

    @Test
    void aLaterFormatAsksForALaterProgram() {
        assertThatThrownBy(() -> load(GOOD.replace("\"format_version\": 1", "\"format_version\": 7")))
                .isInstanceOf(LinregException.class)
                .hasMessageContaining("format version is 7")
                .hasMessageContaining("newer linreg-gpu");
    }

    @Test
    void hugeNumbersAndDeepNestsAreRefused() throws IOException {
        assertSpoilt(GOOD.replace("1.5", "1" + "0".repeat(500)));
        assertSpoilt(GOOD.replace("1.5", "1" + "0".repeat(100_000)));
        assertSpoilt(GOOD.replace("10}", "[".repeat(200_000)));
        assertSpoilt(GOOD.replace("10}", "{\"a\":".repeat(200_000)));
        assertSpoilt("[".repeat(200_000));
    }

    @Test
    void aFileCutShortAnywhereIsRefused() throws IOException {
        LinearModel model = LinearRegression.builder()
                .device("cpu")
                .epochs(2)
                .build()
                .fit(Problems.random(9, 2, Precision.FLOAT, 1));
        model.save(file);
        byte[] whole = Files.readAllBytes(file);
        int refused = 0;
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            LinearModel loaded = loadOrRefuse();
            if (loaded == null) {
                refused++;
            } else {
                assertThat(loaded).isEqualTo(model);
            }
        }
        // Without the newline at the end, it is still whole.
        assertThat(refused).isEqualTo(whole.length - 1);
    }

    @Test
    void randomDamageIsRefusedOrHarmless() throws IOException {
        byte[] good = GOOD.getBytes(StandardCharsets.UTF_8);
        SplittableRandom random = new SplittableRandom(4);
        int refused = 0;
        for (int round = 0; round < 1000; round++) {
            byte[] damaged = good.clone();
            for (int hit = random.nextInt(1, 5); hit > 0; hit--) {
                damaged[random.nextInt(damaged.length)] =
                        random.nextBoolean() ? (byte) random.nextInt(256) : good[random.nextInt(good.length)];
            }
            Files.write(file, damaged);
            refused += loadOrRefuse() == null ? 1 : 0;
        }
        assertThat(refused).isGreaterThan(700);
    }

    @Test
    void randomBytesAreRefused() throws IOException {
        SplittableRandom random = new SplittableRandom(5);
        for (int round = 0; round < 500; round++) {
            byte[] bytes = new byte[random.nextInt(64)];
            random.nextBytes(bytes);
            Files.write(file, bytes);
            assertThat(loadOrRefuse()).as(Arrays.toString(bytes)).isNull();
        }
    }

    @Test
    void aFileThatIsNotThereOrAFolderIsRefused() {
        assertThatThrownBy(() -> LinearModel.load(folder.resolve("none.json")))
                .isInstanceOf(LinregException.class)
                .hasMessageContaining("no such model file")
                .hasMessageContaining("none.json");
        assertThatThrownBy(() -> LinearModel.load(folder))
                .isInstanceOf(LinregException.class)
                .hasMessageContaining("directory");
    }

    @Test
    void aNameOfTwoLinesStaysOnOne() {
        file = folder.resolve("a\nb.json");
        assertThatThrownBy(() -> LinearModel.load(file))
                .isInstanceOf(LinregException.class)
                .hasMessageNotContaining("\n");
    }

    private LinearModel load(String content) throws IOException {
        Files.writeString(file, content);
        return LinearModel.load(file);
    }

    private void assertSpoilt(String content) throws IOException {
        Files.writeString(file, content);
        assertThat(loadOrRefuse()).isNull();
    }

    /** The model; or null if it was refused as it should be: in one line that names the file. */
    private LinearModel loadOrRefuse() {
        try {
            return LinearModel.load(file);
        } catch (LinregException e) {
            assertThat(e.getMessage()).contains("m.json").hasSizeLessThan(600);
            assertThat(e.getMessage().chars().noneMatch(Character::isISOControl))
                    .as(e.getMessage())
                    .isTrue();
            return null;
        }
    }
}
