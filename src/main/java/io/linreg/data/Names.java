package io.linreg.data;

import io.linreg.base.LinregException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * What the columns of a data set are called, and what their numbers stand for.
 *
 * @param weights null if rows are not weighted
 */
record Names(List<String> features, String target, String weights, Frame frame) {
    Names {
        if (features.isEmpty()) {
            throw new LinregException("no feature is left to learn from");
        }
        if (new HashSet<>(features).size() < features.size() || features.contains(target)) {
            throw new LinregException("a column stands twice among features and target");
        }
        features = List.copyOf(features);
    }

    /**
     * Names of numbers, not weighted.
     *
     * @throws LinregException if one stands twice, or there is no feature
     */
    static Names of(List<String> features, String target) {
        return new Names(features, target, null, Frame.NUMBERS);
    }

    Names features(List<String> others) {
        return new Names(others, target, weights, frame);
    }

    /** A feature becomes the target. */
    Names target(String feature) {
        return new Names(without(feature), feature, weights, frame);
    }

    /** A feature becomes the weights. */
    Names weights(String feature) {
        return new Names(without(feature), target, feature, frame);
    }

    Names frame(Frame other) {
        return new Names(features, target, weights, other);
    }

    private List<String> without(String feature) {
        List<String> rest = new ArrayList<>(features);
        rest.remove(feature);
        return rest;
    }
}
