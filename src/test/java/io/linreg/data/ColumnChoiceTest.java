package io.linreg.data;

import static io.linreg.data.Csv.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ColumnChoiceTest {
    private static final String TEXT = "a,b,c,d\n1,2,3,4\n5,6,7,8\n";

    private static DatasetReader.Result read(String target, List<String> features, List<String> drop) {
        return Csv.read(Csv.of(TEXT), new ColumnChoice(target, features, drop));
    }

    @Test
    void theLastColumnIsTheTargetUnlessNamed() {
        Dataset data = read(null, List.of(), List.of()).dataset();
        assertThat(data.target()).isEqualTo("d");
        assertThat(data.features()).containsExactly("a", "b", "c");
        Dataset other = read("b", List.of(), List.of()).dataset();
        assertThat(other.target()).isEqualTo("b");
        assertThat(other.features()).containsExactly("a", "c", "d");
        assertThat(other.y(1)).isEqualTo(6);
        assertThat(other.x(1, 1)).isEqualTo(7);
    }

    @Test
    void featuresComeInTheOrderOfTheirNaming() {
        Dataset data = read("a", List.of("d", "b"), List.of()).dataset();
        assertThat(data.features()).containsExactly("d", "b");
        assertThat(new double[] {data.x(0, 0), data.x(0, 1), data.y(0)}).containsExactly(4, 2, 1);
    }

    @Test
    void droppedColumnsAreReportedOnceEach() {
        DatasetReader.Result result = read(null, List.of(), List.of("b", "a", "b"));
        assertThat(result.dataset().features()).containsExactly("c");
        assertThat(result.leftOut()).extracting(LeftOut::column).containsExactly("b", "a");
    }

    @Test
    void droppedColumnMayHoldText() {
        DatasetReader.Result result =
                Csv.read(Csv.of("a,t,y\n1,x,3\n2,,4\n"), new ColumnChoice(null, List.of(), List.of("t")));
        assertThat(result.dataset().features()).containsExactly("a");
    }

    @Test
    void unknownNames() {
        assertRefused(() -> read("z", List.of(), List.of()), "data.csv: no column \"z\"", "\"a\", \"b\", \"c\", \"d\"");
        assertRefused(() -> read(null, List.of("a", "y", "z"), List.of()), "no column \"y\", \"z\"");
        assertRefused(() -> read(null, List.of(), List.of("A")), "no column \"A\"");
        assertRefused(() -> read(null, List.of(), List.of("two\nlines")), "no column");
    }

    @Test
    void contradictions() {
        assertRefused(
                () -> read("a", List.of("a", "b"), List.of()), "column \"a\" is the target", "cannot be a feature");
        assertRefused(() -> read(null, List.of("d"), List.of()), "column \"d\" is the target", "--target");
        assertRefused(() -> read("a", List.of(), List.of("a")), "column \"a\" is the target; it cannot be dropped");
        assertRefused(() -> read(null, List.of(), List.of("d")), "column \"d\" is the target");
        assertRefused(() -> read(null, List.of("a", "b", "a"), List.of()), "column \"a\" is a feature twice");
        assertRefused(() -> read(null, List.of("a", "b"), List.of("b")), "column \"b\" is a feature and dropped");
    }

    @Test
    void noFeatureLeft() {
        assertRefused(() -> read(null, List.of(), List.of("a", "b", "c")), "data.csv: no feature is left");
    }

    @Test
    void manyColumnsTakeTimeLinearInTheirNumber() {
        int columns = 100_000;
        List<String> names =
                IntStream.range(0, columns).mapToObj(i -> "column" + i).toList();
        String row = String.join(",", Collections.nCopies(columns, "1"));
        String text = String.join(",", names) + "\n" + row + "\n";
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            assertThat(Csv.read(text).dataset().features()).hasSize(columns - 1);
            List<String> half =
                    names.stream().skip(columns / 2).limit(columns / 2 - 1).toList();
            Dataset rest = Csv.read(Csv.of(text), new ColumnChoice(null, List.of(), half))
                    .dataset();
            assertThat(rest.features()).hasSize(columns / 2);
            Dataset chosen = Csv.read(Csv.of(text), new ColumnChoice("column0", half, List.of()))
                    .dataset();
            assertThat(chosen.project(half).features()).isEqualTo(half);
        });
    }

    @Test
    void longRowsTakeTimeLinearInTheirNumber() {
        String cells = IntStream.range(0, 1000).mapToObj(i -> "0.123456789").collect(Collectors.joining(","));
        String header = IntStream.range(0, 1000).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
        String text = header + "\n" + (cells + "\n").repeat(500);
        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertThat(Csv.read(text).dataset().rows()).isEqualTo(500));
    }
}
