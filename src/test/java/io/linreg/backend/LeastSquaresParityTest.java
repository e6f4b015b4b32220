package io.linreg.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.linreg.data.Dataset;
import io.linreg.data.Precision;
import io.linreg.data.RowBlock;
import io.linreg.testing.Closeness;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every implementation of least squares against the scalar one in double, on sizes around the edges of vectors, warps
 * and tiles. To test another implementation, add a line to {@link #IMPLEMENTATIONS}.
 */
class LeastSquaresParityTest {
    private static final double DOUBLE_ROUNDING = 0x1p-53;

    private static final Map<Precision, Double> EXACT =
            Map.of(Precision.FLOAT, DOUBLE_ROUNDING, Precision.DOUBLE, DOUBLE_ROUNDING);

    private static final long ANY = Long.MAX_VALUE;

    /** The numbers of the largest problem, for what differs from others by how it is put together. */
    private static final long FEW = 20_000;

    /** Enough for several chunks of wide rows. */
    private static final long SOME = 207 * 513;

    /** Set to the number of a CUDA device, it has that device tested, and nothing else; several, as in 0,1: both at once. */
    public static final String DEVICE = "linreg.parity.device";

    private static final double FLOAT_ROUNDING = 0x1p-24;

    /** The rounding of arithmetic in the precision of the data. */
    private static final Map<Precision, Double> INEXACT =
            Map.of(Precision.FLOAT, FLOAT_ROUNDING, Precision.DOUBLE, DOUBLE_ROUNDING);

    /** Said instead of a number, it has the CPU's vectors tested, and nothing else. */
    static final String VECTORS = "vectors";

    /** Not closed: other suites use it, and its threads go by themselves. */
    private static final Workers THREE = new Workers(3);

    private static final List<Implementation> IMPLEMENTATIONS = implementations(System.getProperty(DEVICE));

    private static List<Implementation> implementations(String device) {
        if (device == null) {
            return onTheCpu();
        }
        return device.equals(VECTORS) ? List.of(vectors(), inStreams()) : onCuda(device);
    }

    private static Implementation vectors() {
        return new Implementation(VECTORS, data -> tiled(data, Kernels::vectors), INEXACT, ANY, false);
    }

    /** Those that read memory in several streams at once. */
    private static Implementation inStreams() {
        return new Implementation(
                "vectors in streams",
                data -> new VectorLeastSquares<>(
                        data, Kernels.vectors(data.precision()), THREE, () -> ReadingOrder.fixed(true)),
                INEXACT,
                ANY,
                false);
    }

    private static List<Implementation> onTheCpu() {
        return List.of(
                vectors(),
                inStreams(),
                new Implementation("plain Java", data -> tiled(data, Kernels::plain), INEXACT, ANY, false),
                new Implementation(
                        "vectors, moments",
                        data -> new MomentsLeastSquares(moments(data, Kernels.vectors(data.precision()))),
                        INEXACT,
                        ANY,
                        true),
                new Implementation(
                        "scalar", ScalarLeastSquares::new, Map.of(Precision.FLOAT, DOUBLE_ROUNDING), ANY, false),
                new Implementation("three parts", LeastSquaresParityTest::inThreeParts, EXACT, ANY, false),
                new Implementation(
                        "moments",
                        data -> new MomentsLeastSquares(new ScalarLeastSquares(data).moments()),
                        EXACT,
                        ANY,
                        true));
    }

    private static LeastSquares tiled(Dataset data, Function<Precision, TileKernels<?>> kernels) {
        return new VectorLeastSquares<>(data, kernels.apply(data.precision()), THREE);
    }

    /** In the precision of the data, though it is small. */
    private static Moments moments(Dataset data, TileKernels<?> kernels) {
        return TiledMoments.of(data, kernels, THREE);
    }

    private static List<Implementation> onCuda(String device) {
        if (device.contains(",")) {
            return List.of(
                    new Implementation("shared fused", data -> load(device, data, Gradient.FUSED), INEXACT, FEW, false),
                    new Implementation("shared gram", data -> load(device, data, Gradient.GRAM), EXACT, FEW, true));
        }
        return List.of(
                new Implementation("cuda fused", data -> load(device, data, Gradient.FUSED), INEXACT, ANY, false),
                new Implementation("cuda gemv", data -> load(device, data, Gradient.GEMV), INEXACT, ANY, false),
                new Implementation("cuda gram", data -> load(device, data, Gradient.GRAM), EXACT, ANY, true),
                new Implementation(
                        "streamed fused", data -> stream(device, data, Gradient.FUSED), INEXACT, SOME, false),
                new Implementation("streamed gemv", data -> stream(device, data, Gradient.GEMV), INEXACT, FEW, false),
                new Implementation("streamed gram", data -> stream(device, data, Gradient.GRAM), EXACT, FEW, true));
    }

    private static LeastSquares inThreeParts(Dataset data) {
        return new PartitionedLeastSquares(data.partition(3).stream()
                .map(part -> (LeastSquares) new ScalarLeastSquares(part))
                .toList());
    }

    /** With so little memory that about half of the rows, or all of few rows, pass through the device. */
    private static LeastSquares stream(String device, Dataset data, Gradient gradient) {
        long columns = data.features().size() + 1L;
        long rowBytes = columns * data.precision().bytes();
        long products = gradient == Gradient.GRAM ? columns * columns * Double.BYTES : 0;
        long memory = Math.max(data.rows() * rowBytes / 2, 3 * RowBlock.TILE * rowBytes) + 9 * products / 8 + 50_000;
        System.setProperty("linreg.device.memory", Long.toString(memory));
        try {
            return load(device, data, gradient);
        } finally {
            System.clearProperty("linreg.device.memory");
        }
    }

    private static Backend opened;

    private static LeastSquares load(String device, Dataset data, Gradient gradient) {
        if (opened == null) { // once: a device compiles its kernels when it is opened
            opened = Backend.open(DeviceChoice.parse(device));
        }
        return opened.load(data, gradient);
    }

    private static final int[] ROWS = {1, 2, 3, 13, 31, 32, 33, 207, 4098};
    /** Of 513 numbers floats and doubles stand row by row, of 1000 floats; the others in tiles. */
    private static final int[] FEATURES = {1, 3, 16, 17, 64, 513, 1000};

    /** The most rows of 513 features: for larger problems 1000 will do. */
    private static final int MOST_ROWS_OF_513 = 207;

    /** What moments may cost: n d^2 multiplications. */
    private static final double MOST_PRODUCTS = 4e7;

    private static final int EPOCHS = 7;

    /**
     * The most numbers that descents go over, many times: all that the largest shape adds to them, rows times features in many blocks,
     * its gradient shows. A simulated device takes a minute for it.
     */
    private static final long MOST_OF_DESCENTS = 1 << 19;

    /**
     * How many roundings of its terms a sum is off by, at most: as many as d summands make in the worst case and, there
     * being many more rows than features, as n of them make by chance, where errors of both signs meet.
     */
    private static double roundings(int rows, int features) {
        return 2 * (8 + features + 4 * Math.sqrt(rows));
    }

    /**
     * One that is tested.
     *
     * @param name what failures call it
     * @param load makes it
     * @param rounding the precisions of data it takes, each with the rounding error of its arithmetic on them
     * @param numbers the most, rows times features, that it is tested with
     * @param quadratic whether it costs n d^2, and so is spared the largest sizes
     */
    record Implementation(
            String name,
            Function<Dataset, LeastSquares> load,
            Map<Precision, Double> rounding,
            long numbers,
            boolean quadratic) {}

    record Case(Implementation implementation, int rows, int features, Precision precision) {
        ParityProblem problem() {
            List<Integer> key = List.of(rows, features, precision.bytes());
            return PROBLEMS.computeIfAbsent(key, k -> new ParityProblem(rows, features, precision));
        }

        double rounding() {
            return implementation.rounding().get(precision) * roundings(rows, features);
        }

        LeastSquares load() {
            return implementation.load().apply(problem().data);
        }

        @Override
        public String toString() {
            return implementation.name() + " " + rows + " x " + features + " " + precision;
        }
    }

    private static final Map<List<Integer>, ParityProblem> PROBLEMS = new HashMap<>();

    @AfterAll
    static void end() {
        PROBLEMS.clear();
        if (opened != null) {
            opened.close();
            opened = null;
        }
    }

    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (Implementation implementation : IMPLEMENTATIONS) {
            for (Precision precision : Precision.values()) {
                for (int rows : ROWS) {
                    for (int features : FEATURES) {
                        if (implementation.rounding().containsKey(precision)
                                && (long) rows * features <= implementation.numbers()
                                && (features != 513 || rows <= MOST_ROWS_OF_513)
                                && (!implementation.quadratic() || isCheapSquared(rows, features))) {
                            cases.add(new Case(implementation, rows, features, precision));
                        }
                    }
                }
            }
        }
        return cases;
    }

    static List<Case> descents() {
        return cases().stream()
                .filter(c -> (long) c.rows() * c.features() <= MOST_OF_DESCENTS)
                .toList();
    }

    static List<Case> casesForMoments() {
        return cases().stream()
                .filter(c -> isCheapSquared(c.rows(), c.features()))
                .toList();
    }

    private static boolean isCheapSquared(int rows, int features) {
        return (double) rows * features * features <= MOST_PRODUCTS;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void lossAndGradientAreThoseOfTheSpecification(Case c) {
        ParityProblem problem = c.problem();
        try (LeastSquares tested = c.load()) {
            assertThat(tested.rows()).isEqualTo(c.rows());
            assertThat(tested.features()).isEqualTo(c.features());
            for (long seed = 0; seed < 3; seed++) {
                ParityProblem.Point expected = problem.at(seed);
                double[] gradient = new double[c.features() + 1];
                Arrays.fill(gradient, Double.NaN); // it is to be overwritten
                double loss = tested.lossAndGradient(problem.parameters(seed), gradient);
                assertClose(c, "loss", loss, expected.loss(), expected.lossMagnitude());
                assertClose(c, "gradient", gradient, expected.gradient(), expected.gradientMagnitudes());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("descents")
    void descentTakesTheStepsOfTheDefaultLoop(Case c) {
        descend(c, true);
    }

    @ParameterizedTest
    @MethodSource("descents")
    void descentWithoutInterceptLeavesItAlone(Case c) {
        double[] end = descend(c, false);
        assertThat(end[c.features()]).isEqualTo(c.problem().parameters(3)[c.features()]);
    }

    private static double[] descend(Case c, boolean intercept) {
        ParityProblem problem = c.problem();
        double rate = problem.safeRate();
        double[] parameters = problem.parameters(3);
        double[] losses = new double[EPOCHS];
        try (LeastSquares tested = c.load()) {
            tested.descend(new Descent(parameters, rate, intercept, losses));
        }
        ParityProblem.Descended expected = problem.descent(3, rate, intercept, EPOCHS);
        assertClose(c, "losses", losses, expected.losses(), expected.lossMagnitudes());
        assertClose(c, "parameters", parameters, expected.parameters(), expected.movements());
        return parameters;
    }

    @ParameterizedTest
    @MethodSource("descents")
    void twoDescentsAreOneInParts(Case c) {
        double rate = c.problem().safeRate();
        double[] whole = c.problem().parameters(3);
        double[] parts = c.problem().parameters(3);
        double[] losses = new double[EPOCHS];
        double[] first = new double[2];
        double[] second = new double[EPOCHS - 2];
        try (LeastSquares tested = c.load()) {
            tested.descend(new Descent(whole, rate, true, losses));
            tested.descend(new Descent(parts, rate, true, first));
            tested.descend(new Descent(parts, rate, true, second));
        }
        Closeness.assertSameBits(c + " parameters", parts, whole);
        Closeness.assertSameBits(c + " losses", first, Arrays.copyOf(losses, 2));
        Closeness.assertSameBits(c + " losses", second, Arrays.copyOfRange(losses, 2, EPOCHS));
    }

    @ParameterizedTest
    @MethodSource("descents")
    void aDescentOfNoEpochsGoesNowhere(Case c) {
        double[] parameters = c.problem().parameters(4);
        try (LeastSquares tested = c.load()) {
            tested.descend(new Descent(parameters, c.problem().safeRate(), true, new double[0]));
        }
        Closeness.assertSameBits(c + " parameters", parameters, c.problem().parameters(4));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void repeatsGiveTheSameBits(Case c) {
        double rate = c.problem().safeRate();
        List<double[]> results = new ArrayList<>();
        for (int loaded = 0; loaded < 2; loaded++) {
            try (LeastSquares tested = c.load()) {
                for (int run = 0; run < 2; run++) {
                    double[] parameters = c.problem().parameters(5);
                    double[] gradient = new double[parameters.length];
                    double[] losses = new double[4];
                    losses[3] = tested.lossAndGradient(parameters, gradient);
                    double[] firstLosses = new double[3];
                    tested.descend(new Descent(parameters, rate, true, firstLosses));
                    System.arraycopy(firstLosses, 0, losses, 0, 3);
                    results.add(concatenate(parameters, gradient, losses));
                }
            }
        }
        for (double[] result : results) {
            Closeness.assertSameBits(c + " parameters, gradient, losses", result, results.get(0));
        }
    }

    @ParameterizedTest
    @MethodSource("casesForMoments")
    void momentsAreThoseOfTheData(Case c) {
        ParityProblem problem = c.problem();
        Moments moments;
        try (LeastSquares tested = c.load()) {
            moments = tested.moments();
        }
        assertThat(moments.rows()).isEqualTo(c.rows());
        assertThat(moments.features()).isEqualTo(c.features());
        DirectMoments expected = DirectMoments.of(problem);
        assertClose(c, "means", expected.means(moments), expected.means, expected.meanMagnitudes);
        assertClose(c, "products", expected.products(moments), expected.products, expected.productMagnitudes);
        Closeness.assertSameBits(c + " mirrored", triangle(moments, true), triangle(moments, false));
    }

    private static double[] triangle(Moments moments, boolean upper) {
        int d = moments.features();
        double[] numbers = new double[d * (d - 1) / 2];
        for (int j = 0, at = 0; j < d; j++) {
            for (int k = 0; k < j; k++, at++) {
                numbers[at] = upper ? moments.xx(k, j) : moments.xx(j, k);
            }
        }
        return numbers;
    }

    private static double[] concatenate(double[]... parts) {
        return Arrays.stream(parts).flatMapToDouble(Arrays::stream).toArray();
    }

    static void assertClose(Case c, String what, double actual, double expected, double magnitude) {
        assertClose(c, what, new double[] {actual}, new double[] {expected}, new double[] {magnitude});
    }

    static void assertClose(Case c, String what, double[] actual, double[] expected, double[] magnitudes) {
        double rounding = c.rounding();
        double[] tolerances = Arrays.stream(magnitudes).map(m -> m * rounding).toArray();
        Closeness.assertClose(c + " " + what, actual, expected, tolerances);
    }
}
