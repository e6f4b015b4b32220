package io.linreg.model;

import io.linreg.backend.Device;
import io.linreg.backend.Gradient;
import io.linreg.base.Json;
import io.linreg.solver.Solution;
import java.util.LinkedHashMap;
import java.util.List;
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
 * @param weights the column that weighed the rows; null if they weighed the same
 * @param constant features left out because they never vary
 * @param uploadSeconds to open the device, standardise the rows and put them onto it
 * @param trainSeconds to choose the learning rate and run all epochs
 */
public record TrainingRun(
        LinearModel model,
        Settings settings,
        Device device,
        String processor,
        String fallback,
        Gradient gradient,
        Solution solution,
        String weights,
        List<String> constant,
        double uploadSeconds,
        double trainSeconds) {

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
        return solution.losses()[solution.epochs()];
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
        json.put("final", Json.number(losses[solution.epochs()]));
        json.put("epochs_run", solution.epochs());
        return json;
    }
}
