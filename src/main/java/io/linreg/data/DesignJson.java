package io.linreg.data;

import io.linreg.base.LinregException;
import io.linreg.base.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A design as JSON values, as model files and results have it: {@code columns}, each with its {@code name}, maybe
 * {@code levels}, of which the first is the reference, and maybe what {@code fill}s a missing cell; and {@code terms}, which
 * gives the factors and powers of each feature that is not simply one of the columns or of their indicators.
 */
public final class DesignJson {
    private DesignJson() {}

    /** The values. */
    public static Map<String, Object> of(Design design) {
        List<Object> columns = new ArrayList<>();
        design.columns().forEach(column -> columns.add(of(column)));
        Map<String, Object> terms = new LinkedHashMap<>();
        for (Term term : design.terms()) {
            if (!term.isColumn()) {
                Map<String, Object> powers = new LinkedHashMap<>();
                term.factors().forEach(factor -> powers.put(factor.column(), factor.power()));
                terms.put(term.name(), powers);
            }
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("columns", columns);
        json.put("terms", terms);
        return json;
    }

    private static Map<String, Object> of(InputColumn column) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", column.name());
        if (column instanceof InputColumn.Categorical categorical) {
            json.put("levels", categorical.levels());
            if (categorical.usual() != null) {
                json.put("fill", categorical.usual());
            }
        } else if (!Double.isNaN(column.fill())) {
            json.put("fill", column.fill());
        }
        return json;
    }

    /**
     * The design that values tell of.
     *
     * @param features the names of the design matrix's columns
     * @throws LinregException if they tell of none
     */
    public static Design parse(Map<?, ?> json, List<String> features) {
        List<InputColumn> columns = new ArrayList<>();
        for (Object column : as("columns", json.get("columns"), List.class)) {
            columns.add(column(as("columns", column, Map.class)));
        }
        Map<String, Term> products = new HashMap<>();
        Map<?, ?> terms = as("terms", json.get("terms"), Map.class);
        terms.forEach((name, powers) -> {
            Term term = product(as("terms", powers, Map.class));
            if (!term.name().equals(name) || !features.contains(name)) {
                throw new LinregException("term " + Text.quote(String.valueOf(name)) + " is none of the features");
            }
            products.put(term.name(), term);
        });
        try {
            return new Design(
                    columns,
                    features.stream()
                            .map(name -> products.getOrDefault(name, Term.column(name)))
                            .toList());
        } catch (IllegalArgumentException e) {
            throw new LinregException(Text.reason(e), e);
        }
    }

    private static InputColumn column(Map<?, ?> json) {
        String name = as("name", json.get("name"), String.class);
        Object fill = json.get("fill");
        try {
            if (!json.containsKey("levels")) {
                double number = fill == null
                        ? Double.NaN
                        : as("fill", fill, Number.class).doubleValue();
                return new InputColumn.Numeric(name, number);
            }
            List<String> levels = new ArrayList<>();
            for (Object level : as("levels", json.get("levels"), List.class)) {
                levels.add(as("levels", level, String.class));
            }
            return new InputColumn.Categorical(name, levels, fill == null ? null : as("fill", fill, String.class));
        } catch (IllegalArgumentException e) {
            throw new LinregException("column " + Text.quote(name) + ": " + Text.reason(e), e);
        }
    }

    private static Term product(Map<?, ?> powers) {
        List<Term.Factor> factors = new ArrayList<>();
        try {
            powers.forEach((column, power) ->
                    factors.add(new Term.Factor(String.valueOf(column), as("power", power, Integer.class))));
            return new Term(factors);
        } catch (IllegalArgumentException e) {
            throw new LinregException(Text.reason(e), e);
        }
    }

    private static <T> T as(String key, Object value, Class<T> type) {
        if (!type.isInstance(value)) {
            throw new LinregException('"' + key + '"' + (value == null ? " is missing" : " is of the wrong kind"));
        }
        return type.cast(value);
    }
}
