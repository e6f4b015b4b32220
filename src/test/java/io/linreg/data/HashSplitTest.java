package io.linreg.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class HashSplitTest {
    /** SplitMix64 as published, from Java's own generator: its first number is the mix of its seed and one step. */
    @Test
    void placesAreThoseOfSplitMix64() {
        long first = new java.util.SplittableRandom(7).nextLong();
        long second = new java.util.SplittableRandom(first + 41).nextLong();

        assertThat(new HashSplit(0.2, 7).place(41)).isEqualTo((second >>> 11) * 0x1p-53);
    }

    @Property
    void sharesAreAsAskedFor(
            @ForAll @DoubleRange(min = 0, max = 0.9) double testSize,
            @ForAll @LongRange(min = 0, max = 0xFFFFFFFFL) long seed,
            @ForAll @IntRange(min = 1, max = 7) int folds) {
        HashSplit split = new HashSplit(testSize, seed);
        int rows = 20_000;
        long[] counts = new long[folds + 1];
        LongStream.range(0, rows).forEach(row -> counts[split.part(row, folds) + 1]++);

        double tolerance = 6 * Math.sqrt(0.25 / rows); // six standard deviations of a share, at most
        assertThat((double) counts[0] / rows).isEqualTo(testSize, within(tolerance));
        for (int fold = 1; fold <= folds; fold++) {
            assertThat((double) counts[fold] / rows).isEqualTo((1 - testSize) / folds, within(tolerance));
        }
    }

    @Test
    void seedsDiffer() {
        HashSplit one = new HashSplit(0.5, 0);
        HashSplit other = new HashSplit(0.5, 1);

        assertThat(LongStream.range(0, 1000)
                        .filter(row -> one.part(row, 1) == other.part(row, 1))
                        .count())
                .isBetween(400L, 600L);
    }

    @Test
    void bothSettingsHaveRanges() {
        assertThatThrownBy(() -> new HashSplit(1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new HashSplit(0.2, -1)).isInstanceOf(IllegalArgumentException.class);
    }
}
