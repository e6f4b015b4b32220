package io.linreg.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.linreg.backend.Descent;
import io.linreg.base.LinregException;
import io.linreg.testing.Closeness;
import io.linreg.testing.Problems;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class GradientDescentTest {
    /** An objective without a gradient whose loss is a function of the epoch. */
    private static class Scripted extends Quadratic {
        private final IntToDoubleFunction loss;

        Scripted(IntToDoubleFunction loss) {
            super(new double[][] {{1}, {-1}}, new double[2]);
            this.loss = loss;
        }

        /** The epoch is a parameter, so that an epoch run again has its old loss. */
        @Override
        public double lossAndGradient(double[] parameters, double[] gradient) {
            gradient[0] = -1;
            gradient[1] = 0;
            return loss.applyAsDouble((int) parameters[0]);
        }
    }

    private static Solution run(Quadratic objective, int epochs, double tolerance) {
        return new GradientDescent(epochs, 1.0, tolerance).solve(objective, new double[2], true, EpochListener.NONE);
    }

    private static Quadratic random() {
        SplittableRandom random = new SplittableRandom(20);
        double[][] x = Problems.normal(random, 30, 4);
        return new Quadratic(x, Problems.normal(random, 30));
    }

    @Test
    void oneEpochByHand() {
        // Loss (w - 3)^2 + (b - 5)^2 from (0, 0): gradient (-6, -10).
        Solution solution =
                new GradientDescent(1, 0.25, 0).solve(Quadratic.simple(3, 5), new double[2], true, EpochListener.NONE);
        assertThat(solution.parameters()).containsExactly(1.5, 2.5);
        assertThat(solution.losses()).containsExactly(34, 8.5);
        assertThat(solution.epochs()).isEqualTo(1);
        assertThat(solution.learningRate()).isEqualTo(0.25);
    }

    @Test
    void theAutomaticRateIsOneOverTheCurvature() {
        Solution solution =
                new GradientDescent(3, null, 0).solve(Quadratic.simple(3, 5), new double[2], true, EpochListener.NONE);
        assertThat(solution.learningRate()).isEqualTo(0.5, within(1e-4));
        assertThat(solution.parameters()).containsExactly(new double[] {3, 5}, within(1e-9));
    }

    @Test
    void theStartIsNotChangedAndAFixedInterceptStays() {
        double[] start = {1, 2, 3, 4, 0.5};
        Solution solution = new GradientDescent(50, null, 0).solve(random(), start, false, EpochListener.NONE);
        assertThat(start).containsExactly(1, 2, 3, 4, 0.5);
        assertThat(solution.parameters()[4]).isEqualTo(0.5);
        assertThat(solution.parameters()[0]).isNotEqualTo(1);
    }

    /** However long an epoch takes, and so however batches are cut. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 1e-9, 1e-5})
    void batchesDoNotChangeTheResult(double tolerance) {
        SplittableRandom random = new SplittableRandom(21);
        double[][] x = Problems.normal(random, 30, 4);
        double[] y = Problems.normal(random, 30);
        List<Integer> lengths = new ArrayList<>();
        Quadratic slow = new Quadratic(x, y) {
            @Override
            public void descend(Descent descent) {
                lengths.add(descent.losses().length);
                super.descend(descent);
                long until = System.nanoTime() + 30_000_000L * descent.losses().length;
                while (System.nanoTime() < until) {
                    Thread.onSpinWait();
                }
            }
        };
        GradientDescent solver = new GradientDescent(60, 0.01, tolerance);
        Solution fast = solver.solve(new Quadratic(x, y), new double[5], true, EpochListener.NONE);
        Solution slower = solver.solve(slow, new double[5], true, EpochListener.NONE);
        Closeness.assertSameBits("parameters", slower.parameters(), fast.parameters());
        Closeness.assertSameBits("losses", slower.losses(), fast.losses());
        assertThat(lengths).allMatch(length -> length >= 1 && length <= 16);
    }

    @ParameterizedTest
    @CsvSource({"0, 3000", "1e-2, 3000", "1e-4, 3000", "1e-8, 3000", "1e-12, 3000", "0.9, 3000", "1e-8, 50"})
    void toleranceStopsWhereAPlainLoopWould(double tolerance, int epochs) {
        double rate = 0.01;
        Quadratic objective = random();
        double[] parameters = new double[5];
        double[] gradient = new double[5];
        List<Double> losses = new ArrayList<>();
        while (true) {
            losses.add(objective.lossAndGradient(parameters, gradient));
            int last = losses.size() - 1;
            if (last == epochs
                    || (last > 0
                            && tolerance > 0
                            && losses.get(last) <= losses.get(last - 1)
                            && losses.get(last - 1) - losses.get(last) <= tolerance * losses.get(last - 1))) {
                break;
            }
            for (int j = 0; j < 5; j++) {
                parameters[j] -= rate * gradient[j];
            }
        }
        Solution solution =
                new GradientDescent(epochs, rate, tolerance).solve(objective, new double[5], true, EpochListener.NONE);
        assertThat(solution.losses())
                .containsExactly(
                        losses.stream().mapToDouble(Double::doubleValue).toArray());
        assertThat(solution.parameters()).containsExactly(parameters);
    }

    @Test
    void theListenerHearsOfEveryBatchInOrder() {
        List<Integer> heard = new ArrayList<>();
        List<Double> losses = new ArrayList<>();
        Solution solution = new GradientDescent(3000, 0.01, 0).solve(random(), new double[5], true, (epochs, loss) -> {
            heard.add(epochs);
            losses.add(loss);
        });
        assertThat(heard).isSorted().doesNotHaveDuplicates().endsWith(3000);
        for (int i = 0; i < heard.size(); i++) {
            assertThat(losses.get(i)).isEqualTo(solution.losses()[heard.get(i) - 1]);
        }
    }

    @Test
    void blowingUpToInfinityNamesTheEpochAndTheCure() {
        assertThatThrownBy(() -> run(new Scripted(e -> e < 4 ? 10 - e : Double.POSITIVE_INFINITY), 100, 0))
                .isInstanceOf(LinregException.class)
                .hasMessageContaining("not finite at epoch 4")
                .hasMessageContaining("learning rate 1")
                .hasMessageContaining("--learning-rate auto");
    }

    @Test
    void slowGrowthNamesTheEpochAndTheCure() {
        // Falls to epoch 20, then climbs by a thousandth an epoch: the fifth rise is epoch 25.
        IntToDoubleFunction valley = e -> e <= 20 ? 100 - e : 80 * Math.pow(1.001, e - 20);
        assertThatThrownBy(() -> run(new Scripted(valley), 1000, 0))
                .isInstanceOf(LinregException.class)
                .hasMessageContaining("grew to 80.4")
                .hasMessageContaining("at epoch 25")
                .hasMessageContaining("--standardize");
    }

    @Test
    void notANumberNamesTheEpoch() {
        assertThatThrownBy(() -> run(new Scripted(e -> e < 30 ? 100 - e : Double.NaN), 100, 0))
                .isInstanceOf(LinregException.class)
                .hasMessageContaining("epoch 30");
    }

    @Test
    void theLastLossIsLookedAtToo() {
        assertThatThrownBy(() -> run(new Scripted(e -> e < 10 ? 100 - e : Double.NaN), 10, 0))
                .isInstanceOf(LinregException.class)
                .hasMessageContaining("epoch 10");
    }

    @Test
    void aLossThatIsNotFiniteFromTheStartIsNotBlamedOnTheRate() {
        assertThatThrownBy(() -> run(new Scripted(e -> Double.NaN), 10, 0))
                .isInstanceOf(LinregException.class)
                .hasMessageContaining("before the first epoch")
                .hasMessageNotContaining("learning rate");
    }

    @Test
    void jitterOfAConvergedLossIsNoAlarm() {
        SplittableRandom random = new SplittableRandom(22);
        double[] jitter = random.doubles(10_001, -1e-7, 1e-7).toArray();
        Solution solution = run(new Scripted(e -> 2.4 * (1 + Math.exp(-0.1 * e)) * (1 + jitter[e])), 10_000, 0);
        assertThat(solution.epochs()).isEqualTo(10_000);
    }

    /** What is left of the loss of a perfect fit is rounding, and changes by any factor from one epoch to the next. */
    @Test
    void theRoundingOfAPerfectFitIsNoAlarm() {
        SplittableRandom random = new SplittableRandom(23);
        double[] noise = random.doubles(10_001, 0, 1e-13).toArray();
        Solution solution = run(new Scripted(e -> 300 * (Math.exp(-0.1 * e) + noise[e])), 10_000, 0);
        assertThat(solution.epochs()).isEqualTo(10_000);
    }

    @Test
    void aBatchThatGoesWrongBeyondItsStopIsNoAlarm() {
        // By epoch 100 batches are longer than an epoch; the tolerance is met there, the trouble comes after.
        IntToDoubleFunction loss = e -> e <= 100 ? 1000 - Math.min(e, 99) : e == 101 ? Double.NaN : 5;
        Solution solution = run(new Scripted(loss), 1000, 1e-6);
        assertThat(solution.epochs()).isEqualTo(100);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.0345, 0.1, 1e3, 1e200})
    void aRateThatIsTooLargeFailsCleanly(double rate) {
        double[][] x = {{8}, {-7}, {1}}; // L = 2/3 114 = 76 without, about that with intercept; 2/L = 0.026
        Quadratic objective = new Quadratic(x, new double[] {1, 2, 3});
        GradientDescent solver = new GradientDescent(1000, rate, 0);
        assertThatThrownBy(() -> solver.solve(objective, new double[2], true, EpochListener.NONE))
                .isInstanceOf(LinregException.class)
                .hasMessageContaining("learning rate")
                .hasMessageContaining("epoch");
    }

    @Test
    void aBillionEpochsThatStopEarlyCostNothing() {
        Solution solution = run(new Scripted(e -> Math.max(5, 5000 - e)), 1_000_000_000, 1e-9);
        assertThat(solution.epochs()).isEqualTo(4996);
        double[] losses = solution.losses();
        assertThat(Arrays.copyOfRange(losses, 4993, 4997)).containsExactly(7, 6, 5, 5);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.1, 0",
        "-1, 0.1, 0",
        "2147483647, 0.1, 0",
        "1, 0, 0",
        "1, -1, 0",
        "1, NaN, 0",
        "1, Infinity, 0",
        "1, 0.1, -1e-9",
        "1, 0.1, 1",
        "1, 0.1, NaN"
    })
    void settingsOutOfRangeAreRefused(int epochs, double rate, double tolerance) {
        assertThatThrownBy(() -> new GradientDescent(epochs, rate, tolerance))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not ");
    }

    @Test
    void settingsAreThoseOfTheCommandLine() {
        assertThat(new GradientDescent(7, null, 0.5).settings())
                .containsEntry("solver", "gd")
                .containsEntry("epochs", 7)
                .containsEntry("tolerance", 0.5);
    }
}
