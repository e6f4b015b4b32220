package io.linreg.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;

/** Compares vectors component by component; a failure names the worst one. */
public final class Closeness {
    private Closeness() {}

    /** Each component may be off by its own tolerance. */
    public static void assertClose(String what, double[] actual, double[] expected, double[] tolerance) {
        assertThat(actual).as(what).hasSameSizeAs(expected);
        int worst = 0;
        double most = -1;
        for (int j = 0; j < actual.length; j++) {
            double error = Math.abs(actual[j] - expected[j]);
            double share = error == 0 ? 0 : error / tolerance[j];
            if (!(share <= most)) { // a NaN is the worst
                worst = j;
                most = share;
            }
            if (Double.isNaN(share)) {
                break;
            }
        }
        assertThat(most)
                .as(String.format(
                        Locale.ROOT,
                        "%s: component %d of %d is %s instead of %s; its error as a share of its tolerance %s",
                        what,
                        worst,
                        actual.length,
                        actual[worst],
                        expected[worst],
                        tolerance[worst]))
                .isLessThanOrEqualTo(1);
    }

    /** Each component may be off by the same share of itself. */
    public static void assertRelativelyClose(String what, double[] actual, double[] expected, double share) {
        double[] tolerance = new double[expected.length];
        for (int j = 0; j < tolerance.length; j++) {
            tolerance[j] = share * Math.abs(expected[j]);
        }
        assertClose(what, actual, expected, tolerance);
    }

    /** The same bits. */
    public static void assertSameBits(String what, double[] actual, double[] expected) {
        assertThat(actual).as(what).hasSameSizeAs(expected);
        for (int j = 0; j < actual.length; j++) {
            long bits = Double.doubleToRawLongBits(actual[j]);
            long expectedBits = Double.doubleToRawLongBits(expected[j]);
            if (bits != expectedBits) { // not an assertion for each of many numbers: those that hold cost most
                assertThat(bits)
                        .as("%s: component %d is %s instead of %s", what, j, actual[j], expected[j])
                        .isEqualTo(expectedBits);
            }
        }
    }
}
