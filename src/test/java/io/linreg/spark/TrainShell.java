package io.linreg.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.linreg.cli.Cli;
import io.linreg.cli.Streams;
import io.linreg.model.LinearModel;
import io.linreg.model.LinearModels;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Runs the command line in this process, training on Spark or here. */
record TrainShell(int exit, String out, String err) {
    static TrainShell onSpark(String... args) {
        LocalSpark.session();
        return onThisSpark(args);
    }

    /** Where there is a session already. */
    static TrainShell onThisSpark(String... args) {
        return run(true, args);
    }

    static TrainShell here(String... args) {
        return run(false, args);
    }

    private static TrainShell run(boolean onSpark, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Streams streams = new Streams(
                InputStream.nullInputStream(), out, new PrintStream(err, true, StandardCharsets.UTF_8), false);
        int exit = onSpark ? Cli.run(streams, new SparkTraining(), args) : Cli.run(streams, args);
        return new TrainShell(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Words between blanks, and then those that may have some. */
    static String[] words(String options, String... more) {
        return Stream.concat(Arrays.stream(options.strip().split(" +", -1)), Arrays.stream(more))
                .filter(word -> !word.isEmpty())
                .toArray(String[]::new);
    }

    /**
     * The models that both ways leave, by the same options but for {@code --stream}, which is there here anyway, and files that take long
     * to draw; they are the same to 1e-12.
     */
    static List<LinearModel> assertSameModels(Path folder, String data, String options) {
        return assertSameModels(folder, data, data, options);
    }

    /** The same of a table in two places. */
    static List<LinearModel> assertSameModels(Path folder, String spark, String stream, String options) {
        List<LinearModel> here =
                models(here(words(ofHere(options), stream, "--model", folder + "/here.json")), folder, "here");
        List<LinearModel> there =
                models(onSpark(words(options, spark, "--model", folder + "/spark.json")), folder, "spark");
        assertThat(there).hasSameSizeAs(here);
        for (int t = 0; t < here.size(); t++) {
            assertSame(there.get(t), here.get(t));
        }
        return there;
    }

    private static String ofHere(String options) {
        return options.replaceAll("--(plots|report) \\S+", "").replace("--stream", "") + " --stream";
    }

    /** The same of what queries give, in Spark's SQL and in another. */
    static void assertSameQuery(Path folder, String spark, String stream, String options) {
        List<LinearModel> here = models(
                here(words(options, "--sql", stream, "--stream", "--model", folder + "/here.json")), folder, "here");
        List<LinearModel> there =
                models(onSpark(words(options, "--sql", spark, "--model", folder + "/spark.json")), folder, "spark");
        assertSame(there.get(0), here.get(0));
    }

    private static List<LinearModel> models(TrainShell run, Path folder, String name) {
        assertThat(run.err()).doesNotContain("error");
        assertThat(run.exit()).isZero();
        return LinearModels.load(folder.resolve(name + ".json")).models();
    }

    private static void assertSame(LinearModel one, LinearModel other) {
        assertThat(one.features()).isEqualTo(other.features());
        assertThat(one.target()).isEqualTo(other.target());
        double largest = Math.abs(other.intercept());
        for (int j = 0; j < other.coefficients().length; j++) {
            double expected = other.coefficients()[j];
            assertThat(one.coefficients()[j])
                    .as(other.features().get(j))
                    .isCloseTo(expected, within(1e-12 * Math.max(1, Math.abs(expected))));
            largest = Math.max(largest, Math.abs(expected));
        }
        assertThat(one.intercept()).isCloseTo(other.intercept(), within(1e-11 * Math.max(1, largest)));
    }

    /** One line on standard error, nothing on standard output. */
    static String assertFails(int exit, List<String> words, String... args) {
        TrainShell result = onSpark(args);
        assertThat(result.err().lines().filter(line -> !line.startsWith("warning: ")))
                .singleElement()
                .asString()
                .startsWith("error: ")
                .contains(words);
        assertThat(result.exit()).isEqualTo(exit);
        assertThat(result.out()).isEmpty();
        return result.err();
    }
}
