package io.linreg.report;

import io.linreg.base.Json;
import io.linreg.solver.AlphaSearch;
import io.linreg.solver.CrossValidation;
import io.linreg.solver.RegularizationPath;
import io.linreg.solver.RegularizationPath.Point;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** A path of penalties and its cross-validation as JSON: numbers side by side, one for each alpha. */
final class SelectionJson {
    private SelectionJson() {}

    /** The keys "path" and, with folds, "cv". */
    static Map<String, Object> of(AlphaSearch.Selection selection, List<String> features) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("path", path(selection.path(), features));
        if (selection.crossValidation() != null) {
            json.put("cv", crossValidation(selection.crossValidation()));
        }
        return json;
    }

    private static Map<String, Object> path(RegularizationPath path, List<String> features) {
        Map<String, Object> coefficients = new LinkedHashMap<>();
        for (int j = 0; j < features.size(); j++) {
            int column = j;
            coefficients.put(features.get(j), numbers(path, point -> point.parameters()[column]));
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("l1_ratio", path.l1Ratio());
        json.put("alphas", numbers(path, Point::alpha));
        json.put("coefficients", coefficients);
        json.put("intercept", numbers(path, point -> point.parameters()[features.size()]));
        json.put("nonzero", each(path, Point::nonzero));
        json.put("objective", numbers(path, Point::objective));
        json.put("duality_gap", numbers(path, Point::gap));
        json.put("r2", numbers(path, Point::r2));
        return json;
    }

    private static List<Double> numbers(RegularizationPath path, ToDoubleFunction<Point> value) {
        return each(path, point -> Json.number(value.applyAsDouble(point)));
    }

    private static <T> List<T> each(RegularizationPath path, Function<Point, T> value) {
        return path.points().stream().map(value).toList();
    }

    private static Map<String, Object> crossValidation(CrossValidation validation) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("folds", validation.errors()[0].length);
        json.put("alphas", numbers(validation.alphas()));
        json.put("mean_mse", numbers(validation.means()));
        json.put("standard_error", numbers(validation.standardErrors()));
        json.put(
                "fold_mse",
                Arrays.stream(validation.errors()).map(SelectionJson::numbers).toList());
        json.put("best_alpha", validation.bestAlpha());
        json.put("alpha_within_one_standard_error", validation.sparestAlpha());
        return json;
    }

    private static List<Double> numbers(double[] values) {
        return Arrays.stream(values).mapToObj(Json::number).toList();
    }
}
