package io.linreg.model;

import io.linreg.base.LinregException;
import io.linreg.base.Text;
import io.linreg.data.Standardizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where to start that is not nowhere: at the coefficients of a model, brought to the units of standardised features. */
final class WarmStart {
    private static final String CONTINUED = "continued";

    private WarmStart() {}

    /**
     * The parameters of the model for the target that is to be learnt, b in the target's own units.
     *
     * @throws LinregException if there is no model for this target, or its features are others
     */
    static double[] of(LinearModels models, Preparation work, Standardizer standardizer, boolean intercept) {
        String target = work.rows().target();
        LinearModel model = models.models().stream()
                .filter(one -> one.target().equals(target))
                .findFirst()
                .orElseThrow(() -> new LinregException("the model to start from is of " + Text.names(models.targets())
                        + ", not of the target " + Text.quote(target)));
        requireSameFeatures(model, work);
        if (!intercept && model.intercept() != 0) {
            throw new LinregException("the model to start from has an intercept; leave --no-intercept out");
        }
        Map<String, Double> coefficients = new HashMap<>();
        for (int j = 0; j < model.features().size(); j++) {
            coefficients.put(model.features().get(j), model.coefficients()[j]);
        }
        int d = work.features().size();
        double[] start = new double[d + 1];
        start[d] = model.intercept();
        for (int j = 0; j < d; j++) {
            double coefficient = coefficients.get(work.features().get(j));
            start[j] = coefficient * standardizer.scales()[j];
            start[d] += coefficient * standardizer.means()[j];
        }
        return start;
    }

    private static void requireSameFeatures(LinearModel model, Preparation work) {
        List<String> lacking = new ArrayList<>(work.features());
        lacking.removeAll(model.features());
        List<String> more = new ArrayList<>(model.features());
        more.removeAll(work.features());
        more.removeAll(work.constant());
        if (!lacking.isEmpty() || !more.isEmpty()) {
            throw new LinregException("the model to start from has other features than the data: "
                    + (lacking.isEmpty() ? "" : "it lacks " + Text.names(lacking))
                    + (lacking.isEmpty() || more.isEmpty() ? "" : ", and ")
                    + (more.isEmpty() ? "" : "the data lacks " + Text.names(more)));
        }
    }

    /** How the rows of a model were standardised; the target's mean is what it predicts for their means. */
    static Standardizer standardizer(LinearModel model, boolean intercept) {
        List<String> features = model.features();
        double[] means = new double[features.size()];
        double[] scales = new double[features.size()];
        double targetMean = intercept ? model.intercept() : 0;
        for (int j = 0; j < features.size(); j++) {
            if (!(model.provenance().get("scaling") instanceof Map<?, ?> scaling)
                    || !(scaling.get(features.get(j)) instanceof Map<?, ?> one)
                    || !(one.get("mean") instanceof Number mean)
                    || !(one.get("scale") instanceof Number scale)
                    || !(scale.doubleValue() > 0)) {
                throw new LinregException("the model does not know how " + Text.quote(features.get(j))
                        + " was standardised; fit it again");
            }
            means[j] = mean.doubleValue();
            scales[j] = scale.doubleValue();
            targetMean += intercept ? model.coefficients()[j] * means[j] : 0;
        }
        return new Standardizer(means, scales, targetMean);
    }

    /** A model that went on from another one, and knows of how many rows both have learnt. */
    static LinearModel continued(LinearModel before, LinearModel after) {
        Map<String, Object> seen = new LinkedHashMap<>();
        seen.put("times", number(before, "times", 0) + 1);
        seen.put("rows", number(before, "rows", rows(before)) + rows(after));
        return after.with(CONTINUED, seen);
    }

    private static long rows(LinearModel model) {
        return model.provenance().get("training_rows") instanceof Number rows ? rows.longValue() : 0;
    }

    private static long number(LinearModel model, String key, long otherwise) {
        return model.provenance().get(CONTINUED) instanceof Map<?, ?> seen && seen.get(key) instanceof Number number
                ? number.longValue()
                : otherwise;
    }
}
