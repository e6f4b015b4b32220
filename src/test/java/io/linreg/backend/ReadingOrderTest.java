package io.linreg.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.linreg.data.Dataset;
import io.linreg.data.Precision;
import io.linreg.data.Standardizer;
import io.linreg.testing.Closeness;
import io.linreg.testing.Problems;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadingOrderTest {
    private static final long FIRST = 1000;
    private static final int ROWS = 10;
    private static final long FAST = 90;
    private static final long SLOW = 100;

    /** Runs pieces; returns how many of them were read in several streams. */
    private static int run(ReadingOrder order, int pieces, boolean severalAreQuicker) {
        int inSeveral = 0;
        for (int i = 0; i < pieces; i++) {
            boolean several = order.several();
            order.took(several == severalAreQuicker ? FAST : SLOW, ROWS);
            inSeveral += several ? 1 : 0;
        }
        return inSeveral;
    }

    /** Up to the piece behind which the first trial begins. */
    private static ReadingOrder warm() {
        ReadingOrder order = ReadingOrder.triedAfter(FIRST);
        assertThat(run(order, (int) (FIRST / SLOW) + 1, true)).isZero();
        return order;
    }

    @Test
    void nothingIsTriedAtFirst() {
        assertThat(run(ReadingOrder.triedAfter(Long.MAX_VALUE), 10_000, true)).isZero();
    }

    @Test
    void inATrialBothTakeTurns() {
        assertThat(run(warm(), ReadingOrder.TURNS, true)).isEqualTo(ReadingOrder.TURNS / 2);
    }

    @Test
    void theQuickerWayIsKept() {
        for (boolean severalAreQuicker : new boolean[] {false, true}) {
            ReadingOrder order = warm();
            run(order, ReadingOrder.TURNS, severalAreQuicker);
            assertThat(order.several()).isEqualTo(severalAreQuicker);
            int inSeveral = run(order, 100_000, severalAreQuicker);
            int tried = severalAreQuicker ? 100_000 - inSeveral : inSeveral;
            assertThat(tried).isBetween(1, 200);
        }
    }

    @Test
    void whatBecomesQuickerIsFound() {
        ReadingOrder order = warm();
        run(order, 1000, false);
        assertThat(order.several()).isFalse();
        run(order, 4000, true);
        assertThat(order.several()).isTrue();
        run(order, 4000, false);
        assertThat(order.several()).isFalse();
    }

    /** One that was slow for another reason does not count. */
    @Test
    void onePieceOfATrialDecidesNothing() {
        ReadingOrder order = warm();
        order.took(1_000_000, ROWS);
        order.took(2_000_000, ROWS);
        run(order, ReadingOrder.TURNS - 2, true);
        assertThat(order.several()).isTrue();
    }

    /** The last one of a block takes little time, and yet a long one for its rows. */
    @Test
    void aShortPieceIsNotAQuickOne() {
        ReadingOrder order = warm();
        for (int i = 0; i < ReadingOrder.TURNS; i++) {
            boolean several = order.several();
            if (!several && i > 1) {
                order.took(SLOW / 5, ROWS / 10);
            } else {
                order.took(several ? FAST : SLOW, ROWS);
            }
        }
        assertThat(order.several()).isTrue();
    }

    @Test
    void aFixedOrderIsNotTimed() {
        for (boolean several : new boolean[] {false, true}) {
            assertThat(ReadingOrder.fixed(several).several()).isEqualTo(several);
            assertThat(ReadingOrder.fixed(several).isOpen()).isFalse();
        }
    }

    /** Tiles and wide rows, of which some are left over behind those that are read together; a target alone and beside another. */
    @ParameterizedTest
    @CsvSource({
        "1, FLOAT", "7, FLOAT", "130, FLOAT", "513, FLOAT", "531, FLOAT", "1024, FLOAT", "1300, FLOAT",
        "1, DOUBLE", "7, DOUBLE", "130, DOUBLE", "257, DOUBLE", "331, DOUBLE", "640, DOUBLE", "700, DOUBLE"
    })
    void theBitsAreTheSame(int features, Precision precision) {
        int rows = 2 * 1024 + 5 * 64 + 59;
        Dataset data = Problems.random(rows, features, precision, 1);
        Dataset other = Problems.random(rows, features, precision, 2);
        Dataset beside = new Standardizer(new double[0], new double[0], 0.5).retarget(data, other);
        double[] at = Problems.normal(new SplittableRandom(3), features + 1);
        for (TileKernels<?> kernels : List.of(Kernels.plain(precision), Kernels.vectors(precision))) {
            for (double threshold : new double[] {Double.POSITIVE_INFINITY, Math.sqrt(features)}) {
                double[] one = clipped(data, kernels, at, threshold, false);
                double[] several = clipped(data, kernels, at, threshold, true);
                Closeness.assertSameBits("at " + threshold, several, one);
            }
            Closeness.assertSameBits(
                    "of two", joint(data, beside, kernels, at, true), joint(data, beside, kernels, at, false));
        }
    }

    private static double[] clipped(
            Dataset data, TileKernels<?> kernels, double[] at, double threshold, boolean several) {
        double[] found = new double[at.length + 3];
        double[] gradient = new double[at.length];
        try (Workers workers = new Workers(2);
                LeastSquares tested =
                        new VectorLeastSquares<>(data, kernels, workers, () -> ReadingOrder.fixed(several))) {
            ClippedResiduals clipped = tested.clippedGradient(at, threshold, gradient);
            found[0] = clipped.square();
            found[1] = clipped.excess();
            found[2] = clipped.outliers();
        }
        System.arraycopy(gradient, 0, found, 3, at.length);
        return found;
    }

    private static double[] joint(Dataset first, Dataset second, TileKernels<?> kernels, double[] at, boolean several) {
        double[] losses = new double[2];
        double[][] gradients = new double[2][at.length];
        try (Workers workers = new Workers(2);
                JointLeastSquares both = new TiledLeastSquares<>(
                        List.of(first, second), kernels, workers, () -> ReadingOrder.fixed(several))) {
            both.lossesAndGradients(new double[][] {at, at}, losses, gradients);
        }
        double[] found = new double[2 + 2 * at.length];
        System.arraycopy(losses, 0, found, 0, 2);
        System.arraycopy(gradients[0], 0, found, 2, at.length);
        System.arraycopy(gradients[1], 0, found, 2 + at.length, at.length);
        return found;
    }
}
