package io.linreg.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LossCurveTest {
    @Test
    void fewLossesAreAllThere() {
        LossCurve curve = LossCurve.of(new double[] {9, 4, 3});
        assertThat(curve.epochs()).containsExactly(0, 1, 2);
        assertThat(curve.losses()).containsExactly(9, 4, 3);
        assertThat(curve.base()).isEqualTo(2);
    }

    @Test
    void axisSuitsTheRange() {
        assertThat(LossCurve.of(new double[] {1e4, 1}).base()).isEqualTo(10);
        assertThat(LossCurve.of(new double[] {5, 4}).base()).isZero();
        assertThat(LossCurve.of(new double[] {5, 5}).base()).isZero();
        assertThat(LossCurve.of(new double[] {0, 0}).base()).isZero();
    }

    @Test
    void zeroIsLeftOutOfALogarithmicAxisAndCounted() {
        LossCurve curve = LossCurve.of(new double[] {9, 1e-9, 0, 0});
        assertThat(curve.losses()).containsExactly(9, 1e-9);
        assertThat(curve.hidden()).isEqualTo(2);
    }

    @Test
    void millionsAreThinnedToEndsAndExtremes() {
        double[] losses = IntStream.rangeClosed(0, 3_000_000)
                .mapToDouble(e -> 5 - e * 1e-7)
                .toArray();
        losses[1_234_567] = 6;
        LossCurve curve = LossCurve.of(losses);
        assertThat(curve.epochs()).hasSizeLessThan(650).isSorted().doesNotHaveDuplicates();
        assertThat(curve.epochs()).startsWith(0).endsWith(3_000_000).contains(1_234_567);
        assertThat(curve.losses()).contains(6);
    }

    @Test
    void earlyDescentIsKeptWhole() {
        double[] losses = IntStream.rangeClosed(0, 1_000_000)
                .mapToDouble(e -> 1 + 200 * Math.pow(0.5, e))
                .toArray();
        LossCurve curve = LossCurve.of(losses);
        assertThat(curve.early()).isTrue();
        assertThat(curve.epochs()).hasSizeLessThan(650).startsWith(0, 1, 2, 3, 4, 5, 6, 7, 8);
    }

    static Stream<double[]> strange() {
        double[] constant = new double[26];
        Arrays.fill(constant, 5);
        double[] steady =
                IntStream.rangeClosed(0, 1000).mapToDouble(e -> 2000 - e).toArray();
        double[] deep = IntStream.rangeClosed(0, 2000)
                .mapToDouble(e -> Math.pow(10, -e / 6.3))
                .toArray();
        return Stream.of(
                new double[] {3, 2},
                new double[] {3, 3},
                new double[] {0, 0},
                new double[] {9, 0},
                new double[] {1e-320, 2 * Double.MIN_VALUE},
                new double[] {1e300, 1e-300, 0},
                new double[] {1e12, Math.nextDown(1e12)},
                new double[] {2e-13, 1.9e-13, 1.8e-13},
                constant,
                steady,
                deep);
    }

    /** The chart library has never-ending loops in it for some axes. */
    @ParameterizedTest
    @MethodSource("strange")
    @Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void strangeLossesAreDrawn(double[] losses) {
        Awt.require();
        BufferedImage image = Plots.image(new Charts(ReportFixture.withLosses(losses), ChartLook.IMAGE).loss());
        assertThat(Pixels.share(image, Palette.PRINT.data())).isGreaterThan(0);
    }

    @Test
    void validationLossesShareTheAxes() {
        double[] training =
                IntStream.range(0, 400).mapToDouble(e -> 1 + Math.exp(-e)).toArray();
        double[] validation = IntStream.range(0, 400).mapToDouble(e -> 50 + e).toArray();
        List<LossCurve> curves = LossCurve.of(training, validation);
        assertThat(curves).allMatch(curve -> curve.base() == 2 && curve.early());
        assertThat(curves.get(0).epochs()).endsWith(399);
        assertThat(curves.get(1).losses()).startsWith(50).endsWith(449);
        assertThat(LossCurve.of(training).base()).isEqualTo(2);
        assertThat(LossCurve.of(training, new double[0]).get(1).losses()).isEmpty();
    }
}
