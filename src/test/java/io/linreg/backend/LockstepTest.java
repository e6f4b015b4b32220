package io.linreg.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.linreg.data.Dataset;
import io.linreg.data.Precision;
import io.linreg.data.Standardizer;
import io.linreg.testing.Closeness;
import io.linreg.testing.Problems;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Solvers of several targets, side by side: what each asks for in its own order, and how often X is read for it. */
@Timeout(60)
class LockstepTest {
    private static final double RATE = 0.01;

    /** Computes each target by the specification, and counts. */
    private static final class Counted implements JointLeastSquares {
        private final List<LeastSquares> targets;
        private int passes;
        private int failsAt = Integer.MAX_VALUE;

        Counted(int count) {
            Dataset first = Problems.random(20, 2, Precision.DOUBLE, 1);
            targets = new ArrayList<>();
            for (int t = 0; t < count; t++) {
                targets.add(new ScalarLeastSquares(new Standardizer(null, null, 3.0 * t).retarget(first, first)));
            }
        }

        @Override
        public int targets() {
            return targets.size();
        }

        @Override
        public int features() {
            return 2;
        }

        @Override
        public long rows() {
            return 20;
        }

        @Override
        public Gradient method() {
            return Gradient.FUSED;
        }

        @Override
        public void lossesAndGradients(double[][] parameters, double[] losses, double[][] gradients) {
            if (passes++ == failsAt) {
                throw new DeviceUnavailableException("lost");
            }
            for (int t = 0; t < losses.length; t++) {
                losses[t] = targets.get(t).lossAndGradient(parameters[t], gradients[t]);
            }
        }

        @Override
        public void close() {
            throw new IllegalStateException("not the solvers' to close");
        }
    }

    /** Two losses, so many epochs in runs of so many, then a loss: all numbers that were seen. */
    private static double[] walk(LeastSquares objective, int epochs, int atOnce) {
        double[] p = {0.5, -1, 2};
        double[] gradient = new double[3];
        List<Double> seen = new ArrayList<>();
        seen.add(objective.lossAndGradient(p, gradient));
        for (int done = 0; done < epochs; ) {
            double[] losses = new double[Math.min(atOnce, epochs - done)];
            objective.descend(new Descent(p, RATE, true, losses));
            Arrays.stream(losses).forEach(seen::add);
            done += losses.length;
        }
        seen.add(objective.lossAndGradient(p, gradient));
        Arrays.stream(p).forEach(seen::add);
        Arrays.stream(gradient).forEach(seen::add);
        return seen.stream().mapToDouble(Double::doubleValue).toArray();
    }

    @Test
    void everySolverSeesWhatItSeesAloneAndXIsReadForAll() {
        Counted joint = new Counted(3);
        int[] epochs = {10, 10, 10};
        List<double[]> found = Lockstep.run(joint, (t, objective) -> walk(objective, epochs[t], 4));

        for (int t = 0; t < 3; t++) {
            Closeness.assertSameBits("target " + t, found.get(t), walk(joint.targets.get(t), 10, 4));
        }
        assertThat(joint.passes).isEqualTo(12);
    }

    /** Runs of other lengths, and other numbers of epochs: none waits for one that is done. */
    @Test
    void solversNeedNotAgreeOnAnything() {
        Counted joint = new Counted(4);
        int[] epochs = {1, 50, 7, 20};
        int[] atOnce = {1, 3, 7, 1};
        List<double[]> found = Lockstep.run(joint, (t, objective) -> walk(objective, epochs[t], atOnce[t]));

        for (int t = 0; t < 4; t++) {
            Closeness.assertSameBits("target " + t, found.get(t), walk(joint.targets.get(t), epochs[t], atOnce[t]));
        }
        assertThat(joint.passes).isLessThan(60);
    }

    @Test
    void aSolverThatFailsKeepsNoneOfTheOthers() {
        Counted joint = new Counted(3);
        double[][] ends = new double[3][];

        assertThatThrownBy(() -> Lockstep.run(joint, (t, objective) -> {
                    if (t > 0) {
                        walk(objective, t, 1);
                        throw new IllegalArgumentException("target " + t);
                    }
                    ends[t] = walk(objective, 30, 1);
                    return t;
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("target 1");
        Closeness.assertSameBits("the first", ends[0], walk(joint.targets.get(0), 30, 1));
    }

    @Test
    void aDeviceThatFailsFailsForAll() {
        Counted joint = new Counted(3);
        joint.failsAt = 5;
        List<String> told = new ArrayList<>();

        assertThatThrownBy(() -> Lockstep.run(joint, (t, objective) -> {
                    try {
                        return walk(objective, 30, 1);
                    } catch (DeviceUnavailableException e) {
                        synchronized (told) {
                            told.add(e.getMessage());
                        }
                        throw e;
                    }
                }))
                .isInstanceOf(DeviceUnavailableException.class);
        assertThat(told).containsExactly("lost", "lost", "lost");
        assertThat(joint.passes).isEqualTo(6);
    }

    @Test
    void anInterruptIsKept() {
        Counted joint = new Counted(2);
        List<Boolean> interrupted = Lockstep.run(joint, (t, objective) -> {
            if (t == 0) {
                Thread.currentThread().interrupt();
            }
            walk(objective, 5, 1);
            return Thread.interrupted();
        });
        assertThat(interrupted).containsExactly(true, false);
    }

    @Test
    void aTargetHasNoRowsOfItsOwn() {
        Counted joint = new Counted(2);
        List<Long> rows = Lockstep.run(joint, (t, objective) -> {
            assertThat(objective.features()).isEqualTo(2);
            assertThat(objective.method()).isEqualTo(Gradient.FUSED);
            assertThatThrownBy(objective::moments).isInstanceOf(UnsupportedOperationException.class);
            assertThatThrownBy(objective::miniBatches).isInstanceOf(UnsupportedOperationException.class);
            objective.descend(new Descent(new double[3], RATE, true, new double[0]));
            objective.close();
            return objective.rows();
        });
        assertThat(rows).containsExactly(20L, 20L);
        assertThat(joint.passes).isZero();
    }
}
