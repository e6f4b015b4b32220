package io.linreg.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.linreg.backend.Gradient;
import io.linreg.base.LinregException;
import io.linreg.data.Dataset;
import io.linreg.data.DatasetBuilder;
import io.linreg.data.Precision;
import io.linreg.solver.GradientDescent;
import io.linreg.solver.Lbfgs;
import io.linreg.solver.Penalty;
import io.linreg.testing.Closeness;
import io.linreg.testing.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** More rows than the specification computes by itself: targets are trained at the same time, and are to be as they are alone. */
class JointTrainingTest {
    private static final int ROWS = 1300;
    private static final int FEATURES = 4;

    /** Features x0 to x3, targets t0, t1, ... of which every other one is far from 0; a column of weights. */
    private static Dataset data(int targets, Precision precision) {
        SplittableRandom random = new SplittableRandom(7);
        List<String> names = new ArrayList<>(Problems.names(FEATURES));
        IntStream.range(1, targets).forEach(t -> names.add("t" + t));
        names.add("weight");
        DatasetBuilder data = Dataset.builder(names, "t0", precision);
        double[][] w = Problems.normal(random, targets, FEATURES);
        for (int i = 0; i < ROWS; i++) {
            double[] x = Problems.normal(random, FEATURES);
            double[] row = new double[names.size()];
            double first = 0;
            for (int t = 0; t < targets; t++) {
                double y = 0.1 * random.nextGaussian() + 50 * (t % 2);
                for (int j = 0; j < FEATURES; j++) {
                    row[j] = 3 + x[j];
                    y += w[t][j] * row[j];
                }
                if (t == 0) {
                    first = y;
                } else {
                    row[FEATURES + t - 1] = y;
                }
            }
            row[names.size() - 1] = i % 3;
            data.add(row, first);
        }
        return data.build();
    }

    private static List<String> others(int targets) {
        return IntStream.range(1, targets).mapToObj(t -> "t" + t).toList();
    }

    private static LinearRegression.Builder builder(String kind) {
        LinearRegression.Builder builder =
                LinearRegression.builder().device("cpu").epochs(40);
        return switch (kind) {
            case "plain" -> builder;
            case "double" -> builder.precision(Precision.DOUBLE);
            case "as it is" -> builder.standardize(false);
            case "origin" -> builder.intercept(false);
            case "tolerance" -> builder.solver(new GradientDescent(2000, null, 1e-7));
            case "proximal" -> builder.solver(new GradientDescent(40, null, 0, new Penalty(0.1, 0.5)));
            case "lbfgs" -> builder.solver(new Lbfgs(50, 0, Lbfgs.GRADIENT_TOLERANCE, Lbfgs.MEMORY, null));
            case "normal" -> builder.init(Settings.Init.NORMAL).seed(3);
            default -> throw new IllegalArgumentException(kind);
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain 3",
                "double 2",
                "as it is 2",
                "origin 2",
                "tolerance 4",
                "proximal 3",
                "lbfgs 3",
                "normal 2",
                "plain 18",
                "plain 3 weighted",
                "origin 2 weighted",
                "double 2 weighted"
            })
    void eachTargetHasTheModelThatItHasAlone(String what) {
        boolean weighted = what.endsWith(" weighted");
        String[] words = what.replace(" weighted", "").split(" (?=\\d)", -1);
        int targets = Integer.parseInt(words[1]);
        Dataset all = data(targets, words[0].equals("double") ? Precision.DOUBLE : Precision.FLOAT);
        LinearRegression regression = builder(words[0]).build();
        Dataset train = weighted ? all.withWeights("weight") : without(all, List.of("weight"));
        Watch watch = new Watch();

        List<TrainingRun> together = regression.train(train, others(targets), watch);

        assertThat(together).hasSize(targets);
        for (int t = 0; t < targets; t++) {
            List<String> rest = new ArrayList<>(others(targets));
            Dataset alone = t == 0 ? train : train.withTarget("t" + t);
            rest.remove("t" + t);
            TrainingRun expected = regression.train(without(alone, rest), watch);
            TrainingRun found = together.get(t);
            assertThat(found.model().target()).isEqualTo("t" + t);
            Closeness.assertSameBits(
                    "coefficients " + t,
                    found.model().coefficients(),
                    expected.model().coefficients());
            assertThat(found.model().intercept()).isEqualTo(expected.model().intercept());
            Closeness.assertSameBits(
                    "losses " + t,
                    found.solution().losses(),
                    expected.solution().losses());
            assertThat(found.solution().learningRate())
                    .isEqualTo(expected.solution().learningRate());
            assertThat(found.model().provenance()).isEqualTo(expected.model().provenance());
        }
    }

    private static Dataset without(Dataset data, List<String> names) {
        List<String> kept = new ArrayList<>(data.features());
        kept.removeAll(names);
        return data.project(kept);
    }

    /** Counts. */
    private static final class Watch implements TrainingListener {
        private final List<String> told = new ArrayList<>();
        private int last;

        @Override
        public void warning(String message) {
            told.add("warning: " + message);
        }

        @Override
        public void started() {
            told.add("started");
            last = 0;
        }

        @Override
        public void epochs(int epochs, double loss) {
            assertThat(epochs).isGreaterThan(last);
            last = epochs;
        }

        @Override
        public void ended() {
            told.add("ended after " + last);
        }
    }

    @Test
    void itIsToldAsOneRun() {
        Watch watch = new Watch();
        LinearRegression.builder()
                .device("cpu")
                .epochs(40)
                .gradient(Gradient.GEMV)
                .build()
                .train(without(data(3, Precision.FLOAT), List.of("weight")), others(3), watch);

        assertThat(watch.told).hasSize(3);
        assertThat(watch.told).contains("started", "ended after 40");
        assertThat(watch.told)
                .filteredOn(line -> line.startsWith("warning"))
                .singleElement()
                .asString()
                .contains("--gradient gemv needs a CUDA device");
    }

    @Test
    void aRateThatIsTooLargeIsTheErrorThatItIsAlone() {
        LinearRegression regression =
                LinearRegression.builder().device("cpu").learningRate(5.0).build();
        Dataset train = without(data(2, Precision.FLOAT), List.of("weight"));

        assertThatThrownBy(() -> regression.train(train, others(2), TrainingListener.LOG))
                .isInstanceOf(LinregException.class)
                .hasMessageContaining("is too large for these features");
    }
}
