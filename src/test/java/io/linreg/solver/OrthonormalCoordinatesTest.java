package io.linreg.solver;

import static io.linreg.testing.Closeness.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.linreg.backend.ExactMoments;
import io.linreg.data.Dataset;
import io.linreg.data.DatasetBuilder;
import io.linreg.data.Precision;
import io.linreg.data.Term;
import io.linreg.testing.Problems;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class OrthonormalCoordinatesTest {
    /** Weighted rows of columns of scales from 1e-8 to 1e8, some of them mixtures of those before. */
    private static Dataset rows(SplittableRandom random, int rows, int features) {
        double[][] x = Problems.normal(random, rows, features);
        for (int j = 0; j < features; j++) {
            boolean mixture = j > 1 && random.nextInt(4) == 0;
            double scale = Math.scalb(1.0, random.nextInt(-27, 28));
            for (double[] row : x) {
                row[j] = mixture ? row[0] - 2 * row[1] : scale * (row[j] + 3);
            }
        }
        DatasetBuilder builder = Dataset.builder(Problems.names(features + 1), "y", Precision.DOUBLE);
        for (double[] row : x) {
            double[] weighted = Arrays.copyOf(row, features + 1);
            weighted[features] = 0.5 + random.nextInt(4);
            builder.add(weighted, random.nextGaussian() + 7);
        }
        return builder.build().withWeights("x" + features);
    }

    @Property(tries = 60, seed = "11")
    void columnsAreOrthonormalAndParametersMixturesOfProjections(
            @ForAll @IntRange(min = 1, max = 9) int features, @ForAll boolean intercept, @ForAll int seed) {
        Dataset rows = rows(new SplittableRandom(seed), 40, features);
        NormalFactor factor = new NormalFactor(
                ExactMoments.of(rows, Term.columns(rows.features())), intercept, NormalEquations.TOLERANCE);
        OrthonormalCoordinates coordinates = new OrthonormalCoordinates(factor);

        int count = coordinates.count();
        assertThat(count).isEqualTo(factor.rank());
        double[] products = new double[count * count];
        double[] projections = new double[count];
        double[] centre = centre(rows, intercept);
        for (int i = 0; i < rows.rows(); i++) {
            double[] x = new double[features];
            rows.copyRow(i, x);
            double[] u = at(coordinates, x, centre);
            for (int j = 0; j < count; j++) {
                projections[j] += rows.weight(i) * u[j] * rows.y(i);
                for (int k = 0; k < count; k++) {
                    products[j * count + k] += rows.weight(i) * u[j] * u[k];
                }
            }
        }
        double[] identity = new double[count * count];
        for (int j = 0; j < count; j++) {
            identity[j * count + j] = 1;
        }
        assertClose("sum of w u u'", products, identity, filled(count * count, 1e-9));
        assertClose("projections", coordinates.projections(), projections, filled(count, 1e-8));
        double[][] inverse = factor.inverse();
        for (int j = 0; j <= features; j++) {
            double[] mixture = coordinates.mixture(j);
            double parameter = dot(mixture, coordinates.projections());
            double error = Math.sqrt(inverse[j][j]);
            assertThat(Math.abs(parameter - factor.parameters()[j])).isLessThanOrEqualTo(1e-9 * error);
            assertThat(Math.abs(dot(mixture, mixture) - inverse[j][j])).isLessThanOrEqualTo(1e-13 * inverse[j][j]);
        }
    }

    private static double[] filled(int length, double value) {
        double[] filled = new double[length];
        Arrays.fill(filled, value);
        return filled;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }

    private static double[] centre(Dataset rows, boolean intercept) {
        ExactMoments moments = ExactMoments.of(rows, Term.columns(rows.features()));
        return IntStream.range(0, rows.features().size())
                .mapToDouble(j -> intercept ? moments.mean(j).value() : 0)
                .toArray();
    }

    private static double[] at(OrthonormalCoordinates coordinates, double[] x, double[] centre) {
        double[][] distances = IntStream.range(0, x.length)
                .mapToObj(j -> new double[] {x[j] - centre[j]})
                .toArray(double[][]::new);
        double[][] u = new double[coordinates.count()][1];
        coordinates.of(distances, 1, u);
        return Arrays.stream(u).mapToDouble(one -> one[0]).toArray();
    }

    @Test
    void theyAreTheFitInTermsOfTheProjections() {
        Dataset rows = Problems.advertising(Precision.DOUBLE);
        NormalFactor factor =
                new NormalFactor(ExactMoments.of(rows, Term.columns(rows.features())), true, NormalEquations.TOLERANCE);
        OrthonormalCoordinates coordinates = new OrthonormalCoordinates(factor);
        double[] projections = coordinates.projections();

        assertThat(dot(coordinates.atCentre(), projections)).isCloseTo(14.0225, within(1e-13)); // the mean
        double[] u = at(coordinates, new double[] {100, 20, 30}, centre(rows, true));
        assertThat(dot(u, projections)).isCloseTo(11.254829462088969, within(1e-13)); // statsmodels
        assertThat(coordinates.ofFeatures()).isEqualTo(3);
    }
}
