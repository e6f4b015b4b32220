package io.linreg.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.linreg.backend.LeastSquaresParityTest.Case;
import io.linreg.backend.LeastSquaresParityTest.Implementation;
import io.linreg.data.Dataset;
import io.linreg.data.Precision;
import io.linreg.data.Standardizer;
import io.linreg.testing.Closeness;
import io.linreg.testing.Problems;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Several targets of the same rows against the scalar specification of each: as {@link LeastSquaresParityTest} has one. */
class JointParityTest {
    private static final Map<Precision, Double> ROUNDING = Map.of(Precision.FLOAT, 0x1p-24, Precision.DOUBLE, 0x1p-53);
    private static final Workers THREE = new Workers(3);
    private static final int EPOCHS = 5;

    /** Rows, features, targets: edges of tiles, of what a block of threads takes, of what registers hold. */
    private static final int[][] SHAPES = {
        {1, 1, 2},
        {3, 2, 4},
        {33, 3, 5},
        {207, 16, 3},
        {207, 17, 4},
        {4098, 5, 6},
        {4098, 64, 2},
        {600, 65, 4},
        {600, 129, 3},
        {70, 513, 2},
        {70, 1000, 2},
        {33, 1030, 5},
        {20_000, 3, 2}
    };

    /** How several targets are loaded, and what that is called. */
    record Way(String name, Function<List<Dataset>, JointLeastSquares> load) {}

    private static final Map<List<Integer>, List<ParityProblem>> PROBLEMS = new HashMap<>();
    private static Backend opened;

    private static List<Way> ways(String device) {
        if (device == null) {
            return List.of(
                    new Way("vectors", targets -> tiled(targets, Kernels::vectors)),
                    new Way("plain Java", targets -> tiled(targets, Kernels::plain)));
        }
        return List.of(
                new Way("cuda gemm", targets -> load(device, targets, Gradient.GEMV)),
                new Way("cuda own gemm", targets -> withoutCublas(() -> load(device, targets, Gradient.GEMV))),
                new Way("cuda fused together", targets -> load(device, targets, Gradient.FUSED)));
    }

    private static JointLeastSquares tiled(List<Dataset> targets, Function<Precision, TileKernels<?>> kernels) {
        return new TiledLeastSquares<>(targets, kernels.apply(targets.get(0).precision()), THREE);
    }

    private static JointLeastSquares load(String device, List<Dataset> targets, Gradient gradient) {
        if (opened == null) {
            opened = Backend.open(DeviceChoice.parse(device));
        }
        return opened.loadTogether(targets, gradient).orElseThrow();
    }

    private static JointLeastSquares withoutCublas(Supplier<JointLeastSquares> load) {
        System.setProperty("linreg.cublas", "off");
        try {
            return load.get();
        } finally {
            System.clearProperty("linreg.cublas");
        }
    }

    @AfterAll
    static void end() {
        PROBLEMS.clear();
        if (opened != null) {
            opened.close();
            opened = null;
        }
    }

    /** Targets of the same rows, and the specification of each. */
    record Joint(Way way, int[] shape, Precision precision) {
        List<Dataset> data() {
            Dataset first = Problems.random(shape[0], shape[1], precision, 1);
            List<Dataset> targets = new ArrayList<>();
            for (int t = 0; t < shape[2]; t++) {
                Dataset other = Problems.random(shape[0], shape[1], precision, 1 + t);
                targets.add(new Standardizer(new double[0], new double[0], 0.5 * t).retarget(first, other));
            }
            return targets;
        }

        List<ParityProblem> problems() {
            List<Integer> key = List.of(shape[0], shape[1], shape[2], precision.bytes());
            return PROBLEMS.computeIfAbsent(
                    key, k -> data().stream().map(ParityProblem::new).toList());
        }

        /** For the tolerances, and the name. */
        Case alone() {
            Implementation implementation =
                    new Implementation(way.name(), data -> null, ROUNDING, Long.MAX_VALUE, false);
            return new Case(implementation, shape[0], shape[1], precision);
        }

        @Override
        public String toString() {
            return alone().toString();
        }
    }

    static List<Joint> joints() {
        List<Joint> joints = new ArrayList<>();
        for (Way way : ways(System.getProperty(LeastSquaresParityTest.DEVICE))) {
            for (Precision precision : Precision.values()) {
                for (int[] shape : SHAPES) {
                    joints.add(new Joint(way, shape, precision));
                }
            }
        }
        return joints;
    }

    @ParameterizedTest
    @MethodSource("joints")
    void lossesAndGradientsAreThoseOfEachTarget(Joint j) {
        List<ParityProblem> problems = j.problems();
        try (JointLeastSquares tested = j.way().load().apply(j.data())) {
            assertThat(tested.targets()).isEqualTo(j.shape()[2]);
            assertThat(tested.rows()).isEqualTo(j.shape()[0]);
            assertThat(tested.features()).isEqualTo(j.shape()[1]);
            double[][] parameters = starts(problems);
            double[] losses = new double[tested.targets()];
            double[][] gradients = new double[tested.targets()][tested.features() + 1];
            Arrays.stream(gradients).forEach(gradient -> Arrays.fill(gradient, Double.NaN)); // to be overwritten
            tested.lossesAndGradients(parameters, losses, gradients);
            for (int t = 0; t < losses.length; t++) {
                ParityProblem.Point expected = problems.get(t).at(3 + t);
                LeastSquaresParityTest.assertClose(
                        j.alone(), "loss " + t, losses[t], expected.loss(), expected.lossMagnitude());
                LeastSquaresParityTest.assertClose(
                        j.alone(), "gradient " + t, gradients[t], expected.gradient(), expected.gradientMagnitudes());
            }
        }
    }

    private static double[][] starts(List<ParityProblem> problems) {
        double[][] parameters = new double[problems.size()][];
        Arrays.setAll(parameters, t -> problems.get(t).parameters(3 + t));
        return parameters;
    }

    /** Each with a rate of its own, with the intercept and without. */
    @ParameterizedTest
    @MethodSource("joints")
    void eachDescendsAsItDoesAlone(Joint j) {
        List<ParityProblem> problems = j.problems();
        try (JointLeastSquares tested = j.way().load().apply(j.data())) {
            for (boolean intercept : new boolean[] {true, false}) {
                List<Descent> each = descents(problems, intercept, EPOCHS);
                tested.descend(each);
                for (int t = 0; t < each.size(); t++) {
                    assertDescended(j, problems.get(t), t, each.get(t));
                }
            }
        }
    }

    private static List<Descent> descents(List<ParityProblem> problems, boolean intercept, int epochs) {
        List<Descent> each = new ArrayList<>();
        for (int t = 0; t < problems.size(); t++) {
            double rate = problems.get(t).safeRate() / (1 + t);
            each.add(new Descent(problems.get(t).parameters(3 + t), rate, intercept, new double[epochs]));
        }
        return each;
    }

    private static void assertDescended(Joint j, ParityProblem problem, int target, Descent actual) {
        ParityProblem.Descended expected =
                problem.descent(3 + target, actual.learningRate(), actual.intercept(), EPOCHS);
        LeastSquaresParityTest.assertClose(
                j.alone(), "losses " + target, actual.losses(), expected.losses(), expected.lossMagnitudes());
        LeastSquaresParityTest.assertClose(
                j.alone(), "parameters " + target, actual.parameters(), expected.parameters(), expected.movements());
    }

    /** To the bit; as it is, whatever becomes of the others, to the bit; and in two parts, to the bit. */
    @ParameterizedTest
    @MethodSource("joints")
    void aTargetDependsOnItselfAlone(Joint j) {
        List<ParityProblem> problems = j.problems();
        List<Descent> each = descents(problems, true, EPOCHS);
        List<Descent> again = descents(problems, true, EPOCHS);
        for (int t = 1; t < again.size(); t++) {
            Arrays.fill(again.get(t).parameters(), t % 2 == 0 ? Double.NaN : 1e200);
        }
        List<Descent> first = descents(problems, true, 2);
        try (JointLeastSquares tested = j.way().load().apply(j.data())) {
            tested.descend(each);
            tested.descend(again);
            tested.descend(first);
            List<Descent> second = first.stream()
                    .map(d -> new Descent(d.parameters(), d.learningRate(), true, new double[EPOCHS - 2]))
                    .toList();
            tested.descend(second);
            Closeness.assertSameBits(
                    "beside others", again.get(0).parameters(), each.get(0).parameters());
            Closeness.assertSameBits(
                    "beside others", again.get(0).losses(), each.get(0).losses());
            for (int t = 0; t < each.size(); t++) {
                Closeness.assertSameBits(
                        "in parts", second.get(t).parameters(), each.get(t).parameters());
                Closeness.assertSameBits(
                        "in parts",
                        second.get(t).losses(),
                        Arrays.copyOfRange(each.get(t).losses(), 2, EPOCHS));
            }
        }
        try (JointLeastSquares loadedAgain = j.way().load().apply(j.data())) {
            List<Descent> repeated = descents(problems, true, EPOCHS);
            loadedAgain.descend(repeated);
            for (int t = 0; t < each.size(); t++) {
                Closeness.assertSameBits(
                        "again", repeated.get(t).parameters(), each.get(t).parameters());
                Closeness.assertSameBits(
                        "again", repeated.get(t).losses(), each.get(t).losses());
            }
        }
    }
}
