package io.linreg.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.linreg.backend.ExactMoments;
import io.linreg.data.Dataset;
import io.linreg.data.DatasetBuilder;
import io.linreg.data.Precision;
import io.linreg.data.Term;
import io.linreg.testing.Problems;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CrossValidationTest {
    private static final int FOLDS = 4;

    /** Each fold by itself: a fit to the rows of the others, and its mean squared error on its own. */
    @ParameterizedTest
    @CsvSource({"1, true, true", "0.5, true, false", "0, false, true", "0.25, false, false"})
    void errorsAreThoseOfSeparateFits(double l1Ratio, boolean intercept, boolean standardize) {
        double[][] x = x(30, 4, 1);
        double[] y = Problems.targets(x, new double[] {1, 0, -2, 0.1}, 3);
        addNoise(y);
        CrossValidation validation = validate(folds(x, y), l1Ratio, intercept, standardize);
        assertThat(validation.alphas()).hasSize(10);
        for (int k = 0; k < FOLDS; k++) {
            PenaltyProblem others = others(x, y, k);
            double[] scales =
                    standardize ? others.gram(intercept).standardized().scales() : new double[] {1, 1, 1, 1};
            PenaltyProblem train = scaled(others, scales);
            for (int a = 0; a < 10; a++) {
                Solution fit = new CoordinateDescent(new Penalty(validation.alphas()[a], l1Ratio))
                        .solve(train.objective(), new double[5], intercept, EpochListener.NONE);
                PenaltyProblem own = scaled(part(x, y, k), scales);
                double error = new Quadratic(own.x(), own.y()).lossAndGradient(fit.parameters(), new double[5]);
                assertThat(validation.errors()[a][k]).isEqualTo(error, within(1e-10 * error));
            }
        }
    }

    @Test
    void choosesTheSmallestMeanAndTheSparestWithinAnError() {
        double[][] x = x(40, 6, 2);
        double[] y = Problems.targets(x, new double[] {1, -1, 0, 0, 0, 0}, 0);
        addNoise(y);
        CrossValidation validation = validate(folds(x, y), 1, true, true);
        double[] means = new double[10];
        double[] standardErrors = new double[10];
        for (int a = 0; a < 10; a++) {
            double[] e = validation.errors()[a];
            means[a] = (e[0] + e[1] + e[2] + e[3]) / 4;
            double squares = 0;
            for (double error : e) {
                squares += (error - means[a]) * (error - means[a]);
            }
            standardErrors[a] = Math.sqrt(squares / 3 / 4);
        }
        assertThat(validation.means()).containsExactly(means, within(1e-14));
        assertThat(validation.standardErrors()).containsExactly(standardErrors, within(1e-14));
        int best = validation.best();
        assertThat(validation.bestAlpha()).isEqualTo(validation.alphas()[best]);
        assertThat(Arrays.stream(validation.means()).min()).hasValue(validation.means()[best]);
        double enough = validation.means()[best] + standardErrors[best];
        assertThat(validation.sparest()).isBetween(1, best);
        assertThat(validation.means()[validation.sparest()]).isLessThanOrEqualTo(enough);
        assertThat(validation.means()[validation.sparest() - 1]).isGreaterThan(enough);
    }

    /** In the first fold alone the last feature varies: to the others it is unknown, and has no coefficient. */
    @Test
    void aFeatureThatDoesNotVaryInTrainingHasNoCoefficient() {
        double[][] x = x(20, 3, 3);
        for (int i = 0; i < x.length; i++) {
            x[i][2] = i < 5 ? 1e3 * x[i][2] : 0.1; // not exact in binary: sums of it are rounded
        }
        double[] y = Problems.targets(x, new double[] {1, 2, 0}, 0);
        addNoise(y);
        double[][] without = Arrays.stream(x).map(row -> Arrays.copyOf(row, 2)).toArray(double[][]::new);
        double[] alphas = {0.5, 0.1, 0.01};
        RegularizationPath.Problem problem =
                new RegularizationPath.Problem(true, true, new CoordinateDescent(new Penalty(1, 1)));
        double[][] all = CrossValidation.of(problem, folds(x, y), alphas).errors();
        double[][] known =
                CrossValidation.of(problem, folds(without, y), alphas).errors();
        for (int a = 0; a < alphas.length; a++) {
            assertThat(all[a][0]).isEqualTo(known[a][0], within(1e-12 * known[a][0]));
        }
    }

    /** The target varies in the first fold alone: the others predict what they know. */
    @Test
    void aTargetThatDoesNotVaryInTrainingIsPredicted() {
        double[][] x = x(20, 2, 4);
        double[] y = new double[20];
        Arrays.fill(y, 7);
        for (int i = 0; i < 5; i++) {
            y[i] = 7 + x[i][0];
        }
        CrossValidation validation = validate(folds(x, y), 0.5, true, true);
        double square = 0;
        for (int i = 0; i < 5; i++) {
            square += x[i][0] * x[i][0] / 5;
        }
        for (double[] errors : validation.errors()) {
            assertThat(errors[0]).isEqualTo(square, within(1e-13));
        }
    }

    /** A row of weight k is k rows, in training and in a fold's error. */
    @Test
    void weightsCount() {
        double[][] x = x(24, 2, 5);
        double[] y = Problems.targets(x, new double[] {1, -1}, 2);
        addNoise(y);
        List<ExactMoments> weighted = new ArrayList<>();
        List<ExactMoments> repeated = new ArrayList<>();
        for (int k = 0; k < FOLDS; k++) {
            DatasetBuilder once = Dataset.builder(List.of("x0", "w", "x1"), "y", Precision.DOUBLE);
            DatasetBuilder often = Dataset.builder(List.of("x0", "x1"), "y", Precision.DOUBLE);
            for (int i = 6 * k; i < 6 * (k + 1); i++) {
                int weight = 1 + (i + k) % 3 + 2 * k; // folds weigh differently
                once.add(new double[] {x[i][0], weight, x[i][1]}, y[i]);
                for (int copy = 0; copy < weight; copy++) {
                    often.add(x[i], y[i]);
                }
            }
            weighted.add(moments(once.build().withWeights("w")));
            repeated.add(moments(often.build()));
        }
        CrossValidation one = validate(weighted, 1, true, true);
        CrossValidation other = validate(repeated, 1, true, true);
        assertThat(one.alphas()).containsExactly(other.alphas(), within(1e-13));
        assertThat(one.means()).containsExactly(other.means(), within(1e-12));
        assertThat(one.standardErrors()).containsExactly(other.standardErrors(), within(1e-12));
    }

    private static double[][] x(int rows, int columns, long seed) {
        return Problems.normal(new SplittableRandom(seed), rows, columns);
    }

    private static void addNoise(double[] y) {
        SplittableRandom random = new SplittableRandom(9);
        for (int i = 0; i < y.length; i++) {
            y[i] += random.nextGaussian();
        }
    }

    /** In four parts, the first of them longer by a row where they cannot be equal. */
    private static int[] ends(int rows) {
        int[] ends = new int[FOLDS + 1];
        for (int k = 0; k < FOLDS; k++) {
            ends[k + 1] = ends[k] + rows / FOLDS + (k < rows % FOLDS ? 1 : 0);
        }
        return ends;
    }

    private static PenaltyProblem part(double[][] x, double[] y, int k) {
        int[] ends = ends(x.length);
        return new PenaltyProblem(
                Arrays.copyOfRange(x, ends[k], ends[k + 1]), Arrays.copyOfRange(y, ends[k], ends[k + 1]));
    }

    private static PenaltyProblem others(double[][] x, double[] y, int k) {
        int[] ends = ends(x.length);
        List<double[]> rows = new ArrayList<>();
        List<Double> targets = new ArrayList<>();
        for (int i = 0; i < x.length; i++) {
            if (i < ends[k] || i >= ends[k + 1]) {
                rows.add(x[i]);
                targets.add(y[i]);
            }
        }
        return new PenaltyProblem(
                rows.toArray(double[][]::new),
                targets.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static PenaltyProblem scaled(PenaltyProblem problem, double[] scales) {
        double[][] scaled = new double[problem.x().length][scales.length];
        for (int i = 0; i < scaled.length; i++) {
            for (int j = 0; j < scales.length; j++) {
                scaled[i][j] = problem.x()[i][j] / scales[j];
            }
        }
        return new PenaltyProblem(scaled, problem.y());
    }

    private static List<ExactMoments> folds(double[][] x, double[] y) {
        List<ExactMoments> folds = new ArrayList<>();
        for (int k = 0; k < FOLDS; k++) {
            PenaltyProblem part = part(x, y, k);
            folds.add(moments(Problems.of(part.x(), part.y())));
        }
        return folds;
    }

    private static ExactMoments moments(Dataset data) {
        return ExactMoments.of(data, Term.columns(data.features()));
    }

    private static CrossValidation validate(
            List<ExactMoments> folds, double l1Ratio, boolean intercept, boolean standardize) {
        CoordinateDescent solver = new CoordinateDescent(new Penalty(1, l1Ratio));
        AlphaSearch.Selection selection = new AlphaSearch(10, FOLDS).select(solver, folds, intercept, standardize);
        assertThat(selection.solver().penalty())
                .isEqualTo(new Penalty(selection.crossValidation().bestAlpha(), l1Ratio));
        return selection.crossValidation();
    }
}
