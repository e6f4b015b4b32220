package io.linreg.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static double[] factors(Schedule schedule, int epochs) {
        return IntStream.range(0, epochs)
                .mapToDouble(e -> schedule.factor(e, epochs))
                .toArray();
    }

    @Test
    void factorsByHand() {
        assertThat(factors(new Schedule.Constant(), 3)).containsExactly(1, 1, 1);
        assertThat(factors(new Schedule.InverseScaling(1), 4)).containsExactly(1, 1 / 2.0, 1 / 3.0, 1 / 4.0);
        assertThat(factors(new Schedule.InverseScaling(0.5), 4)[3]).isEqualTo(0.5);
        assertThat(factors(new Schedule.Step(2, 0.5), 6)).containsExactly(1, 1, 0.5, 0.5, 0.25, 0.25);
        assertThat(factors(new Schedule.Cosine(), 4))
                .containsExactly(
                        new double[] {1, (1 + Math.sqrt(0.5)) / 2, 0.5, (1 - Math.sqrt(0.5)) / 2}, within(1e-15));
    }

    @Test
    void whatIsOutOfRangeIsRefused() {
        assertThatThrownBy(() -> new Schedule.InverseScaling(0)).hasMessageContaining("--power");
        assertThatThrownBy(() -> new Schedule.Step(0, 0.5)).hasMessageContaining("--step-every");
        assertThatThrownBy(() -> new Schedule.Step(1, 0)).hasMessageContaining("--step-factor");
        assertThatThrownBy(() -> new Schedule.Step(1, 1.5)).hasMessageContaining("--step-factor");
    }
}
