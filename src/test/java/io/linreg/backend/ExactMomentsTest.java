package io.linreg.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.linreg.base.LinregException;
import io.linreg.data.Dataset;
import io.linreg.data.DatasetBuilder;
import io.linreg.data.Precision;
import io.linreg.data.Term;
import io.linreg.testing.BigMoments;
import io.linreg.testing.Problems;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExactMomentsTest {
    /** What 106 bits leave of a sum of some thousand products, as a share of what it adds up. */
    private static final double SHARE = 1e-30;

    /**
     * A mean may be off by a share of the column's size. So may a deviation from it, as panels merge by their means: a product may
     * be off by a share of one column's size times the other's deviation.
     */
    private static void assertMoments(ExactMoments actual, BigMoments expected) {
        assertThat(actual.features() + 1).isEqualTo(expected.columns());
        assertThat(actual.rows()).isEqualTo(expected.rows().length);
        assertClose(
                "weight", actual.weight(), expected.weight(), expected.weight().doubleValue());
        BigDecimal[][] centred = expected.centred();
        for (int j = 0; j < expected.columns(); j++) {
            double size = root(expected.product(j, j));
            assertClose("mean " + j, actual.mean(j), expected.mean(j), size / root(expected.weight()));
            for (int k = 0; k < expected.columns(); k++) {
                double scale = size * root(centred[k][k]) + root(centred[j][j]) * root(expected.product(k, k));
                assertClose("product " + j + ", " + k, actual.product(j, k), centred[j][k], scale);
            }
        }
    }

    private static double root(BigDecimal number) {
        return Math.sqrt(Math.max(1e-120, number.doubleValue())); // what 100 digits leave of 0
    }

    private static void assertClose(String what, DoubleDouble actual, BigDecimal expected, double scale) {
        BigDecimal error = actual.toBigDecimal().subtract(expected).abs();
        assertThat(error.doubleValue())
                .as("%s: %s instead of %s", what, actual, expected.setScale(60, RoundingMode.HALF_EVEN))
                .isLessThanOrEqualTo(SHARE * scale);
    }

    private static ExactMoments of(Dataset data) {
        return ExactMoments.of(data, Term.columns(data.features()));
    }

    /** Columns of means and scales far apart. */
    private static double[][] columns(SplittableRandom random, int rows, int columns) {
        double[][] x = Problems.normal(random, rows, columns);
        for (int j = 0; j < columns; j++) {
            double mean = random.nextInt(3) * Math.pow(10, random.nextInt(0, 7)) * random.nextGaussian();
            double scale = Math.pow(10, random.nextInt(-8, 9));
            for (double[] row : x) {
                row[j] = scale * (row[j] + mean);
            }
        }
        return x;
    }

    @Property(tries = 60, seed = "11")
    void ofRandomData(
            @ForAll @IntRange(min = 1, max = 300) int rows,
            @ForAll @IntRange(min = 1, max = 6) int features,
            @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] x = columns(random, rows, features);
        double[] y = Problems.normal(random, rows);
        assertMoments(of(Problems.of(x, y)), BigMoments.of(x, y));
    }

    /** Round the edges of chunks, panels and slices. */
    @ParameterizedTest
    @ValueSource(ints = {1, 127, 128, 129, 1023, 1024, 1025, 9000})
    void ofSizesRoundTheEdges(int rows) {
        SplittableRandom random = new SplittableRandom(rows);
        double[][] x = columns(random, rows, 2);
        for (int i = 0; i < rows; i++) {
            x[i][0] += i; // means that drift from panel to panel
        }
        double[] y = Problems.normal(random, rows);
        assertMoments(of(Problems.of(x, y)), BigMoments.of(x, y));
    }

    @Property(tries = 30, seed = "12")
    void ofWeightedRows(
            @ForAll @IntRange(min = 2, max = 300) int rows,
            @ForAll @IntRange(min = 1, max = 3) int features,
            @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] x = columns(random, rows, features + 1);
        double[] weights = new double[rows];
        for (int i = 0; i < rows; i++) {
            weights[i] = i % 5 == 1 ? 0 : Math.pow(10, random.nextInt(-9, 10)) * random.nextDouble();
            x[i][features] = weights[i];
        }
        double[] y = Problems.normal(random, rows);
        Dataset data = Problems.of(x, y).withWeights("x" + features);
        double[][] unweighted =
                Arrays.stream(x).map(row -> Arrays.copyOf(row, features)).toArray(double[][]::new);
        assertMoments(of(data), BigMoments.of(unweighted, y).weighted(weights));
    }

    @Test
    void termsAreFormedWithoutRounding() {
        SplittableRandom random = new SplittableRandom(13);
        double[][] x = Problems.normal(random, 50, 2);
        double[] y = Problems.normal(random, 50);
        List<Term> terms = List.of(
                Term.column("x1"),
                Term.power("x0", 2),
                Term.power("x0", 7),
                Term.interaction(List.of("x0", "x1", "x0")));
        BigDecimal[][] rows = new BigDecimal[50][];
        for (int i = 0; i < 50; i++) {
            BigDecimal a = new BigDecimal(x[i][0]);
            BigDecimal b = new BigDecimal(x[i][1]);
            rows[i] = new BigDecimal[] {b, a.pow(2), a.pow(7), a.pow(2).multiply(b), new BigDecimal(y[i])};
        }
        BigMoments unweighted = BigMoments.of(x, y);
        assertMoments(ExactMoments.of(Problems.of(x, y), terms), new BigMoments(rows, unweighted.weights()));
    }

    @Test
    void ofAView() {
        SplittableRandom random = new SplittableRandom(14);
        double[][] x = columns(random, 2000, 3);
        double[] y = Problems.normal(random, 2000);
        int[] chosen = random.ints(700, 0, 2000).toArray(); // some of them twice
        Dataset view = Problems.of(x, y).select(chosen).project(List.of("x2", "x0"));
        double[][] picked = Arrays.stream(chosen)
                .mapToObj(i -> new double[] {x[i][2], x[i][0]})
                .toArray(double[][]::new);
        double[] targets = Arrays.stream(chosen).mapToDouble(i -> y[i]).toArray();
        assertMoments(of(view), BigMoments.of(picked, targets));
    }

    @Test
    void ofFloats() {
        Dataset floats = Problems.random(100, 3, Precision.FLOAT, 15);
        assertMoments(of(floats), BigMoments.of(Problems.x(floats), Problems.y(floats)));
    }

    @Property(tries = 30, seed = "16")
    void mergeIsAssociativeToRounding(@ForAll @IntRange(min = 1, max = 4) int features, @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] x = columns(random, 60, features);
        double[] y = Problems.normal(random, 60);
        int first = random.nextInt(0, 61);
        int second = random.nextInt(first, 61);
        ExactMoments a = part(x, y, 0, first);
        ExactMoments b = part(x, y, first, second);
        ExactMoments c = part(x, y, second, 60);
        BigMoments whole = BigMoments.of(x, y);
        assertMoments(a.merge(b).merge(c), whole);
        assertMoments(a.merge(b.merge(c)), whole);
    }

    private static ExactMoments part(double[][] x, double[] y, int from, int to) {
        return from == to
                ? ExactMoments.empty(x[0].length)
                : of(Problems.of(Arrays.copyOfRange(x, from, to), Arrays.copyOfRange(y, from, to)));
    }

    @Test
    void anyNumberOfThreadsGivesTheSameBits() {
        Dataset data = Problems.random(20_000, 70, Precision.DOUBLE, 17); // slices and bands
        ExactMoments one = of(data, 1);
        assertSame(of(data, 3), one);
        assertThat(one.rounded().product(0, 69))
                .isEqualTo(of(data, 2).product(69, 0).value());
    }

    private static ExactMoments of(Dataset data, int threads) {
        try (Workers workers = new Workers(threads)) {
            return ExactMoments.of(data, Term.columns(data.features()), workers);
        }
    }

    private static void assertSame(ExactMoments actual, ExactMoments expected) {
        for (int j = 0; j <= expected.features(); j++) {
            assertThat(actual.mean(j)).isEqualTo(expected.mean(j));
            for (int k = 0; k <= expected.features(); k++) {
                assertThat(actual.product(j, k)).as("%d, %d", j, k).isEqualTo(expected.product(j, k));
            }
        }
    }

    /** Bands against a matrix of one: wide data against its own columns. */
    @Test
    void bandsAreRowsOfOneMatrix() {
        Dataset wide = Problems.random(300, 150, Precision.DOUBLE, 18);
        ExactMoments whole = of(wide);
        List<String> some = List.of("x3", "x64", "x80", "x149");
        assertSame(whole.project(3, 64, 80, 149, 150), of(wide.project(some)));
    }

    @Test
    void projectionsChooseAndReorder() {
        Moments moments = of(Problems.random(40, 3, Precision.DOUBLE, 19)).rounded();
        ExactMoments exact = ExactMoments.of(moments).project(3, 0, 2);
        Moments chosen = moments.project(3, 0, 2);
        assertThat(exact.features()).isEqualTo(chosen.features()).isEqualTo(2);
        assertThat(chosen.xx(0, 1))
                .isEqualTo(moments.xy(0))
                .isEqualTo(exact.product(0, 1).value());
        assertThat(chosen.yy())
                .isEqualTo(moments.xx(2, 2))
                .isEqualTo(exact.product(2, 2).value());
        assertThat(chosen.mean(0)).isEqualTo(moments.targetMean());
        assertThat(chosen.targetMean())
                .isEqualTo(moments.mean(2))
                .isEqualTo(exact.mean(2).value());
        assertThat(chosen.rows()).isEqualTo(40);
    }

    @Test
    void roundedIsTheNearestDouble() {
        Dataset data = Problems.random(40, 2, Precision.DOUBLE, 20);
        ExactMoments exact = of(data);
        BigMoments big = BigMoments.of(Problems.x(data), Problems.y(data));
        for (int j = 0; j <= 2; j++) {
            assertThat(exact.rounded().columnMean(j)).isEqualTo(big.mean(j).doubleValue());
            for (int k = 0; k <= 2; k++) {
                assertThat(exact.rounded().product(j, k)).isEqualTo(big.centred()[j][k].doubleValue());
            }
        }
    }

    @Test
    void leastSquaresOnMomentsHandThemOn() {
        ExactMoments exact = of(Problems.random(40, 2, Precision.DOUBLE, 21));
        assertThat(new MomentsLeastSquares(exact).exactMoments()).isSameAs(exact);
        ExactMoments known = new MomentsLeastSquares(exact.rounded()).exactMoments();
        assertThat(known.product(0, 1))
                .isEqualTo(DoubleDouble.of(exact.product(0, 1).value()));
    }

    @Test
    void whatIsNotFiniteIsNamed() {
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, 1e200}) {
            Dataset data = Problems.of(new double[][] {{1, bad}, {2, 3}, {5, 4}}, new double[] {1, 2, 3});
            assertThatThrownBy(() -> of(data))
                    .isInstanceOf(LinregException.class)
                    .hasMessageContaining("\"x1\"")
                    .hasMessageContaining("larger units");
        }
        Dataset target = Problems.of(new double[][] {{1}, {2}}, new double[] {1e300, 2});
        assertThatThrownBy(() -> of(target)).hasMessageContaining("\"y\"");
        for (double tiny : new double[] {1e-150, 1e-200}) {
            Dataset small = Problems.of(new double[][] {{tiny, 1}, {-2 * tiny, 2}}, new double[] {1, 2});
            assertThatThrownBy(() -> of(small)).hasMessageContaining("\"x0\"").hasMessageContaining("smaller units");
        }
    }

    @Test
    void unknownColumnsAreRefused() {
        Dataset data = Problems.random(5, 2, Precision.DOUBLE, 22);
        assertThatThrownBy(() -> ExactMoments.of(data, List.of(Term.power("z", 2))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("z^2");
        assertThatThrownBy(() -> of(data).merge(ExactMoments.empty(3))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void manyRowsAreAddedUpExactly() {
        // 0, 1, ..., n - 1 and its squares have sums in closed form.
        int n = 200_000;
        DatasetBuilder builder = Dataset.builder(List.of("x"), "y", Precision.DOUBLE);
        IntStream.range(0, n).forEach(i -> builder.add(new double[] {i}, 1));
        ExactMoments moments = ExactMoments.of(builder.build(), List.of(Term.column("x"), Term.power("x", 2)));
        BigDecimal big = BigDecimal.valueOf(n);
        BigDecimal variance = big.pow(3).subtract(big).divide(BigDecimal.valueOf(12));
        assertClose("squares", moments.product(0, 0), variance, variance.doubleValue());
        // The sum of (x - mean)(x^2 - mean of x^2) is (n - 1) times that of (x - mean)^2: x^2 is as even as x about the
        // middle.
        BigDecimal mixed = variance.multiply(big.subtract(BigDecimal.ONE));
        assertClose("mixed", moments.product(1, 0), mixed, mixed.doubleValue());
        assertThat(moments.product(2, 2)).isEqualTo(DoubleDouble.ZERO);
    }
}
