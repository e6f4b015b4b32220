package io.linreg.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SampleTest {
    @Test
    void fewAreAllChosen() {
        assertThat(Sample.evenly(3, 5)).containsExactly(0, 1, 2);
        assertThat(Sample.evenly(0, 5)).isEmpty();
    }

    @Test
    void manyAreThinnedEvenly() {
        int[] chosen = Sample.evenly(Integer.MAX_VALUE, 5000);
        assertThat(chosen).hasSize(5000).startsWith(0).endsWith(Integer.MAX_VALUE - 1);
        int step = Integer.MAX_VALUE / 4999;
        assertThat(IntStream.range(1, chosen.length).map(k -> chosen[k] - chosen[k - 1]))
                .allMatch(gap -> Math.abs(gap - step) <= 1);
    }
}
