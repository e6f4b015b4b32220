package io.linreg.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.linreg.backend.Backend;
import io.linreg.backend.DeviceChoice;
import io.linreg.backend.DeviceUnavailableException;
import io.linreg.backend.Gradient;
import io.linreg.base.LinregException;
import io.linreg.data.Dataset;
import io.linreg.data.DatasetBuilder;
import io.linreg.data.Precision;
import io.linreg.data.Split;
import io.linreg.testing.Closeness;
import io.linreg.testing.Problems;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinearRegressionTest {
    private final Warnings warnings = new Warnings();

    private static LinearRegression.Builder cpu() {
        return LinearRegression.builder().device("cpu");
    }

    /** y = 2 a - 3 c + 5, with b always 7 and c spread evenly. */
    private static Dataset withConstant(double b) {
        DatasetBuilder data = Dataset.builder(List.of("a", "b", "c"), "y", Precision.DOUBLE);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 40; i++) {
            double a = random.nextGaussian();
            double c = random.nextGaussian();
            data.add(new double[] {a, b, c}, 2 * a - 3 * c + 5);
        }
        return data.build();
    }

    @Test
    void constantFeaturesAreLeftOutAndSaidSo() {
        TrainingRun run = cpu().build().train(withConstant(7), warnings);
        assertThat(run.constant()).containsExactly("b");
        assertThat(warnings.messages)
                .singleElement()
                .asString()
                .contains("constant")
                .contains("\"b\"");
        assertThat(run.model().features()).containsExactly("a", "c");
        Closeness.assertRelativelyClose("w", run.model().coefficients(), new double[] {2, -3}, 1e-9);
        assertThat(run.model().intercept()).isEqualTo(5, within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void withoutInterceptAConstantIsKeptAndStandsForIt(boolean standardize) {
        LinearModel model = cpu().intercept(false)
                .standardize(standardize)
                .build()
                .train(withConstant(0.1), warnings)
                .model();
        assertThat(warnings.messages).isEmpty();
        assertThat(model.features()).containsExactly("a", "b", "c");
        assertThat(model.intercept()).isZero();
        if (standardize) { // in raw units 1000 epochs do not suffice for so small a constant
            Closeness.assertClose("w", model.coefficients(), new double[] {2, 50, -3}, new double[] {0.01, 0.5, 0.01});
        }
    }

    @Test
    void withoutInterceptZerosAreLeftOut() {
        TrainingRun run = cpu().intercept(false).build().train(withConstant(0), warnings);
        assertThat(run.constant()).containsExactly("b");
        assertThat(run.model().features()).containsExactly("a", "c");
    }

    @Test
    void onlyConstantsTeachNothing() {
        Dataset data = Problems.of(new double[][] {{1, 2}, {1, 2}, {1, 2}}, new double[] {1, 2, 3});
        assertThatThrownBy(() -> cpu().build().train(data, warnings))
                .isInstanceOf(LinregException.class)
                .hasMessageContaining("no feature varies")
                .hasMessageContaining("3 training rows");
    }

    @Test
    void oneRowTeachesNothingBesideAnIntercept() {
        Dataset data = Problems.of(new double[][] {{1, 2}}, new double[] {1});
        assertThatThrownBy(() -> cpu().build().train(data, warnings))
                .isInstanceOf(LinregException.class)
                .hasMessageContaining("1 training row:");
    }

    @Test
    void noRowsTeachNothing() {
        Dataset none = Dataset.builder(List.of("a"), "y", Precision.FLOAT).build();
        assertThatThrownBy(() -> cpu().build().train(none, warnings))
                .isInstanceOf(LinregException.class)
                .hasMessageContaining("no rows");
    }

    @ParameterizedTest
    @CsvSource({"4, 3, true, false", "3, 3, true, true", "3, 3, false, false", "3, 4, false, true", "5, 9, true, true"})
    void moreParametersThanRowsAreSaidSoAndFitted(int rows, int features, boolean intercept, boolean warns) {
        Dataset data = Problems.random(rows, features, Precision.DOUBLE, 3);
        TrainingRun run = cpu().intercept(intercept).build().train(data, warnings);
        assertThat(warnings.messages).hasSize(warns ? 1 : 0).allMatch(message -> message.contains("more rows"));
        assertThat(run.finalLoss()).isLessThan(run.initialLoss());
    }

    @Test
    void withAndWithoutStandardizingDescentEndsInTheSamePlace() {
        Dataset data = Problems.random(60, 4, Precision.DOUBLE, 4);
        LinearModel with = cpu().build().train(data, warnings).model();
        LinearModel without =
                cpu().standardize(false).build().train(data, warnings).model();
        Closeness.assertRelativelyClose("coefficients", without.coefficients(), with.coefficients(), 1e-9);
        assertThat(without.intercept()).isEqualTo(with.intercept(), within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-150, 1e-30, 1e-8, 1, 1e8, 1e30, 1e150})
    void theUnitOfAFeatureDoesNotMatter(double unit) {
        SplittableRandom random = new SplittableRandom(5);
        double[][] x = Problems.normal(random, 50, 3);
        double[] y = Problems.targets(x, new double[] {2, -3, 0.5}, 4);
        for (double[] row : x) {
            row[0] *= unit;
            row[2] /= unit;
        }
        for (Gradient gradient : new Gradient[] {null, Gradient.GRAM}) {
            LinearModel model = cpu().gradient(gradient).build().fit(Problems.of(x, y));
            double[] expected = {2 / unit, -3, 0.5 * unit};
            Closeness.assertRelativelyClose("coefficients", model.coefficients(), expected, 1e-9);
            assertThat(model.intercept()).isEqualTo(4, within(1e-9));
        }
    }

    @Test
    void aCoefficientBeyondTheRangeOfNumbersHasACure() {
        Dataset data = Problems.of(new double[][] {{1e-310}, {2e-310}, {4e-310}}, new double[] {1e3, 2e3, 4e3});
        assertThatThrownBy(() -> cpu().build().train(data, warnings))
                .isInstanceOf(LinregException.class)
                .hasMessageContaining("\"x0\"")
                .hasMessageContaining("units");
    }

    @Test
    void dataThatFloatCannotHoldFailsCleanly() {
        Dataset data = Problems.of(new double[][] {{1}, {2}, {4}}, new double[] {1e39, 2e39, 4e39});
        assertThatThrownBy(() -> cpu().precision(Precision.FLOAT).build().train(data, warnings))
                .isInstanceOf(LinregException.class)
                .hasMessageContaining("not finite");
    }

    /** The rows are read where they stand, in their own units; the descent is that on a standardised copy. */
    @ParameterizedTest
    @CsvSource({"FLOAT, true, true", "DOUBLE, true, true", "DOUBLE, true, false", "DOUBLE, false, true"})
    void onMomentsOfTheRowsItTakesTheStepsThatItTakesOnTheirCopy(
            Precision precision, boolean standardize, boolean intercept) {
        Dataset all = Problems.random(6000, 12, Precision.DOUBLE, 8);
        Dataset train = all.select(Split.of(all, 0.2, 0).train());
        LinearRegression.Builder builder = cpu().precision(precision)
                .standardize(standardize)
                .intercept(intercept)
                .init(Settings.Init.NORMAL);
        TrainingRun fused = builder.build().train(train, warnings);
        TrainingRun gram = builder.gradient(Gradient.GRAM).build().train(train, warnings);
        assertThat(fused.gradient()).isEqualTo(Gradient.FUSED);
        assertThat(gram.gradient()).isEqualTo(Gradient.GRAM);
        double share = precision == Precision.FLOAT ? 1e-5 : 1e-10;
        Closeness.assertRelativelyClose(
                "losses", gram.solution().losses(), fused.solution().losses(), share);
        Closeness.assertRelativelyClose(
                "w", gram.model().coefficients(), fused.model().coefficients(), share);
    }

    @Test
    void momentsThatNoDoubleHoldsAreThoseOfStandardizedRows() {
        DatasetBuilder data = Dataset.builder(List.of("a", "b"), "y", Precision.DOUBLE);
        SplittableRandom random = new SplittableRandom(9);
        for (int i = 0; i < 9000; i++) {
            double a = random.nextGaussian();
            double b = random.nextGaussian();
            data.add(new double[] {1e180 * a, 1e-180 * b}, a + 2 * b + 3);
        }
        LinearModel model = cpu().gradient(Gradient.GRAM).build().fit(data.build());
        Closeness.assertRelativelyClose("w", model.coefficients(), new double[] {1e-180, 2e180}, 1e-9);
        assertThat(model.intercept()).isEqualTo(3, within(1e-9));
    }

    @Test
    void badSettingsAreRefusedBeforeAnythingRuns() {
        assertRefused(LinearRegression.builder().epochs(0));
        assertRefused(LinearRegression.builder().learningRate(-1.0));
        assertRefused(LinearRegression.builder().learningRate(Double.NaN));
        assertRefused(LinearRegression.builder().tolerance(1));
        assertRefused(LinearRegression.builder().tolerance(-0.1));
        assertRefused(LinearRegression.builder().seed(-1));
        assertRefused(LinearRegression.builder().seed(1L << 32));
        assertThatThrownBy(() -> LinearRegression.builder().device("gpu")).isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertRefused(LinearRegression.Builder builder) {
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(", not ");
    }

    /** A device with this number exists nowhere, so the test does not depend on the machine. */
    @Test
    void aDeviceThatIsNotThereGivesWayToTheCpuAndSaysWhy() {
        TrainingRun run = LinearRegression.builder()
                .device("9999")
                .build()
                .train(Problems.random(9, 2, Precision.FLOAT, 6), warnings);
        assertThat(run.fallback()).contains("9999");
        assertThat(run.device().kind()).hasToString("cpu");
        assertThat(warnings.messages)
                .singleElement()
                .asString()
                .contains("9999")
                .contains("going on on the CPU");
    }

    @Test
    void withoutCudaDeviceZeroGivesWayToTheCpu() {
        assumeThat(cudaWorks()).isFalse();
        TrainingRun run = LinearRegression.builder()
                .device("0")
                .build()
                .train(Problems.random(9, 2, Precision.FLOAT, 6), warnings);
        assertThat(run.fallback()).contains("CUDA device 0 cannot be used");
        assertThat(warnings.messages).hasSize(1);
    }

    private static boolean cudaWorks() {
        try (Backend backend = Backend.open(DeviceChoice.parse("0"))) {
            return !backend.describe().isEmpty();
        } catch (DeviceUnavailableException e) {
            return false;
        }
    }

    @Test
    void withoutFallbackADeviceThatIsNotThereIsAnError() {
        LinearRegression regression =
                LinearRegression.builder().device("9999").fallback(false).build();
        assertThatThrownBy(() -> regression.train(Problems.random(9, 2, Precision.FLOAT, 6), warnings))
                .isInstanceOf(DeviceUnavailableException.class);
        assertThat(warnings.messages).isEmpty();
    }

    @Test
    void aGradientThatNeedsCudaIsReplacedAndSaidSo() {
        TrainingRun run =
                cpu().gradient(Gradient.GEMV).build().train(Problems.random(9, 2, Precision.FLOAT, 7), warnings);
        assertThat(run.gradient()).isEqualTo(Gradient.FUSED);
        assertThat(warnings.messages).singleElement().asString().contains("--gradient gemv");
    }

    @Test
    void theDataIsNotChanged() {
        Dataset data = Problems.random(20, 3, Precision.DOUBLE, 8);
        double[][] before = Problems.x(data);
        double[] targets = Problems.y(data);
        cpu().build().train(data, warnings);
        assertThat(Problems.x(data)).isDeepEqualTo(before);
        assertThat(Problems.y(data)).containsExactly(targets);
    }

    @Test
    void theModelSaysWhereItComesFrom() {
        LinearModel model = cpu().epochs(5).seed(3).build().fit(Problems.random(20, 3, Precision.DOUBLE, 9));
        assertThat(model.provenance()).containsKeys("linreg_gpu", "java", "device", "scaling", "loss");
        assertThat(model.provenance()).containsEntry("training_rows", 20);
        assertThat(model.provenance().get("settings"))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.map(String.class, Object.class))
                .containsEntry("solver", "gd")
                .containsEntry("epochs", 5)
                .containsEntry("seed", 3)
                .containsEntry("precision", "double");
    }
}
