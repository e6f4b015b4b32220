package io.linreg.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Every option of training does on Spark what it does elsewhere, or is refused in a line that says why. */
@Tag("spark")
class TrainOptionsTest {
    private static final String DATA = "data/advertising.csv";
    private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--(?:no-)?([a-z][a-z0-9-]*)");

    /** The same model as by --stream; FOLDER is one of files. */
    private static final List<String> WORK = List.of(
            "--solver normal --target sales --features TV,radio --split-seed 7 --stream",
            "--solver normal --drop newspaper --no-intercept --test-size 0 --delimiter ,",
            "--solver normal --rank-tolerance 1e-9 --alpha 0.5 --weights newspaper --quiet",
            "--solver normal --target sales,radio --categorical newspaper --missing drop --poly TV:2",
            "--solver gd --precision double --epochs 20 --learning-rate 0.1 --tolerance 1e-9 --interact TV:radio",
            "--solver gd --precision double --epochs 3 --init normal --seed 4 --loss squared",
            "--solver gd --precision double --epochs 3 --warm-start FOLDER/start.json --gradient fused --verbose",
            "--solver lbfgs --precision double --memory 3 --gradient-tolerance 1e-8 --gradient gram",
            "--solver cd --alpha 0.3 --l1-ratio 0.5 --no-standardize",
            "--cv 4 --alphas 10 --plots FOLDER/plots --report FOLDER/report.html",
            "--solver normal --summary --confidence 0.9 --errors classical --export FOLDER/m.pmml --json");

    /** Tested by {@link TrainTablesTest}, {@link TrainTest} and {@link GpuLinearRegressionTest}, or of every run here. */
    private static final Set<String> WORK_ELSEWHERE =
            Set.of("sql", "jdbc", "jdbc-properties", "no-fallback", "fallback", "device", "model", "help", "version");

    /** With --stream in words of this process, and so on a cluster. */
    private static final List<String> REFUSED = List.of(
            "--solver sgd --batch-size 8 --momentum 0.9 --nesterov --schedule invscaling --power 0.5 | needs its rows in memory",
            "--solver adam --beta1 0.9 --beta2 0.99 --adam-epsilon 1e-7 --schedule step --step-every 2 --step-factor 0.5"
                    + " | needs its rows in memory",
            "--loss huber --epsilon 1.5 | needs its rows in memory",
            "--early-stopping --validation-share 0.2 --patience 3 | holds rows back in memory",
            "--summary --errors HC3 | needs every row's residual",
            "--predictions FOLDER/p.csv | takes rows in memory");

    private static final String REFUSED_HERE_ALONE = "--driver-path FOLDER | hand drivers to the cluster";

    @TempDir
    private Path folder;

    @Test
    void noOptionIsForgotten() {
        Set<String> known = new TreeSet<>();
        Stream.of(WORK, REFUSED, List.of(REFUSED_HERE_ALONE))
                .flatMap(List::stream)
                .forEach(line -> known.addAll(names(line)));
        known.addAll(WORK_ELSEWHERE);
        Set<String> all = new TreeSet<>();
        TrainShell.here("--help")
                .out()
                .lines()
                .filter(line -> line.strip().startsWith("-"))
                .map(line -> line.replace("--[no-]", "--").strip().split("  ", 2)[0])
                .forEach(line -> all.addAll(names(line)));

        assertThat(all).hasSizeGreaterThan(50);
        assertThat(known).containsAll(all);
    }

    private static List<String> names(String text) {
        return OPTION.matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    @ParameterizedTest
    @FieldSource("WORK")
    void worksAsByStreaming(String options) throws IOException {
        if (options.contains("start.json")) {
            TrainShell.here(DATA, "-q", "--device", "cpu", "--epochs", "2", "--model", folder + "/start.json");
        }
        TrainShell.assertSameModels(folder, DATA, options.replace("FOLDER", folder.toString()) + " --device cpu");
        for (String file : List.of("report.html", "m.pmml", "plots/coefficient-path.png")) {
            if (options.contains(file.split("/", 2)[0])) {
                assertThat(folder.resolve(file)).isNotEmptyFile();
            }
        }
    }

    @ParameterizedTest
    @FieldSource("REFUSED")
    void isRefusedAsByStreaming(String line) {
        String[] parts = line.replace("FOLDER", folder.toString()).split(" \\| ", 2);
        String message = TrainShell.assertFails(2, List.of(parts[1]), TrainShell.words(parts[0], DATA));
        assertThat(TrainShell.here(TrainShell.words(parts[0], DATA, "--stream")).err())
                .isEqualTo(message);
    }

    @Test
    void isRefusedOnAClusterAlone() {
        String[] parts = REFUSED_HERE_ALONE.replace("FOLDER", folder.toString()).split(" \\| ", 2);
        TrainShell.assertFails(2, List.of(parts[1]), TrainShell.words(parts[0], DATA));
    }
}
