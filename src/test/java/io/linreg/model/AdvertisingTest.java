package io.linreg.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.linreg.backend.Gradient;
import io.linreg.base.LinregException;
import io.linreg.data.Dataset;
import io.linreg.data.Precision;
import io.linreg.testing.Closeness;
import io.linreg.testing.Problems;
import io.linreg.testing.Reference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The trajectories and the results that NumPy and scikit-learn compute from the same rows. */
class AdvertisingTest {
    /** Rounding of 1000 epochs on numbers that differ in size by 10^4, in either program. */
    private static final double DOUBLE_DIGITS = 1e-9;

    /** The data itself is rounded to 1e-7; w and b move by a multiple of that. */
    private static final double FLOAT_DIGITS = 1e-4;

    private record Case(String section, Precision precision, Gradient gradient) {}

    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (String section : List.of("gd_raw_features", "gd_standardized")) {
            for (Precision precision : Precision.values()) {
                cases.add(new Case(section, precision, null));
                cases.add(new Case(section, precision, Gradient.GRAM));
            }
        }
        return cases;
    }

    private static Dataset train(Precision precision) {
        return Problems.advertising(precision).select(Problems.referenceSplit().train());
    }

    private static Dataset test() {
        return Problems.advertising(Precision.DOUBLE)
                .select(Problems.referenceSplit().test());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void trajectoriesAreTheGoldenOnes(Case c) {
        Reference reference = Reference.section(c.section());
        TrainingRun run = LinearRegression.builder()
                .device("cpu")
                .gradient(c.gradient())
                .epochs((int) reference.number("epochs"))
                .learningRate(reference.number("rate"))
                .standardize((Boolean) reference.values().get("standardized"))
                .build()
                .train(train(c.precision()), new Warnings());
        double digits = c.precision() == Precision.DOUBLE ? DOUBLE_DIGITS : FLOAT_DIGITS;
        double[] losses = run.solution().losses();
        assertThat(reference.losses()).hasSizeGreaterThan(5);
        reference.losses().forEach((epoch, loss) -> assertThat(losses[epoch])
                .as("loss before epoch %d", epoch)
                .isEqualTo(loss, within(digits * loss)));
        double last = reference.number("final_loss");
        assertThat(run.finalLoss()).isEqualTo(last, within(digits * last));
        double[] w = reference.numbers("w");
        double[] found = run.solution().parameters();
        Closeness.assertRelativelyClose("w", java.util.Arrays.copyOf(found, w.length), w, digits);
        assertThat(found[w.length]).isEqualTo(reference.number("b"), within(digits * reference.number("b")));
    }

    @ParameterizedTest
    @CsvSource({"FLOAT,", "FLOAT,GRAM", "DOUBLE,", "DOUBLE,GRAM"})
    void defaultsFindOrdinaryLeastSquares(Precision precision, Gradient gradient) {
        Reference ols = Reference.section("ols");
        LinearModel model = LinearRegression.builder()
                .device("cpu")
                .gradient(gradient)
                .build()
                .fit(train(precision));
        Closeness.assertRelativelyClose("coefficients", model.coefficients(), ols.numbers("coef"), FLOAT_DIGITS);
        assertThat(model.intercept()).isEqualTo(ols.number("intercept"), within(1e-4));
        Metrics metrics = Metrics.of(model, test());
        assertThat(metrics.r2()).isEqualTo(ols.number("test_r2"), within(1e-5));
        assertThat(metrics.mse()).isEqualTo(ols.number("test_mse"), within(1e-4));
        assertThat(metrics.mae()).isEqualTo(ols.number("test_mae"), within(1e-4));
    }

    @Test
    void aRateTooLargeForRawFeaturesFailsCleanly() {
        Warnings listener = new Warnings();
        LinearRegression raw = LinearRegression.builder()
                .device("cpu")
                .standardize(false)
                .learningRate(0.01)
                .build();
        assertThatThrownBy(() -> raw.train(train(Precision.FLOAT), listener))
                .isInstanceOf(LinregException.class)
                .hasMessageContaining("epoch")
                .hasMessageContaining("--standardize");
        assertThat(listener.started).isEqualTo(1);
        assertThat(listener.ended).isEqualTo(1);
    }

    @Test
    void normalStartingValuesAreNumPys() {
        // np.random.RandomState(0).standard_normal(4); a step of almost nothing leaves them where they are.
        TrainingRun run = LinearRegression.builder()
                .device("cpu")
                .init(Settings.Init.NORMAL)
                .epochs(1)
                .learningRate(1e-300)
                .build()
                .train(train(Precision.DOUBLE), new Warnings());
        assertThat(Arrays.copyOf(run.solution().parameters(), 3))
                .containsExactly(1.764052345967664, 0.4001572083672233, 0.9787379841057392);
        // b went by way of the centred target, and was rounded there.
        assertThat(run.solution().parameters()[3]).isCloseTo(2.240893199201458, within(1e-14));
    }

    @Test
    void normalStartingValuesWithoutInterceptLeaveItAtZero() {
        TrainingRun run = LinearRegression.builder()
                .device("cpu")
                .init(Settings.Init.NORMAL)
                .seed(4294967295L)
                .intercept(false)
                .epochs(1)
                .learningRate(1e-300)
                .build()
                .train(train(Precision.DOUBLE), new Warnings());
        assertThat(run.solution().parameters())
                .containsExactly(0.6484086742306527, 0.6693235306338161, -1.0805437227474493, 0);
    }

    @Test
    void theSameRunTwiceGivesTheSameBits() {
        LinearRegression regression = LinearRegression.builder().device("cpu").build();
        TrainingRun once = regression.train(train(Precision.FLOAT), new Warnings());
        TrainingRun again = regression.train(train(Precision.FLOAT), new Warnings());
        Closeness.assertSameBits(
                "losses", again.solution().losses(), once.solution().losses());
        assertThat(again.model()).isEqualTo(once.model()).hasSameHashCodeAs(once.model());
    }
}
