package io.linreg.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.linreg.backend.ExactMoments;
import io.linreg.data.Dataset;
import io.linreg.data.Term;
import io.linreg.testing.BigMoments;
import io.linreg.testing.Closeness;
import io.linreg.testing.Problems;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The factors against decimal arithmetic of 100 digits, and the columns they leave out. */
class NormalFactorTest {
    /** Half a unit in the last place, for the one rounding, and a little for what double-double leaves. */
    private static final double ROUNDED = 0x1.001p-53;

    private static NormalFactor factor(double[][] x, double[] y, boolean intercept, double tolerance) {
        return factor(Problems.of(x, y), intercept, tolerance);
    }

    private static NormalFactor factor(Dataset data, boolean intercept, double tolerance) {
        return new NormalFactor(ExactMoments.of(data, Term.columns(data.features())), intercept, tolerance);
    }

    private static NormalFactor factor(double[][] x, double[] y, boolean intercept) {
        return factor(x, y, intercept, NormalEquations.TOLERANCE);
    }

    /** Features, and behind the target a column of ones. */
    private static int[] parameters(int features, boolean intercept) {
        return intercept
                ? IntStream.concat(IntStream.range(0, features), IntStream.of(features + 1))
                        .toArray()
                : IntStream.range(0, features).toArray();
    }

    /** Of scales from 1e-8 to 1e8, means up to thousands of deviations. */
    private static double[][] columns(SplittableRandom random, int rows, int features) {
        double[][] x = Problems.normal(random, rows, features);
        for (int j = 0; j < features; j++) {
            double scale = Math.pow(10, random.nextInt(-8, 9));
            double mean = random.nextInt(2) * 1e3 * random.nextGaussian();
            for (double[] row : x) {
                row[j] = scale * (row[j] + mean);
            }
        }
        return x;
    }

    @Property(tries = 60, seed = "31")
    void everythingIsRoundedOnce(
            @ForAll @IntRange(min = 1, max = 6) int features,
            @ForAll @IntRange(min = 2, max = 30) int more,
            @ForAll boolean intercept,
            @ForAll boolean weighted,
            @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int rows = features + more;
        double[][] x = columns(random, rows, features + 1);
        double[] y = Problems.normal(random, rows);
        double[] weights = new double[rows];
        for (int i = 0; i < rows; i++) {
            weights[i] = weighted ? 0.1 + 10 * random.nextDouble() : 1;
            x[i][features] = weights[i];
        }
        NormalFactor factor =
                factor(Problems.of(x, y).withWeights("x" + features), intercept, NormalEquations.TOLERANCE);
        double[][] kept =
                Arrays.stream(x).map(row -> Arrays.copyOf(row, features)).toArray(double[][]::new);
        BigMoments big = BigMoments.of(kept, y).weighted(weights);
        int[] columns = parameters(features, intercept);
        BigDecimal[][] expected = big.solve(columns);
        assertThat(factor.rank()).isEqualTo(columns.length);
        assertThat(factor.aliased()).isEmpty();
        double[] parameters = factor.parameters();
        double[][] inverse = factor.inverse();
        assertThat(parameters).hasSize(features + 1);
        for (int j = 0; j < columns.length; j++) {
            int at = columns[j] > features ? features : columns[j];
            assertRounded("parameter " + at, parameters[at], expected[j][0]);
            for (int k = 0; k < columns.length; k++) {
                int across = columns[k] > features ? features : columns[k];
                assertRounded("inverse " + at + ", " + across, inverse[at][across], expected[j][1 + k]);
            }
        }
        BigDecimal[] solution = Arrays.stream(expected).map(row -> row[0]).toArray(BigDecimal[]::new);
        assertRounded("residual squares", factor.residualSquares(), big.residualSquares(solution, columns));
        if (!intercept) {
            assertThat(parameters[features]).isZero();
            assertThat(inverse[features]).containsOnly(0);
        }
    }

    private static void assertRounded(String what, double actual, BigDecimal expected) {
        assertThat(new BigDecimal(actual).subtract(expected).abs().doubleValue())
                .as("%s: %s instead of %s", what, actual, expected.doubleValue())
                .isLessThanOrEqualTo(ROUNDED * Math.abs(expected.doubleValue()));
    }

    /** Whatever the columns are, the residuals are orthogonal to all of them, aliased or not. */
    @Property(tries = 200, seed = "32")
    void residualsAreOrthogonalToEveryColumn(
            @ForAll @IntRange(min = 1, max = 12) int rows,
            @ForAll @IntRange(min = 1, max = 8) int features,
            @ForAll boolean intercept,
            @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] x = columns(random, rows, features);
        double[] factors = Problems.normal(random, features);
        for (int j = 1; j < features; j++) {
            int kind = random.nextInt(5);
            for (double[] row : x) {
                if (kind == 0) {
                    row[j] = factors[j] * row[j - 1];
                } else if (kind == 1) {
                    row[j] = 1e-3 * factors[j];
                }
            }
        }
        double[] y = Problems.normal(random, rows);
        double[] w = factor(x, y, intercept).parameters();
        for (int j = 0; j <= (intercept ? features : features - 1); j++) {
            BigDecimal product = BigDecimal.ZERO;
            double size = 0;
            for (int i = 0; i < rows; i++) {
                BigDecimal residual = new BigDecimal(y[i]).subtract(new BigDecimal(w[features]));
                double terms = Math.abs(y[i]) + Math.abs(w[features]);
                for (int k = 0; k < features; k++) {
                    residual = residual.subtract(new BigDecimal(w[k]).multiply(new BigDecimal(x[i][k])));
                    terms += Math.abs(w[k] * x[i][k]);
                }
                double value = j < features ? x[i][j] : 1;
                product = product.add(residual.multiply(new BigDecimal(value)));
                size += Math.abs(value) * terms;
            }
            // Coefficients are rounded, and a column of rounded numbers is not quite a mixture of others.
            assertThat(product.doubleValue()).as("column %d", j).isCloseTo(0, within(4e-16 * size));
        }
    }

    @Test
    void earlierColumnsWin() {
        double[][] x = {
            {0.1, 0.2, 0.3, 1}, {0.4, 0.1, 0.5, 2}, {0.7, 0.5, 1.2, 4}, {0.2, 0.9, 1.1, 8}, {0.3, 0.3, 0.6, 9}
        };
        double[] y = {1, 2, 4, 3, 1};
        NormalFactor factor = factor(x, y, true);
        assertThat(factor.aliased()).containsExactly(2); // the sum of the first two, to rounding
        assertThat(factor.rank()).isEqualTo(4);
        assertThat(factor.parameters()[2]).isZero();
        double[][] without =
                Arrays.stream(x).map(r -> new double[] {r[0], r[1], r[3]}).toArray(double[][]::new);
        NormalFactor fewer = factor(without, y, true);
        double[] expected = fewer.parameters();
        double[] actual = factor.parameters();
        Closeness.assertSameBits("kept", new double[] {actual[0], actual[1], actual[3], actual[4]}, expected);
        assertThat(factor.inverse()[2]).containsOnly(0);
        assertThat(factor.inverse()[4][3]).isEqualTo(fewer.inverse()[3][2]);
        assertThat(factor.residualSquares()).isEqualTo(fewer.residualSquares());
        assertThat(factor.condition()).isCloseTo(fewer.condition(), within(1e-9 * fewer.condition()));
    }

    @Test
    void constantsAreAliasedByAnInterceptOnly() {
        double[][] x = {{0.7, 0, 1}, {0.7, 0, 2}, {0.7, 0, 4}, {0.7, 0, 3}};
        double[] y = {1, 2, 2, 5};
        assertThat(factor(x, y, true).aliased()).containsExactly(0, 1);
        assertThat(factor(x, y, false).aliased()).containsExactly(1);
    }

    @Test
    void allLevelsOfACategoryBesideAnIntercept() {
        double[][] x = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {1, 0, 0}, {0, 1, 0}};
        double[] y = {3, 5, 9, 3, 7};
        NormalFactor factor = factor(x, y, true);
        assertThat(factor.aliased()).containsExactly(2);
        Closeness.assertRelativelyClose("levels", factor.parameters(), new double[] {-6, -3, 0, 9}, 1e-15);
        assertThat(factor(x, y, false).aliased()).isEmpty();
    }

    @Test
    void fewerRowsThanColumns() {
        double[][] x = {{1, 5, 2, 9}, {2, 1, 7, 3}, {4, 4, 1, 1}};
        NormalFactor factor = factor(x, new double[] {3, 8, 1}, true);
        assertThat(factor.rank()).isEqualTo(3);
        assertThat(factor.aliased()).containsExactly(2, 3);
        assertThat(factor.residualSquares()).isCloseTo(0, within(1e-28));
        NormalFactor single = factor(new double[][] {{3, 4}}, new double[] {7}, true);
        assertThat(single.rank()).isEqualTo(1);
        assertThat(single.parameters()).containsExactly(0, 0, 7);
    }

    @Test
    void aToleranceDrawsTheLine() {
        SplittableRandom random = new SplittableRandom(33);
        double[][] x = Problems.normal(random, 50, 2);
        double[] y = Problems.normal(random, 50);
        for (double[] row : x) {
            row[1] = row[0] + 1e-9 * row[1];
        }
        assertThat(factor(x, y, true, 1e-12).aliased()).isEmpty();
        assertThat(factor(x, y, true, 1e-6).aliased()).containsExactly(1);
    }

    /** However badly columns are conditioned by each other, one that is a mixture of them is found. */
    @Property(tries = 60, seed = "34")
    void mixturesAreFound(
            @ForAll @IntRange(min = 2, max = 9) int features,
            @ForAll @IntRange(min = 0, max = 7) int closeness,
            @ForAll boolean intercept,
            @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] x = Problems.normal(random, 40, features + 1);
        double[] factors = Problems.normal(random, features);
        for (double[] row : x) {
            row[1] = row[0] + Math.pow(10, -closeness) * row[1];
            row[features] = intercept ? 3 : 0;
            for (int j = 0; j < features; j++) {
                row[features] += factors[j] * row[j];
            }
        }
        NormalFactor factor = factor(x, Problems.normal(random, 40), intercept);
        assertThat(factor.aliased()).containsExactly(features);
    }

    @Property(tries = 40, seed = "35")
    void conditionIsTheRatioOfSingularValues(
            @ForAll @IntRange(min = 1, max = 8) int features, @ForAll boolean intercept, @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] x = Problems.normal(random, 20, features);
        for (double[] row : x) {
            row[0] = 100 * row[0] + 7;
        }
        double[][] products = new Quadratic(x, new double[20]).hessian(intercept);
        double[] eigenvalues = Eigenvalues.of(products);
        double expected = Math.sqrt(Arrays.stream(eigenvalues).max().orElseThrow()
                / Arrays.stream(eigenvalues).min().orElseThrow());
        double actual = factor(x, Problems.normal(random, 20), intercept).condition();
        assertThat(actual).isCloseTo(expected, within(1e-9 * expected));
    }

    /** The Hilbert matrix's columns: normal equations in double cannot know its condition. */
    @Test
    void conditionOfAWorstCase() {
        double[][] hilbert = new double[10][10];
        for (int i = 0; i < 10; i++) {
            for (int j = 0; j < 10; j++) {
                hilbert[i][j] = 232792560.0 / (i + j + 1); // whole numbers: the least common multiple of 1 to 20
            }
        }
        assertThat(factor(hilbert, new double[10], false, 1e-15).condition())
                .isCloseTo(16026286870216.883, within(1e6));
    }
}
