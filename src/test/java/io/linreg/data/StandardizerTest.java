package io.linreg.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StandardizerTest {

    private static Dataset column(double... values) {
        DatasetBuilder builder = Dataset.builder(List.of("x"), "y", Precision.DOUBLE);
        for (int i = 0; i < values.length; i++) {
            builder.add(new double[] {values[i]}, i);
        }
        return builder.build();
    }

    @Test
    void meanAndPopulationDeviation() {
        Standardizer standardizer = Standardizer.fit(column(2, 4, 4, 4, 5, 5, 7, 9), true);
        assertThat(standardizer.means()).containsExactly(5);
        assertThat(standardizer.scales()).containsExactly(2);
    }

    @Test
    void appliedItLeavesMeanZeroAndDeviationOne() {
        DatasetBuilder builder = Dataset.builder(List.of("a", "b", "c"), "y", Precision.DOUBLE);
        MersenneTwister random = new MersenneTwister(3);
        for (int i = 0; i < 70_000; i++) {
            builder.add(
                    new double[] {random.nextNormal(), 5 + 1e-3 * random.nextDouble(), 1e6 * random.nextNormal() - 1e7},
                    i);
        }
        Dataset data = builder.build();
        Dataset standardized = Standardizer.fit(data, true).apply(data, Precision.DOUBLE);
        for (int j = 0; j < 3; j++) {
            double sum = 0;
            double squares = 0;
            for (long i = 0; i < data.rows(); i++) {
                sum += standardized.x(i, j);
                squares += standardized.x(i, j) * standardized.x(i, j);
            }
            assertThat(sum / data.rows()).isCloseTo(0, within(1e-11));
            assertThat(squares / data.rows()).isCloseTo(1, within(1e-10));
        }
        assertThat(standardized.y(69_999)).isCloseTo(69_999 / 2.0, within(1e-10));
        assertThat(standardized.features()).isEqualTo(data.features());
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e200, 1e-200, 1e300, 1e-300, -1e200})
    void hugeAndTinyScales(double unit) {
        Dataset data = column(unit, 2 * unit, 3 * unit, 4 * unit);
        Standardizer standardizer = Standardizer.fit(data, true);
        assertThat(standardizer.means()[0]).isCloseTo(2.5 * unit, Percentage.withPercentage(1e-12));
        assertThat(standardizer.scales()[0])
                .isCloseTo(Math.sqrt(1.25) * Math.abs(unit), Percentage.withPercentage(1e-12));
        assertThat(Math.abs(standardizer.apply(data, Precision.FLOAT).x(0, 0)))
                .isCloseTo(1.5 / Math.sqrt(1.25), within(1e-6));
    }

    @Test
    void largeMeanDoesNotSwallowASmallDeviation() {
        int n = 1001;
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = 1e9 + (i - 500) / 1024.0; // exact
        }
        Standardizer standardizer = Standardizer.fit(column(values), true);
        assertThat(standardizer.means()[0]).isEqualTo(1e9);
        assertThat(standardizer.scales()[0]).isCloseTo(Math.sqrt((n * (double) n - 1) / 12) / 1024, within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1, -0.7, 1.0 / 3, 1e9 + 0.1, 1e200, 1e-200, 123456.789})
    void constantFeatureIsOnlyCentred(double value) {
        for (int n : new int[] {1, 2, 3, 7, 10, 49, 1000}) {
            double[] values = new double[n];
            Arrays.fill(values, value);
            Dataset data = column(values);
            Standardizer standardizer = Standardizer.fit(data, true);
            assertThat(standardizer.means()).as("mean of %d", n).containsExactly(value);
            assertThat(standardizer.scales()).as("scale of %d", n).containsExactly(1);
            assertThat(standardizer.apply(data, Precision.DOUBLE).x(n - 1, 0)).isZero();
        }
    }

    @Test
    void withoutCentringTheOriginStays() {
        Dataset data = column(1, 7, 1, 7);
        Standardizer standardizer = Standardizer.fit(data, false);
        assertThat(standardizer.means()).containsExactly(0);
        assertThat(standardizer.scales()).containsExactly(5); // the root of (1 + 49 + 1 + 49) / 4
        assertThat(standardizer.apply(data, Precision.DOUBLE).x(1, 0)).isEqualTo(1.4);
        Dataset constant = column(4, 4, 4);
        assertThat(Standardizer.fit(constant, false)
                        .apply(constant, Precision.DOUBLE)
                        .x(0, 0))
                .isEqualTo(1);
    }

    @Test
    void rangeBeyondDoubleLeavesAUsableScale() {
        Standardizer standardizer = Standardizer.fit(column(-1.7e308, 1.7e308, 1.7e308), true);
        assertThat(standardizer.means()[0]).isFinite();
        assertThat(standardizer.scales()[0]).isFinite().isPositive();
    }

    @Test
    void chosenRowsAndColumnsAreMeasuredAsIfTheyWereAlone() {
        DatasetBuilder all = Dataset.builder(List.of("a", "b", "c"), "y", Precision.DOUBLE);
        DatasetBuilder some = Dataset.builder(List.of("c", "a"), "y", Precision.DOUBLE);
        MersenneTwister random = new MersenneTwister(5);
        int[] chosen = new MersenneTwister(0).permutation(90_000);
        double[][] rows = new double[chosen.length][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new double[] {random.nextNormal(), 7, 1e9 + random.nextNormal()};
            all.add(rows[i], 1e6 + random.nextNormal());
        }
        Dataset view = all.build().select(chosen).project(List.of("c", "a"));
        for (int i = 0; i < chosen.length; i++) {
            some.add(new double[] {rows[chosen[i]][2], rows[chosen[i]][0]}, view.y(i));
        }
        Dataset copy = some.build();
        Standardizer ofView = Standardizer.fit(view, true);
        Standardizer ofCopy = Standardizer.fit(copy, true);
        for (int j = 0; j < 2; j++) {
            assertThat(ofView.means()[j]).isCloseTo(ofCopy.means()[j], within(1e-6 * (1 - j) + 1e-14));
            assertThat(ofView.scales()[j]).isCloseTo(ofCopy.scales()[j], within(1e-12));
        }
        Dataset applied = ofCopy.apply(view, Precision.FLOAT);
        Dataset expected = ofCopy.apply(copy, Precision.FLOAT);
        assertThat(applied.blocks()).hasSameSizeAs(expected.blocks());
        for (int b = 0; b < applied.blocks().size(); b++) {
            RowBlock.Floats block = (RowBlock.Floats) applied.blocks().get(b);
            assertThat(block.xs())
                    .isEqualTo(((RowBlock.Floats) expected.blocks().get(b)).xs());
            assertThat(block.ys())
                    .isEqualTo(((RowBlock.Floats) expected.blocks().get(b)).ys());
        }
    }

    @Test
    void identityChangesNothing() {
        Dataset data = column(1.5, -2, 1e300);
        Dataset same = Standardizer.identity(1).apply(data, Precision.DOUBLE);
        for (int i = 0; i < 3; i++) {
            assertThat(same.x(i, 0)).isEqualTo(data.x(i, 0));
            assertThat(same.y(i)).isEqualTo(data.y(i));
        }
    }

    @Test
    void theTargetIsCentredBeforeItIsRounded() {
        Dataset data = Dataset.builder(List.of("x"), "y", Precision.DOUBLE)
                .add(new double[] {1}, 1e9 + 0.25)
                .add(new double[] {3}, 1e9 + 0.75)
                .build();
        Dataset floats = Standardizer.fit(data, true).apply(data, Precision.FLOAT);
        assertThat(floats.precision()).isEqualTo(Precision.FLOAT);
        assertThat(floats.x(0, 0)).isEqualTo(-1);
        assertThat(floats.y(0)).isEqualTo(-0.25);
        assertThat(Standardizer.fit(data, false).apply(data, Precision.DOUBLE).y(0))
                .isEqualTo(1e9 + 0.25);
    }
}
