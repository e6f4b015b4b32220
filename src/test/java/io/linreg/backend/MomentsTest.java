package io.linreg.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.linreg.base.LinregException;
import io.linreg.data.Dataset;
import io.linreg.data.DatasetBuilder;
import io.linreg.data.Precision;
import io.linreg.data.Standardizer;
import io.linreg.testing.Closeness;
import io.linreg.testing.Problems;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MomentsTest {
    private static final double ROUNDING = 0x1p-53;

    @Test
    void byHand() {
        // x: 1, 3, 5 (mean 3); y: 10, 20, 60 (mean 30); deviations -2, 0, 2 and -20, -10, 30.
        Moments moments = of(Problems.of(new double[][] {{1}, {3}, {5}}, new double[] {10, 20, 60}));
        assertThat(moments.rows()).isEqualTo(3);
        assertThat(moments.features()).isEqualTo(1);
        assertThat(moments.mean(0)).isEqualTo(3);
        assertThat(moments.targetMean()).isEqualTo(30, within(1e-14));
        assertThat(moments.xx(0, 0)).isEqualTo(8);
        assertThat(moments.xy(0)).isEqualTo(100, within(1e-13));
        assertThat(moments.yy()).isEqualTo(1400, within(1e-12));
    }

    /** Parts that were weighed by their own mean weight merge once each has its own back. */
    @Test
    void partsOfWeightedRowsMergeByTheirWeights() {
        Dataset rows = weighted(40, 0);
        Dataset first = weighted(15, 0);
        Dataset second = weighted(25, 15);
        try (Backend cpu = Backend.cpu(1)) {
            Moments merged = byWeight(cpu, first).merge(byWeight(cpu, second));
            Moments whole = byWeight(cpu, rows);
            assertThat(merged.weight()).isCloseTo(rows.totalWeight(), within(1e-13));
            assertThat(merged.rows()).isEqualTo(40);
            assertClose(merged, whole);
        }
    }

    private static Moments byWeight(Backend cpu, Dataset rows) {
        return cpu.moments(rows, Precision.DOUBLE).times(rows.totalWeight() / rows.rows());
    }

    private static Dataset weighted(int rows, int from) {
        DatasetBuilder builder = Dataset.builder(List.of("a", "b", "w"), "y", Precision.DOUBLE);
        for (int i = from; i < from + rows; i++) {
            builder.add(new double[] {Math.sin(i), Math.cos(3 * i), 1 + i % 7}, Math.sin(2 * i));
        }
        return builder.build().withWeights("w");
    }

    /** Sorted, so that parts differ in their means, which are large: as of the same rows less a whole number. */
    @Test
    void aLargeMeanCostsNoDigitsWherePartsMerge() {
        int n = 20_000;
        double[][] near = new double[n][2];
        double[][] far = new double[n][2];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            near[i][0] = i * 0x1p-19;
            near[i][1] = Math.rint(1000 * Math.sin(i)) * 0x1p-19;
            y[i] = Math.sin(3 * i);
            for (int j = 0; j < 2; j++) {
                far[i][j] = 0x1p33 + near[i][j];
            }
        }
        try (Backend cpu = Backend.cpu(1)) {
            Moments expected = cpu.moments(Problems.of(near, y), Precision.DOUBLE);
            Moments whole = cpu.moments(Problems.of(far, y), Precision.DOUBLE);
            Moments merged = cpu.moments(
                            Problems.of(Arrays.copyOf(far, 7000), Arrays.copyOf(y, 7000)), Precision.DOUBLE)
                    .merge(cpu.moments(
                            Problems.of(Arrays.copyOfRange(far, 7000, n), Arrays.copyOfRange(y, 7000, n)),
                            Precision.DOUBLE));
            for (Moments tested : List.of(whole, merged)) {
                for (int j = 0; j < 2; j++) {
                    assertThat(tested.exactMean(j)
                                    .minus(DoubleDouble.of(0x1p33))
                                    .value())
                            .isCloseTo(expected.mean(j), within(1e-13 * expected.mean(0)));
                    for (int k = 0; k < 2; k++) {
                        double size = Math.sqrt(expected.xx(j, j) * expected.xx(k, k));
                        assertThat(tested.xx(j, k)).isCloseTo(expected.xx(j, k), within(1e-13 * size));
                    }
                }
            }
        }
    }

    @Test
    void theyTravelWithTheirBits() throws Exception {
        Moments moments = random(20, 3, 5).times(0.3);
        ExactMoments exact = ExactMoments.of(moments);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(moments);
            out.writeObject(exact);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            Moments same = (Moments) in.readObject();
            ExactMoments sameExact = (ExactMoments) in.readObject();
            assertThat(same.weight()).isEqualTo(moments.weight());
            assertThat(same.xy(2)).isEqualTo(moments.xy(2));
            assertThat(same.mean(1)).isEqualTo(moments.mean(1));
            assertThat(sameExact.weight()).isEqualTo(exact.weight());
            assertThat(sameExact.product(0, 3)).isEqualTo(exact.product(0, 3));
        }
    }

    @Test
    void emptyIsNeutral() {
        Moments some = random(5, 3, 1);
        assertThat(Moments.empty(3).merge(some)).isSameAs(some);
        assertThat(some.merge(Moments.empty(3))).isSameAs(some);
        assertThat(Moments.empty(3).rows()).isZero();
    }

    @Test
    void largeMeansKeepTheirDigits() {
        // Deviations of about 1 on means of 1e9: sums of squares less the square of the sum would keep none of them.
        SplittableRandom random = new SplittableRandom(3);
        double[][] x = Problems.normal(random, 500, 2);
        double[] y = Problems.normal(random, 500);
        for (int i = 0; i < y.length; i++) {
            x[i][0] += 1e9;
            x[i][1] -= 1e9;
            y[i] += 1e9;
        }
        Moments whole = of(Problems.of(x, y));
        Moments parts = Moments.empty(2);
        for (int from = 0; from < y.length; from += 125) {
            parts = parts.merge(
                    of(Problems.of(Arrays.copyOfRange(x, from, from + 125), Arrays.copyOfRange(y, from, from + 125))));
        }
        // Means are rounded to 1e9 eps = 1e-7, and products are off by n times the square of that.
        assertThat(whole.xx(0, 0)).isEqualTo(exactProduct(x, 0, 0), within(1e-9));
        assertThat(whole.xx(1, 0)).isEqualTo(exactProduct(x, 1, 0), within(1e-9));
        assertThat(whole.mean(0)).isEqualTo(exactMean(x, 0), within(1e-6));
        // Parts shift by the difference of two rounded means, about 0.1: off by n 0.1 1e-7.
        assertThat(parts.xx(0, 0)).isEqualTo(exactProduct(x, 0, 0), within(1e-5));
        assertThat(parts.xx(1, 0)).isEqualTo(exactProduct(x, 1, 0), within(1e-5));
        assertThat(parts.mean(0)).isEqualTo(exactMean(x, 0), within(1e-6));
    }

    private static double exactMean(double[][] x, int j) {
        return bigMean(x, j).doubleValue();
    }

    private static BigDecimal bigMean(double[][] x, int j) {
        BigDecimal sum = BigDecimal.ZERO;
        for (double[] row : x) {
            sum = sum.add(new BigDecimal(row[j]));
        }
        return sum.divide(BigDecimal.valueOf(x.length), MathContext.DECIMAL128);
    }

    private static double exactProduct(double[][] x, int j, int k) {
        BigDecimal sum = BigDecimal.ZERO;
        for (double[] row : x) {
            BigDecimal left = new BigDecimal(row[j]).subtract(bigMean(x, j));
            BigDecimal right = new BigDecimal(row[k]).subtract(bigMean(x, k));
            sum = sum.add(left.multiply(right, MathContext.DECIMAL128));
        }
        return sum.doubleValue();
    }

    @Property(tries = 100, seed = "1")
    void mergeCommutes(@ForAll @IntRange(min = 1, max = 70) int n, @ForAll @IntRange(min = 1, max = 70) int m) {
        Moments a = random(n, 4, n);
        Moments b = random(m, 4, m + 100);
        assertClose(a.merge(b), b.merge(a));
    }

    @Property(tries = 100, seed = "2")
    void mergeIsAssociative(
            @ForAll @IntRange(max = 40) int n, @ForAll @IntRange(max = 40) int m, @ForAll @IntRange(max = 40) int l) {
        Moments a = random(n, 3, n);
        Moments b = random(m, 3, m + 100);
        Moments c = random(l, 3, l + 200);
        assertClose(a.merge(b).merge(c), a.merge(b.merge(c)));
    }

    @Property(tries = 100, seed = "3")
    void mergedPartsAreTheWhole(
            @ForAll @IntRange(min = 2, max = 200) int n, @ForAll @IntRange(min = 1, max = 199) int cut) {
        Dataset data = Problems.random(n, 3, Precision.DOUBLE, n);
        int[] rows = IntStream.range(0, n).toArray();
        int at = Math.min(cut, n - 1);
        Moments first = of(data.select(Arrays.copyOf(rows, at)));
        Moments second = of(data.select(Arrays.copyOfRange(rows, at, n)));
        assertClose(first.merge(second), of(data));
    }

    @Test
    void theyAreStandardizedAsTheRowsAre() {
        double[][] x = Problems.normal(new SplittableRandom(5), 300, 3);
        for (double[] row : x) {
            row[0] = 1e6 * row[0] + 3e6;
            row[1] = 1e-6 * row[1];
        }
        Dataset data = Problems.of(x, Problems.targets(x, new double[] {1e-6, 1e6, 1}, 50));
        Moments raw = of(data);
        for (boolean centre : new boolean[] {true, false}) {
            Standardizer expected = Standardizer.fit(data, centre);
            Standardizer standardizer = raw.standardizer(centre);
            Closeness.assertRelativelyClose("scales", standardizer.scales(), expected.scales(), 1e-13);
            Closeness.assertRelativelyClose("means", standardizer.means(), expected.means(), 1e-12);
            assertThat(standardizer.targetMean()).isEqualTo(expected.targetMean(), within(1e-12));
            Moments ofRows = of(standardizer.apply(data, Precision.DOUBLE));
            assertClose(raw.standardized(standardizer), ofRows);
            assertClose(ofRows.original(standardizer).standardized(standardizer), ofRows);
        }
    }

    @Test
    void aColumnThatDoesNotVaryIsOnlyCentred() {
        Moments moments = of(Problems.of(new double[][] {{2, 1}, {2, 2}, {2, 3}}, new double[] {1, 2, 4}));
        assertThat(moments.standardizer(true).scales()).containsExactly(1, Math.sqrt(2 / 3.0));
        assertThat(moments.standardizer(true).means()).containsExactly(2, 2);
        assertThat(moments.areInRange()).isFalse();
    }

    @Test
    void whatVanishesOrOverflowsWhenSquaredIsTold() {
        assertThat(ofScale(1e150).areInRange()).isFalse();
        assertThat(ofScale(1e-160).areInRange()).isFalse();
        assertThat(ofScale(1e100).areInRange()).isTrue();
        assertThat(ofScale(1e-100).areInRange()).isTrue();
    }

    private static Moments ofScale(double scale) {
        return of(Problems.of(new double[][] {{scale}, {-scale}, {3 * scale}}, new double[] {1, 2, 4}));
    }

    @Test
    void momentsOfDifferentFeaturesDoNotMerge() {
        Moments two = random(5, 2, 1);
        assertThatThrownBy(() -> two.merge(random(5, 3, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2")
                .hasMessageContaining("3");
        assertThatThrownBy(() -> two.merge(Moments.empty(3))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tooManyFeaturesAreRefusedWithAWayOut() {
        assertThatThrownBy(() -> Moments.empty(46_340))
                .isInstanceOf(LinregException.class)
                .hasMessageContaining("46340 features")
                .hasMessageContaining("--gradient fused");
    }

    private static void assertClose(Moments actual, Moments expected) {
        assertThat(actual.rows()).isEqualTo(expected.rows());
        int d = expected.features();
        for (int j = 0; j <= d; j++) {
            for (int k = 0; k <= d; k++) {
                // By Cauchy and Schwarz, what the sum adds up is below this; random data has means of about 0.
                double magnitude = Math.sqrt(product(expected, j, j) * product(expected, k, k)) + 1;
                double tolerance = 8 * (8 + Math.sqrt((double) expected.rows())) * ROUNDING * magnitude;
                Closeness.assertClose(
                        "product " + j + ", " + k,
                        new double[] {product(actual, j, k)},
                        new double[] {product(expected, j, k)},
                        new double[] {tolerance});
            }
            assertThat(mean(actual, j)).isEqualTo(mean(expected, j), within(100 * ROUNDING * 4));
        }
    }

    private static double product(Moments m, int j, int k) {
        int d = m.features();
        return j < d && k < d ? m.xx(j, k) : j < d ? m.xy(j) : k < d ? m.xy(k) : m.yy();
    }

    private static double mean(Moments m, int j) {
        return j < m.features() ? m.mean(j) : m.targetMean();
    }

    private static Moments random(int rows, int features, long seed) {
        return rows == 0 ? Moments.empty(features) : of(Problems.random(rows, features, Precision.DOUBLE, seed));
    }

    private static Moments of(Dataset data) {
        return new ScalarLeastSquares(data).moments();
    }
}
