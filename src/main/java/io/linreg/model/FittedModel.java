package io.linreg.model;

import io.linreg.backend.Device;
import io.linreg.backend.Gradient;
import io.linreg.base.LinregException;
import io.linreg.base.Text;
import io.linreg.base.Version;
import io.linreg.data.Standardizer;
import io.linreg.solver.Solution;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** From what a solver found on standardised features to a model in the data's own units, which knows where it comes from. */
final class FittedModel {
    private FittedModel() {}

    static LinearModel of(
            Preparation work,
            Standardizer standardizer,
            Settings settings,
            Solution solution,
            Device device,
            Gradient gradient) {
        TrainingRows train = work.rows();
        List<String> features = work.features();
        int d = features.size();
        double[] coefficients = new double[d];
        double intercept = solution.parameters()[d];
        for (int j = 0; j < d; j++) {
            coefficients[j] = solution.parameters()[j] / standardizer.scales()[j];
            intercept -= coefficients[j] * standardizer.means()[j];
            if (!Double.isFinite(coefficients[j]) || !Double.isFinite(intercept)) {
                throw new LinregException("the coefficient of " + Text.quote(features.get(j)) + " is beyond the"
                        + " range of numbers; give the feature in smaller units");
            }
        }
        Map<String, Object> provenance = new LinkedHashMap<>();
        provenance.put("linreg_gpu", Version.current().toString());
        provenance.put("java", System.getProperty("java.version"));
        provenance.put("device", json(device));
        provenance.put("training_rows", train.rows());
        provenance.put("settings", json(settings, train.weights(), solution, gradient));
        provenance.put("scaling", scaling(features, standardizer));
        provenance.put("loss", TrainingRun.lossJson(solution));
        return new LinearModel(work.design(), train.target(), coefficients, intercept, provenance);
    }

    /** In this order each time: the same run writes the same file. */
    private static Map<String, Object> json(Device device) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", device.kind().toString());
        json.put("name", device.name());
        return json;
    }

    private static Map<String, Object> json(Settings settings, String weights, Solution solution, Gradient gradient) {
        Map<String, Object> json = new LinkedHashMap<>(settings.solver().settings());
        if (settings.search() != null) {
            json.putAll(settings.search().settings());
        }
        json.put("learning_rate", solution.learningRate());
        json.put("gradient", gradient.toString());
        json.put("precision", settings.precision().toString());
        json.put("init", settings.init().toString());
        json.put("seed", settings.seed());
        if (settings.earlyStopping() != null) {
            json.put("validation_share", settings.earlyStopping().share());
            json.put("patience", settings.earlyStopping().patience());
        }
        json.put("warm_start", settings.warmStart() != null);
        json.put("standardize", settings.standardize());
        json.put("intercept", settings.intercept());
        if (weights != null) {
            json.put("weights", weights);
        }
        return json;
    }

    private static Map<String, Object> scaling(List<String> features, Standardizer standardizer) {
        Map<String, Object> scaling = new LinkedHashMap<>();
        for (int j = 0; j < features.size(); j++) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("mean", standardizer.means()[j]);
            one.put("scale", standardizer.scales()[j]);
            scaling.put(features.get(j), one);
        }
        return scaling;
    }
}
