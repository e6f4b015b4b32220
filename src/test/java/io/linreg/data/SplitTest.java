package io.linreg.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SplitTest {

    @Test
    void theRowsThatScikitLearnPicks() throws Exception {
        Map<String, Object> reference;
        try (InputStream in = SplitTest.class.getResourceAsStream("/io/linreg/reference.json")) {
            reference = JSON.std.mapFrom(in);
        }
        List<?> splits = (List<?>) reference.get("splits");
        assertThat(splits).hasSize(3);
        for (Object each : splits) {
            Map<?, ?> expected = (Map<?, ?>) each;
            Split split = Split.of(
                    ((Number) expected.get("n")).intValue(),
                    ((Number) expected.get("test_size")).doubleValue(),
                    ((Number) expected.get("seed")).longValue());
            assertThat(split.train()).isEqualTo(ints(expected.get("train")));
            assertThat(split.test()).isEqualTo(ints(expected.get("test")));
        }
    }

    private static int[] ints(Object list) {
        return ((List<?>) list).stream().mapToInt(i -> ((Number) i).intValue()).toArray();
    }

    @Property(tries = 500)
    void everyRowStandsOnOneSideOnce(
            @ForAll @IntRange(min = 1, max = 3000) int rows,
            @ForAll @DoubleRange(min = 0, max = 1, maxIncluded = false) double testSize,
            @ForAll @LongRange(min = 0, max = MersenneTwister.MAX_SEED) long seed) {
        int held = (int) Math.ceil(testSize * rows);
        if (held == rows) {
            Csv.assertRefused(() -> Split.of(rows, testSize, seed), "leaves none to train on");
            return;
        }
        Split split = Split.of(rows, testSize, seed);
        assertThat(split.test()).hasSize(held);
        assertThat(split.train()).hasSize(rows - held);
        assertThat(IntStream.concat(IntStream.of(split.train()), IntStream.of(split.test()))
                        .sorted()
                        .toArray())
                .isEqualTo(IntStream.range(0, rows).toArray());
    }

    @Test
    void everySizeFromOneTo3000() {
        for (int rows = 2; rows <= 3000; rows++) {
            Split split = Split.of(rows, 0.2, rows);
            assertThat(split.test().length).isEqualTo((rows + 4) / 5);
            assertThat(IntStream.concat(IntStream.of(split.train()), IntStream.of(split.test()))
                            .distinct()
                            .count())
                    .isEqualTo(rows);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 1000})
    void testSizeZeroKeepsAllRowsInTheirOrder(int rows) {
        Split split = Split.of(rows, 0, 7);
        assertThat(split.train()).isEqualTo(IntStream.range(0, rows).toArray());
        assertThat(split.test()).isEmpty();
    }

    @Test
    void theSeedDecides() {
        assertThat(Split.of(100, 0.2, 1).test()).isEqualTo(Split.of(100, 0.2, 1).test());
        assertThat(Split.of(100, 0.2, 1).test())
                .isNotEqualTo(Split.of(100, 0.2, 2).test());
    }

    @ParameterizedTest
    @CsvSource({"1, 0.2", "0, 0.2", "2, 0.6", "10, 0.95", "1, 1e-9"})
    void noRowLeftToTrainOn(int rows, double testSize) {
        Csv.assertRefused(() -> Split.of(rows, testSize, 0), "leaves none to train on", "--test-size 0");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1, 1.5, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void testSizeOutOfRange(double testSize) {
        assertThatThrownBy(() -> Split.of(10, testSize, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 1L << 32, Long.MIN_VALUE, Long.MAX_VALUE})
    void seedOutOfRange(long seed) {
        assertThatThrownBy(() -> Split.of(10, 0.2, seed)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Split.of(10, 0, seed)).isInstanceOf(IllegalArgumentException.class);
    }
}
