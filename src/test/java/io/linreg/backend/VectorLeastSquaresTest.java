package io.linreg.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.linreg.data.Dataset;
import io.linreg.data.DatasetBuilder;
import io.linreg.data.Precision;
import io.linreg.data.Split;
import io.linreg.data.Standardizer;
import io.linreg.testing.Closeness;
import io.linreg.testing.Problems;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class VectorLeastSquaresTest {
    /** Several blocks, pieces, slices; several bands, more for more threads; both with a last one that is not full. */
    @ParameterizedTest
    @CsvSource({"300001, 3, FLOAT", "300001, 3, DOUBLE", "9001, 300, FLOAT", "9001, 300, DOUBLE", "5001, 513, FLOAT"})
    void theBitsDoNotDependOnTheThreads(int rows, int features, Precision precision) {
        Dataset data = Problems.random(rows, features, precision, 1);
        double[] parameters = Problems.normal(new SplittableRandom(2), features + 1);
        for (TileKernels<?> kernels : List.of(Kernels.plain(precision), Kernels.vectors(precision))) {
            double[] expected = null;
            for (int threads : new int[] {1, 2, 5}) {
                double[] results = results(data, kernels, threads, parameters);
                expected = expected == null ? results : expected;
                Closeness.assertSameBits(kernels.describe() + ", threads " + threads, results, expected);
            }
        }
    }

    private static double[] results(Dataset data, TileKernels<?> kernels, int threads, double[] parameters) {
        int d = data.features().size();
        double[] gradient = new double[d + 1];
        double[] ofMoments = new double[d + 1];
        try (Workers workers = new Workers(threads);
                LeastSquares tested = new VectorLeastSquares<>(data, kernels, workers)) {
            double loss = tested.lossAndGradient(parameters, gradient);
            double[] clipped = new double[d + 1];
            ClippedResiduals residuals = tested.clippedGradient(parameters, 0.5, clipped);
            double lossOfMoments = new MomentsLeastSquares(TiledMoments.of(data, kernels, workers))
                    .lossAndGradient(parameters, ofMoments);
            double[] others = {loss, lossOfMoments, residuals.square(), residuals.excess(), residuals.outliers()};
            return Stream.of(gradient, ofMoments, clipped, others)
                    .flatMapToDouble(Arrays::stream)
                    .toArray();
        }
    }

    /** A thread runs out of memory amid its piece, say; the next pass is as right as if nothing had been. */
    @ParameterizedTest
    @CsvSource({"20, FLOAT, gradient", "20, DOUBLE, gradient", "513, FLOAT, addMultiples", "513, DOUBLE, addMultiples"})
    void aPassThatFailedLeavesNothingBehind(int features, Precision precision, String failure) {
        Dataset data = Problems.random(5000, features, precision, 6);
        double[] parameters = Problems.normal(new SplittableRandom(7), features + 1);
        AtomicInteger untilFailure = new AtomicInteger(20);
        TileKernels<?> kernels = Kernels.vectors(precision);
        TileKernels<?> failing = (TileKernels<?>) Proxy.newProxyInstance(
                TileKernels.class.getClassLoader(), new Class<?>[] {TileKernels.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals(failure) && untilFailure.decrementAndGet() == 0) {
                        throw new OutOfMemoryError("planned");
                    }
                    return method.isDefault() ? kernels.padded((int) arguments[0]) : method.invoke(kernels, arguments);
                });
        double[] gradient = new double[features + 1];
        double[] expected = new double[features + 1];
        try (Workers workers = new Workers(2);
                LeastSquares whole = new VectorLeastSquares<>(data, kernels, workers);
                LeastSquares tested = new VectorLeastSquares<>(data, failing, workers)) {
            assertThatThrownBy(() -> tested.clippedGradient(parameters, 0.5, gradient))
                    .isInstanceOf(OutOfMemoryError.class)
                    .hasMessage("planned");
            double loss = tested.lossAndGradient(parameters, gradient);
            assertThat(loss).isEqualTo(whole.lossAndGradient(parameters, expected));
            Closeness.assertSameBits("gradient", gradient, expected);
        }
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void aThousandEpochsOnMomentsFollowThoseOnTheData(Precision precision) {
        Dataset data = Problems.random(5000, 20, precision, 3);
        double[] onData = new double[21];
        double[] onMoments = new double[21];
        double[] losses = new double[1000];
        double[] lossesOnMoments = new double[1000];
        try (Workers workers = new Workers();
                LeastSquares fused = new VectorLeastSquares<>(data, Kernels.vectors(precision), workers)) {
            fused.descend(new Descent(onData, 0.01, true, losses));
            new MomentsLeastSquares(fused.moments()).descend(new Descent(onMoments, 0.01, true, lossesOnMoments));
        }
        double share = precision == Precision.FLOAT ? 1e-5 : 1e-10;
        Closeness.assertRelativelyClose("losses", lossesOnMoments, losses, share);
        Closeness.assertRelativelyClose("parameters", onMoments, onData, share);
    }

    @Test
    void momentsKeepTheirDigitsWhereMeansAreLargeAndDrift() {
        // A float has 24 binary digits, and the mean takes 11 of them; what is left must not be lost in sums.
        SplittableRandom random = new SplittableRandom(4);
        double[][] x = Problems.normal(random, 20_000, 3);
        for (int i = 0; i < x.length; i++) {
            x[i][0] += 2000;
            x[i][1] += i < 100 ? 0 : 1000; // the first rows are no example
            x[i][2] += 1e-3 * i;
        }
        Dataset data = Problems.of(x, Problems.normal(random, x.length), Precision.FLOAT);
        Moments expected = new ScalarLeastSquares(data).moments();
        try (Workers workers = new Workers(2)) {
            Moments actual = TiledMoments.of(data, Kernels.vectors(Precision.FLOAT), workers);
            for (int j = 0; j < 3; j++) {
                assertThat(actual.mean(j)).isEqualTo(expected.mean(j), relative(1e-7, expected.mean(j)));
                for (int k = 0; k < 3; k++) {
                    double magnitude = Math.sqrt(expected.xx(j, j) * expected.xx(k, k));
                    assertThat(actual.xx(j, k)).isEqualTo(expected.xx(j, k), relative(1e-6, magnitude));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"5000, 3, FLOAT", "2500, 300, DOUBLE", "2500, 513, FLOAT"})
    void theBitsOfATargetDoNotDependOnOthersBesideIt(int rows, int features, Precision precision) {
        Dataset first = Problems.random(rows, features, precision, 1);
        Dataset other = Problems.random(rows, features, precision, 2);
        Dataset second = new Standardizer(new double[0], new double[0], 0.5).retarget(first, other);
        double[][] at = {
            Problems.normal(new SplittableRandom(3), features + 1),
            Problems.normal(new SplittableRandom(4), features + 1)
        };
        for (TileKernels<?> kernels : List.of(Kernels.plain(precision), Kernels.vectors(precision))) {
            double[] losses = new double[2];
            double[][] gradients = new double[2][features + 1];
            double[] loss = new double[1];
            double[][] gradient = new double[1][features + 1];
            try (Workers workers = new Workers(2);
                    JointLeastSquares both = new TiledLeastSquares<>(List.of(first, second), kernels, workers);
                    JointLeastSquares alone = new TiledLeastSquares<>(List.of(second), kernels, workers)) {
                both.lossesAndGradients(at, losses, gradients);
                alone.lossesAndGradients(new double[][] {at[1]}, loss, gradient);
            }
            Closeness.assertSameBits("loss", new double[] {losses[1]}, loss);
            Closeness.assertSameBits("gradient", gradients[1], gradient[0]);
        }
    }

    /** Sums in float are short, however large the batch: of so many equal numbers a long one is off in the fourth digit. */
    @ParameterizedTest
    @ValueSource(ints = {16, 130, 513})
    void aBatchOfAllRowsHasTheGradientOfAnEpoch(int features) {
        int rows = 30_000;
        Dataset data = Dataset.computed(Problems.names(features), "y", Precision.FLOAT, rows, (index, block) -> {
            for (int i = 0; i < block.rows(); i++) {
                for (int j = 0; j < features; j++) {
                    block.set(i, j, 0.1);
                }
                block.setTarget(i, -0.7);
            }
        });
        double[] expected = new double[features + 1];
        double exact = 2 * (double) 0.1f * 0.7f;
        Arrays.fill(expected, 0, features, -exact);
        expected[features] = -2 * (double) 0.7f;
        Optimizer optimizer = new Optimizer(new Optimizer.Momentum(0, false), new double[features + 1]);
        int[] order = IntStream.range(0, rows).toArray();
        try (Workers workers = new Workers(2);
                LeastSquares tested = new VectorLeastSquares<>(data, Kernels.vectors(Precision.FLOAT), workers);
                MiniBatches batches = tested.miniBatches()) {
            batches.descend(new MiniBatches.Epoch(order, rows, 1, true), optimizer);
        }
        Closeness.assertRelativelyClose("step", optimizer.parameters(), expected, 2e-5);
    }

    /**
     * 513 features stand row by row, 1,000 doubles in tiles; several panels, the last with a tile that is not full. With the target 144
     * columns are whole strips, of any width; one column less, or one more, are not.
     */
    @ParameterizedTest
    @CsvSource({
        "142, FLOAT",
        "143, FLOAT",
        "144, FLOAT",
        "142, DOUBLE",
        "143, DOUBLE",
        "144, DOUBLE",
        "513, FLOAT",
        "513, DOUBLE",
        "1000, DOUBLE"
    })
    void momentsOfWideRowsAreThoseOfTheSpecification(int features, Precision precision) {
        Dataset data = Problems.random(1101, features, precision, 8);
        Moments expected = new ScalarLeastSquares(data).moments();
        for (TileKernels<?> kernels : List.of(Kernels.plain(precision), Kernels.vectors(precision))) {
            try (Workers workers = new Workers(2)) {
                Moments actual = TiledMoments.of(data, kernels, workers);
                double share = precision == Precision.DOUBLE ? 1e-14 : 1e-6;
                for (int j = 0; j < features; j++) {
                    double deviation = Math.sqrt(expected.xx(j, j));
                    assertThat(actual.mean(j)).isEqualTo(expected.mean(j), within(share * deviation));
                    double ofTarget = deviation * Math.sqrt(expected.yy());
                    assertThat(actual.xy(j)).isEqualTo(expected.xy(j), within(share * ofTarget));
                    for (int k = 0; k <= j; k++) {
                        double magnitude = deviation * Math.sqrt(expected.xx(k, k));
                        assertThat(Math.abs(actual.xx(j, k) - expected.xx(j, k)))
                                .isLessThanOrEqualTo(share * magnitude);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "9000, 30, FLOAT",
        "9000, 30, DOUBLE",
        "1500, 150, FLOAT",
        "1500, 150, DOUBLE",
        "900, 530, FLOAT",
        "900, 530, DOUBLE"
    })
    void momentsOfChosenRowsAreThoseOfTheirCopy(int count, int features, Precision precision) {
        Dataset all = Problems.random(count, features, precision, 5);
        int[] rows = Split.of(all, 0.3, 1).train();
        List<String> some = new ArrayList<>(all.features());
        some.removeAll(List.of("x0", "x17"));
        Dataset view = all.select(rows).project(some);
        ParityProblem problem = new ParityProblem(view);
        DirectMoments expected = DirectMoments.of(problem);
        for (TileKernels<?> kernels : List.of(Kernels.vectors(Precision.FLOAT), Kernels.vectors(Precision.DOUBLE))) {
            Moments one;
            Moments three;
            try (Workers alone = new Workers(1);
                    Workers many = new Workers(3)) {
                one = TiledMoments.of(view, kernels, alone);
                three = TiledMoments.of(view, kernels, many);
            }
            Closeness.assertSameBits("threads", expected.products(three), expected.products(one));
            Closeness.assertSameBits("threads", expected.means(three), expected.means(one));
            double share = kernels.inDouble().getClass() == kernels.getClass() ? 1e-13 : 1e-6;
            Closeness.assertClose(
                    "products", expected.products(one), expected.products, times(share, expected.productMagnitudes));
            Closeness.assertClose("means", expected.means(one), expected.means, times(share, expected.meanMagnitudes));
        }
    }

    /** A row of weight 3 is three rows. */
    @ParameterizedTest
    @EnumSource(Precision.class)
    void weightedMomentsAreThoseOfRepeatedRows(Precision precision) {
        int n = 4000;
        DatasetBuilder weighted = Dataset.builder(List.of("a", "w", "b"), "y", precision);
        DatasetBuilder repeated = Dataset.builder(List.of("a", "b"), "y", precision);
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < n; i++) {
            double a = 100 + random.nextGaussian();
            double b = random.nextGaussian() + a;
            double y = a - b + random.nextGaussian();
            int weight = 1 + i % 3;
            weighted.add(new double[] {a, weight, b}, y);
            for (int k = 0; k < weight; k++) {
                repeated.add(new double[] {a, b}, y);
            }
        }
        DirectMoments expected = DirectMoments.of(new ParityProblem(repeated.build()));
        Dataset rows = weighted.build().withWeights("w");
        double perRow = (double) n / (2 * n - 1); // the weights add up to 1 a row: 1, 2, 3, ..., 1
        try (Backend cpu = new CpuBackend()) {
            for (Moments moments :
                    List.of(cpu.moments(rows, precision), viaCopy(cpu).moments(rows, precision))) {
                assertThat(moments.rows()).isEqualTo(n);
                double share = precision == Precision.DOUBLE ? 1e-12 : 1e-6;
                Closeness.assertClose(
                        "means", expected.means(moments), expected.means, times(share, expected.meanMagnitudes));
                Closeness.assertClose(
                        "products",
                        expected.products(moments),
                        times(perRow, expected.products),
                        times(share, expected.productMagnitudes));
            }
        }
    }

    /** A device that reads no rows where they are. */
    private static Backend viaCopy(Backend backend) {
        return new CombinedBackend(List.of(backend));
    }

    private static double[] times(double share, double[] magnitudes) {
        return Arrays.stream(magnitudes).map(magnitude -> share * magnitude).toArray();
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-25, 1, 1e25})
    void floatsWhoseSquaresNoFloatHoldsHaveMoments(double unit) {
        double[][] x = Problems.normal(new SplittableRandom(6), 20_000, 200); // enough to be multiplied as floats
        double[] y = Problems.targets(x, new double[200], 0);
        for (int i = 0; i < x.length; i++) {
            y[i] = x[i][0] - x[i][1];
            for (int j = 0; j < 200; j++) {
                x[i][j] *= unit;
            }
        }
        Dataset data = Problems.of(x, y, Precision.FLOAT);
        try (Backend cpu = new CpuBackend()) {
            Moments moments = cpu.moments(data, Precision.FLOAT);
            assertThat(moments.standardizer(true).scales()[0]).isEqualTo(unit, relative(0.01, unit));
            Moments standardized = moments.standardized(moments.standardizer(true));
            assertThat(standardized.xx(0, 0) / x.length).isEqualTo(1, relative(1e-12, 1));
            assertThat(standardized.xy(0) / x.length).isEqualTo(1, relative(0.01, 1));
            assertThat(standardized.xy(1) / x.length).isEqualTo(-1, relative(0.01, 1));
        }
    }

    private static org.assertj.core.data.Offset<Double> relative(double share, double magnitude) {
        return org.assertj.core.data.Offset.offset(share * Math.abs(magnitude));
    }

    @Test
    void memoryIsReadAtSomeSpeed() {
        assertThat(VectorBandwidth.measure()).isGreaterThan(1e8);
    }
}
