package io.linreg.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.linreg.backend.Moments;
import org.junit.jupiter.api.Test;

class GramTest {
    /** x: 1, 3 and y: 5, 9, of means 2 and 7. */
    private static final PenaltyProblem TWO = new PenaltyProblem(new double[][] {{1}, {3}}, new double[] {5, 9});

    @Test
    void centredByHand() {
        Gram gram = TWO.gram(true);
        assertThat(gram.features()).isEqualTo(1);
        assertThat(gram.g(0, 0)).isEqualTo(1);
        assertThat(gram.c(0)).isEqualTo(2);
        assertThat(gram.v()).isEqualTo(4);
        double[] w = {0.5};
        assertThat(gram.rest(w)).containsExactly(1.5);
        assertThat(gram.meanSquare(w, gram.rest(w))).isEqualTo(2.25); // residuals -1.5 and 1.5
        assertThat(gram.parameters(w)).containsExactly(0.5, 6);
    }

    @Test
    void uncentredByHand() {
        Gram gram = Gram.of(TWO.objective().moments(), false, 1); // b stays 1, and leaves 4 and 8
        assertThat(gram.g(0, 0)).isEqualTo(5);
        assertThat(gram.c(0)).isEqualTo(14);
        assertThat(gram.v()).isEqualTo(40);
        assertThat(gram.parameters(new double[] {2})).containsExactly(2, 1);
    }

    @Test
    void standardizedByHand() {
        Gram gram = new PenaltyProblem(new double[][] {{10}, {30}}, new double[] {5, 9})
                .gram(true)
                .standardized();
        assertThat(gram.scales()).containsExactly(10);
        assertThat(gram.g(0, 0)).isEqualTo(1);
        assertThat(gram.c(0)).isEqualTo(2);
        assertThat(gram.parameters(new double[] {0.5})).containsExactly(0.05, 6);
    }

    /** What double-double leaves of a constant is no deviation; what one bit in one row of a million makes is. */
    @Test
    void roundingIsNoDeviation() {
        double bit = Math.ulp(1.0);
        double[] means = {0.1, 1, 0};
        double[] products = {1e-55, 0, 0, 0, bit * bit, 0, 0, 0, 4e6};
        Gram gram = Gram.of(Moments.of(1_000_000, means, products), true, 0).standardized();
        assertThat(gram.scales()[0]).isEqualTo(1);
        assertThat(gram.scales()[1]).isEqualTo(bit / 1000, within(1e-15 * bit));
        assertThat(gram.g(1, 1)).isEqualTo(1, within(1e-12));
    }
}
