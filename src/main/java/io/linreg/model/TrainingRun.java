package io.linreg.model;

import io.linreg.backend.Device;
import io.linreg.backend.ExactMoments;
import io.linreg.backend.Gradient;
import io.linreg.base.Json;
import io.linreg.base.LinregException;
import io.linreg.data.Dataset;
import io.linreg.data.Term;
import io.linreg.data.Unseen;
import io.linreg.inference.Inference;
import io.linreg.inference.InferenceSettings;
import io.linreg.solver.AlphaSearch;
import io.linreg.solver.NormalEquations;
import io.linreg.solver.Solution;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a training run did.
 *
 * @param model the fitted model
 * @param settings as asked for; a precision that was left open is that of the data set
 * @param device where it ran
 * @param processor that device and what it computes with, in words
 * @param fallback why it did not run where it was asked to; null if it did
 * @param gradient how epochs were computed
 * @param solution losses and learning rate; its parameters are those of the standardised features
 * @param selection how the penalty's alpha was found; null where it was given, or there is none
 * @param weights the column that weighed the rows; null if they weighed the same
 * @param constant features left out because they never vary
 * @param uploadSeconds to open the device, standardise the rows and put them onto it; of targets that shared it, one's share
 * @param trainSeconds to choose the learning rate and run all epochs; of targets that were trained together, one's share
 */
public record TrainingRun(
        LinearModel model,
        Settings settings,
        Device device,
        String processor,
        String fallback,
        Gradient gradient,
        Solution solution,
        AlphaSearch.Selection selection,
        String weights,
        List<String> constant,
        double uploadSeconds,
        double trainSeconds) {
    /** So far from the least-squares answer, in standard errors, a model is another one. */
    private static final double FAR = 0.01;

    /**
     * What the training rows say beyond the coefficients. It is about their exact least-squares answer; where the model is not there
     * yet, a note says how far off it is.
     *
     * @param train the rows that the model was trained on, in the order that makes them neighbours
     * @param numbers what the rows are called, as by their numbers in the data; null for their places, from 0
     * @throws LinregException if the solver minimised something else than the squared error
     */
    public Inference infer(Dataset train, int[] numbers, InferenceSettings wanted) {
        requireLeastSquares();
        Dataset columns = model.design().withoutProducts().apply(train, Unseen.ERROR);
        return noting(Inference.of(columns, numbers, model.design().terms(), settings.intercept(), matching(wanted)));
    }

    /** The same as far as moments of the training rows tell. */
    Inference infer(ExactMoments train, List<Term> terms, boolean weighted, InferenceSettings wanted) {
        requireLeastSquares();
        return noting(Inference.of(train, terms, settings.intercept(), weighted, matching(wanted)));
    }

    private void requireLeastSquares() {
        if (!settings.solver().isLeastSquares()) {
            throw new LinregException("there are no standard errors and the like of a model that does not minimise the"
                    + " squared error alone; leave the penalty or the other loss out");
        }
    }

    private Inference noting(Inference inference) {
        double distance = inference.distance(model.coefficients(), model.intercept());
        return distance <= FAR
                ? inference
                : inference.with(String.format(
                        Locale.ROOT,
                        "the model is not at the least-squares answer, which the summary is about: a coefficient is off by %.3g standard"
                                + " errors; use --solver normal or more epochs",
                        distance));
    }

    /** With the tolerance that decided which features the model leaves out. */
    private InferenceSettings matching(InferenceSettings wanted) {
        return settings.solver() instanceof NormalEquations normal
                ? wanted.withRankTolerance(normal.tolerance())
                : wanted;
    }

    /** Of so many targets that took this time together. */
    TrainingRun sharing(int targets) {
        return new TrainingRun(
                model,
                settings,
                device,
                processor,
                fallback,
                gradient,
                solution,
                selection,
                weights,
                constant,
                uploadSeconds / targets,
                trainSeconds / targets);
    }

    /** The loss before the first epoch. */
    public double initialLoss() {
        return solution.losses()[0];
    }

    /** The loss after the first epoch. */
    public double lossAfterFirstEpoch() {
        return solution.losses()[Math.min(1, solution.epochs())];
    }

    /** The loss of the model. */
    public double finalLoss() {
        return solution.finalLoss();
    }

    /** The losses as JSON. */
    public Map<String, Object> lossJson() {
        return lossJson(solution);
    }

    static Map<String, Object> lossJson(Solution solution) {
        Map<String, Object> json = new LinkedHashMap<>();
        double[] losses = solution.losses();
        json.put("initial", Json.number(losses[0]));
        json.put("after_first_epoch", Json.number(losses[Math.min(1, solution.epochs())]));
        json.put("final", Json.number(solution.finalLoss()));
        json.put("epochs_run", solution.epochs());
        if (solution.validated() != null) {
            double[] validated = solution.validated().losses();
            Map<String, Object> validation = new LinkedHashMap<>();
            validation.put("initial", Json.number(validated[0]));
            validation.put("best", Json.number(validated[solution.validated().best()]));
            validation.put("best_epoch", solution.validated().best());
            json.put("validation", validation);
        }
        return json;
    }
}
