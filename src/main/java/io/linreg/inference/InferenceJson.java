package io.linreg.inference;

import io.linreg.base.Json;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** An inference as JSON. Lists are in the order of {@code order}; other programs rely on the keys. */
final class InferenceJson {
    private static final double CONTRACT = 0.95;

    private InferenceJson() {}

    static Map<String, Object> of(Inference inference) {
        GoodnessOfFit fit = inference.fit();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("order", each(inference, CoefficientEstimate::name));
        json.put("coef", numbers(inference, CoefficientEstimate::estimate));
        json.put("std_err", numbers(inference, CoefficientEstimate::standardError));
        json.put("t", numbers(inference, CoefficientEstimate::t));
        json.put("p", numbers(inference, CoefficientEstimate::p));
        json.put("ci95", intervals(inference, CONTRACT));
        json.put("confidence", inference.settings().confidence());
        json.put("ci", intervals(inference, inference.settings().confidence()));
        json.put("errors", inference.settings().errors().toString());
        json.put("vif", numbers(inference, CoefficientEstimate::inflation));
        json.put("r2", Json.number(fit.r2()));
        json.put("adj_r2", Json.number(fit.adjustedR2()));
        json.put("r2_centred", inference.intercept());
        json.put("f", Json.number(fit.f()));
        json.put("f_p", Json.number(fit.fP()));
        json.put("log_likelihood", Json.number(fit.logLikelihood()));
        json.put("aic", Json.number(fit.aic()));
        json.put("bic", Json.number(fit.bic()));
        json.put("residual_std_err", Json.number(fit.residualError()));
        json.put("rows", fit.rows());
        json.put("weighted", inference.weighted());
        json.put("df_model", fit.modelDegrees());
        json.put("df_residual", fit.residualDegrees());
        json.put("condition_number", Json.number(inference.condition()));
        json.put("durbin_watson", Json.number(inference.durbinWatson()));
        json.put("residual_quartiles", numbers(inference.quartiles()));
        json.put(
                "influential",
                inference.diagnostics().influential().stream()
                        .map(InferenceJson::row)
                        .toList());
        json.put("notes", inference.notes());
        return json;
    }

    private static Map<String, Object> row(Diagnostics.Row row) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("row", row.number());
        json.put("cook", Json.number(row.cook()));
        json.put("leverage", Json.number(row.leverage()));
        json.put("standardized_residual", Json.number(row.standardized()));
        return json;
    }

    private static <T> List<T> each(Inference inference, Function<CoefficientEstimate, T> value) {
        return inference.coefficients().stream().map(value).toList();
    }

    private static List<List<Double>> intervals(Inference inference, double confidence) {
        return each(
                inference,
                one -> numbers(one.interval(confidence, (double) inference.fit().residualDegrees())));
    }

    private static List<Double> numbers(Inference inference, ToDoubleFunction<CoefficientEstimate> value) {
        return numbers(inference.coefficients().stream().mapToDouble(value).toArray());
    }

    private static List<Double> numbers(double... values) {
        return Arrays.stream(values).mapToObj(Json::number).collect(Collectors.toList());
    }
}
