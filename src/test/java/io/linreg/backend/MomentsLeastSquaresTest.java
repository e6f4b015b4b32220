package io.linreg.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.linreg.testing.Problems;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class MomentsLeastSquaresTest {
    @Property(tries = 200, seed = "4")
    void thePerfectFitLosesNothingAndNeverLessThanNothing(@ForAll @LongRange(min = 0, max = 1_000_000) long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] x = Problems.normal(random, 30, 5);
        double[] w = Problems.normal(random, 6);
        double[] y = Problems.targets(x, w, w[5]);
        LeastSquares objective = new MomentsLeastSquares(new ScalarLeastSquares(Problems.of(x, y)).moments());
        double[] gradient = new double[6];
        double atZero = objective.lossAndGradient(new double[6], gradient);
        double loss = objective.lossAndGradient(w, gradient);
        // It is a difference of numbers as large as the loss of the zero model.
        assertThat(loss).isBetween(0.0, 100 * 0x1p-53 * atZero);
    }

    @Test
    void aNumberThatIsNotOneIsNotHidden() {
        LeastSquares objective = new MomentsLeastSquares(
                new ScalarLeastSquares(Problems.of(new double[][] {{1}, {2}}, new double[] {1, 2})).moments());
        assertThat(objective.lossAndGradient(new double[] {Double.NaN, 0}, new double[2]))
                .isNaN();
    }

    @Test
    void itIsCalledGramAndKeepsItsMoments() {
        Moments moments = new ScalarLeastSquares(Problems.of(new double[][] {{1}, {2}}, new double[] {1, 2})).moments();
        LeastSquares objective = new MomentsLeastSquares(moments);
        assertThat(objective.method()).isEqualTo(Gradient.GRAM);
        assertThat(objective.moments()).isSameAs(moments);
    }
}
