package io.linreg.inference;

import io.linreg.backend.ExactMoments;
import io.linreg.base.LinregException;
import io.linreg.data.Dataset;
import io.linreg.data.Design;
import io.linreg.data.Term;
import io.linreg.data.Unseen;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What the training rows say about a linear model beyond its coefficients: how sure they are, and how well they fit. All of it is about
 * the exact least-squares answer for these rows, which is found again here, in double-double; a solver that has not come all the way to
 * it has other coefficients. Conventions are those of statsmodels' OLS and WLS, t and F distributions throughout; figures that are not
 * defined are NaN.
 *
 * @param settings what was asked for
 * @param weighted whether rows have weights
 * @param intercept whether the model has one: R2 and F are about 0, not about the mean, where not
 * @param coefficients the intercept first, if there is one, then each feature
 * @param fit how well the model fits
 * @param quartiles minimum, first quartile, median, third quartile and maximum of the residuals, times the roots of weights
 * @param durbinWatson of the residuals in the order of the rows
 * @param condition the condition number of the design matrix in the data's units, its column of ones included
 * @param diagnostics the rows that plots of diagnosis show
 * @param uncertainty what intervals of predictions need; null where there are no degrees of freedom left
 * @param notes what a reader should know before trusting the figures, a sentence each
 */
public record Inference(
        InferenceSettings settings,
        boolean weighted,
        boolean intercept,
        List<CoefficientEstimate> coefficients,
        GoodnessOfFit fit,
        double[] quartiles,
        double durbinWatson,
        double condition,
        Diagnostics diagnostics,
        Uncertainty uncertainty,
        List<String> notes) {
    /** What the intercept is called among the coefficients. */
    public static final String INTERCEPT = "intercept";

    private static final int MOST_ROWS = Integer.MAX_VALUE - 8;

    /**
     * Infers from training rows. It takes two passes over them: moments in double-double, then residuals and leverages; for a while
     * these and their order take 44 bytes a row.
     *
     * @param rows the training rows, in the data's units, in the order that makes them neighbours
     * @param numbers what the rows are called, as by their numbers in the data; null for their places, from 0
     * @param terms the columns of the design matrix
     * @param intercept whether the model has one
     * @throws LinregException if there are no rows, or more than an array holds
     */
    public static Inference of(
            Dataset rows, int[] numbers, List<Term> terms, boolean intercept, InferenceSettings settings) {
        if (rows.rows() == 0 || rows.rows() > MOST_ROWS) {
            throw new LinregException("a summary is of 1 to " + MOST_ROWS + " rows, not of " + rows.rows());
        }
        Dataset counting = rows.counting();
        int[] places = IntStream.range(0, Math.toIntExact(rows.rows()))
                .filter(i -> rows.weight(i) > 0)
                .map(i -> numbers == null ? i : numbers[i])
                .toArray();
        ExactFit fit = ExactFit.of(ExactMoments.of(counting, terms), terms, intercept, settings.rankTolerance());
        Dataset design = new Design(Design.plain(counting.features()).columns(), terms).apply(counting, Unseen.ERROR);
        RowStatistics statistics = RowStatistics.over(design, fit, settings.errors());
        long n = design.rows();
        long degrees = Math.max(0, n - fit.rank());
        double variance = degrees > 0 ? fit.residualSquares() / degrees : Double.NaN;
        Covariance covariance = settings.errors() == StandardErrors.CLASSICAL
                ? Covariance.classical(variance)
                : Covariance.robust(statistics.spread(), settings.errors().correction(n, degrees));
        return new Inference(
                settings,
                rows.weighted(),
                intercept,
                estimates(fit, covariance, settings.confidence(), degrees),
                GoodnessOfFit.of(fit, covariance, n, statistics.logWeights()),
                statistics.quartiles(),
                statistics.durbinWatson(),
                fit.condition(),
                new DiagnosticRows(design, fit, statistics, Math.sqrt(variance), places).choose(),
                degrees > 0 ? Uncertainty.of(fit, covariance, variance, degrees, settings.errors()) : null,
                Notes.of(fit, statistics, settings.errors(), places));
    }

    /**
     * Infers as much as moments tell: no robust errors, and nothing about residuals one by one, which is NaN, as the likelihood of
     * weighted rows is.
     *
     * @param moments of the training rows, those of weight 0 left out: of the terms, in the data's units
     * @throws LinregException if robust errors are wanted
     */
    public static Inference of(
            ExactMoments moments, List<Term> terms, boolean intercept, boolean weighted, InferenceSettings settings) {
        if (settings.errors() != StandardErrors.CLASSICAL) {
            throw new LinregException(
                    settings.errors() + " errors need every row's residual, and streamed rows are let go; use --errors"
                            + " classical, or leave --stream out");
        }
        ExactFit fit = ExactFit.of(moments, terms, intercept, settings.rankTolerance());
        long n = moments.rows();
        long degrees = Math.max(0, n - fit.rank());
        double variance = degrees > 0 ? fit.residualSquares() / degrees : Double.NaN;
        Covariance covariance = Covariance.classical(variance);
        double[] unknown = new double[5];
        Arrays.fill(unknown, Double.NaN);
        return new Inference(
                settings,
                weighted,
                intercept,
                estimates(fit, covariance, settings.confidence(), degrees),
                GoodnessOfFit.of(fit, covariance, n, weighted ? Double.NaN : 0),
                unknown,
                Double.NaN,
                fit.condition(),
                Diagnostics.NONE,
                degrees > 0 ? Uncertainty.of(fit, covariance, variance, degrees, settings.errors()) : null,
                Notes.of(fit, n));
    }

    private static List<CoefficientEstimate> estimates(
            ExactFit fit, Covariance covariance, double confidence, long degrees) {
        List<CoefficientEstimate> estimates = new ArrayList<>();
        int d = fit.features();
        for (int place = fit.intercept() ? -1 : 0; place < d; place++) {
            int j = place < 0 ? d : place;
            String name = j == d ? INTERCEPT : fit.names().get(j);
            estimates.add(
                    j < d && fit.aliased()[j]
                            ? CoefficientEstimate.aliased(name)
                            : CoefficientEstimate.of(
                                    name,
                                    fit.parameters()[j],
                                    covariance.deviation(fit.coordinates().mixture(j)),
                                    j == d ? Double.NaN : fit.inflation()[j],
                                    confidence,
                                    (double) degrees));
        }
        return List.copyOf(estimates);
    }

    /**
     * How far a model is from the least-squares answer: the largest difference of a coefficient in units of its standard error. It is 0
     * where these are not defined, or where there are many answers, as some features are aliased.
     *
     * @param coefficients of the features, in their order
     */
    public double distance(double[] coefficients, double b) {
        double largest = 0;
        int first = intercept ? 1 : 0;
        for (int j = 0; j < this.coefficients.size(); j++) {
            CoefficientEstimate one = this.coefficients.get(j);
            double difference = (j < first ? b : coefficients[j - first]) - one.estimate();
            if (one.aliased()) {
                return 0;
            }
            if (one.standardError() > 0) {
                largest = Math.max(largest, Math.abs(difference) / one.standardError());
            }
        }
        return largest;
    }

    /** With one more note. */
    public Inference with(String note) {
        List<String> more = new ArrayList<>(notes);
        more.add(note);
        return new Inference(
                settings,
                weighted,
                intercept,
                coefficients,
                fit,
                quartiles,
                durbinWatson,
                condition,
                diagnostics,
                uncertainty,
                List.copyOf(more));
    }

    /** As JSON values; null stands for what is not defined. */
    public Map<String, Object> toJson() {
        return InferenceJson.of(this);
    }
}
