package io.linreg.export;

import static io.linreg.export.OnnxGraph.attribute;

import io.linreg.base.Json;
import io.linreg.data.InputColumn;
import io.linreg.data.Numbers;
import io.linreg.data.Term;
import io.linreg.data.Unseen;
import io.linreg.export.OnnxGraph.ElementType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A model as a graph of matrices: the columns become numbers side by side; the f-th factors of all terms are chosen from these
 * and raised to their powers at once, for each f; their product is the design matrix, and one Gemm predicts all targets. So
 * the graph has few nodes, however many terms.
 */
final class OnnxModel {
    private final Scoring scoring;
    private final OnnxGraph graph = new OnnxGraph();
    private final List<String> parts = new ArrayList<>();
    /** Where the columns of numbers that terms are made of stand among all of them. */
    private final Map<String, Integer> positions = new HashMap<>();

    private int width;

    private OnnxModel(Scoring scoring) {
        this.scoring = scoring;
    }

    static ProtoMessage of(Scoring scoring) {
        return new OnnxModel(scoring).model();
    }

    private ProtoMessage model() {
        Map<String, Object> columns = new LinkedHashMap<>();
        if (!scoring.numbers().isEmpty()) {
            numbers();
            columns.put("x", names(scoring.numbers()));
        }
        if (!scoring.categories().isEmpty()) {
            levels();
            columns.put("levels", names(scoring.categories()));
        }
        columns.put("prediction", scoring.targets());
        predict(products(parts.size() == 1 ? parts.get(0) : beside("columns", parts)));
        return graph.model(Map.of("columns", ascii(Json.text(columns))));
    }

    /** JSON with nothing but ASCII: JNI, through which Java reads metadata, cuts a text at the first emoji. */
    private static String ascii(String json) {
        StringBuilder ascii = new StringBuilder(json.length());
        json.chars()
                .forEach(c ->
                        ascii.append(c < 0x80 ? String.valueOf((char) c) : String.format(Locale.ROOT, "\\u%04x", c)));
        return ascii.toString();
    }

    private static List<String> names(List<? extends InputColumn> columns) {
        return columns.stream().map(InputColumn::name).toList();
    }

    private void numbers() {
        List<InputColumn.Numeric> columns = scoring.numbers();
        double[] fills = columns.stream().mapToDouble(InputColumn.Numeric::fill).toArray();
        String x = graph.input("x", ElementType.DOUBLE, fills.length);
        boolean filled = columns.stream().anyMatch(column -> !Double.isNaN(column.fill()));
        parts.add(filled ? filled(x, fills) : x);
        columns.forEach(column -> positions.put(column.name(), width++));
    }

    private String filled(String x, double[] fills) {
        String missing = graph.node("x_missing", "IsNaN", List.of(x));
        return graph.node("x_filled", "Where", List.of(missing, graph.constant("fills", fills, 1, fills.length), x));
    }

    private void levels() {
        List<InputColumn.Categorical> columns = scoring.categories();
        String levels = graph.input("levels", ElementType.STRING, columns.size());
        for (int c = 0; c < columns.size(); c++) {
            parts.add(indicators(columns.get(c), cell(levels, c), "_" + c));
            for (String indicator : columns.get(c).encoded()) {
                positions.put(indicator, ++width);
            }
            width++; // the reference level, which stands before them, has an indicator here, too, which no term takes
        }
    }

    private String cell(String levels, int column) {
        String position = graph.constant("position_" + column, column);
        return graph.node("level_" + column, "Gather", List.of(levels, position), attribute("axis", 1));
    }

    private String indicators(InputColumn.Categorical column, String cell, String suffix) {
        boolean lenient = scoring.unseen() == Unseen.ZERO;
        if (column.usual() != null) {
            String usual = graph.constant("usual" + suffix, column.usual());
            String filled = graph.node("filled" + suffix, "Where", List.of(missing(cell, suffix, 0), usual, cell));
            return oneHot(filled, column.levels(), lenient, suffix);
        }
        String indicators = oneHot(cell, column.levels(), lenient, suffix);
        if (!lenient) {
            return indicators; // the encoder takes nothing but levels
        }
        String nan = graph.constant("nan" + suffix, new double[] {Double.NaN});
        return graph.node("known" + suffix, "Where", List.of(missing(cell, suffix, 1), nan, indicators));
    }

    /** Whether a cell holds one of the words for a missing one. */
    private String missing(String cell, String suffix, int keepDimensions) {
        String words = graph.nodeOfMl(
                "words" + suffix,
                "OneHotEncoder",
                List.of(cell),
                attribute("cats_strings", Numbers.missing()),
                attribute("zeros", 1));
        String word = graph.node(
                "word" + suffix,
                "ReduceMax",
                List.of(words),
                attribute("axes", new int[] {1}),
                attribute("keepdims", keepDimensions));
        return graph.node("missing" + suffix, "Cast", List.of(word), attribute("to", ElementType.BOOL));
    }

    private String oneHot(String cell, List<String> levels, boolean lenient, String suffix) {
        String encoded = graph.nodeOfMl(
                "encoded" + suffix,
                "OneHotEncoder",
                List.of(cell),
                attribute("cats_strings", levels),
                attribute("zeros", lenient ? 1 : 0));
        return graph.node("indicators" + suffix, "Cast", List.of(encoded), attribute("to", ElementType.DOUBLE));
    }

    private String beside(String output, List<String> matrices) {
        return graph.node(output, "Concat", matrices, attribute("axis", 1));
    }

    /** The design matrix. */
    private String products(String columns) {
        List<Term> terms = scoring.design().terms();
        int most = terms.stream().mapToInt(term -> term.factors().size()).max().orElseThrow();
        String product = factors(columns, terms, 0);
        for (int f = 1; f < most; f++) {
            product = graph.node("product_" + f, "Mul", List.of(product, factors(columns, terms, f)));
        }
        return product;
    }

    /** The factors of that number, one of each term; 1, a power of 0, where a term has fewer. */
    private String factors(String columns, List<Term> terms, int number) {
        int[] chosen = new int[terms.size()];
        double[] powers = new double[terms.size()];
        boolean asTheyAre = chosen.length == width;
        boolean raised = false;
        for (int t = 0; t < chosen.length; t++) {
            List<Term.Factor> factors = terms.get(t).factors();
            if (number < factors.size()) {
                chosen[t] = positions.get(factors.get(number).column());
                powers[t] = factors.get(number).power();
            }
            asTheyAre &= chosen[t] == t;
            raised |= powers[t] != 1;
        }
        String suffix = "_" + number;
        String bases = asTheyAre
                ? columns
                : graph.node(
                        "bases" + suffix,
                        "Gather",
                        List.of(columns, graph.constant("chosen" + suffix, chosen)),
                        attribute("axis", 1));
        return raised
                ? graph.node(
                        "factors" + suffix,
                        "Pow",
                        List.of(bases, graph.constant("powers" + suffix, powers, powers.length)))
                : bases;
    }

    private void predict(String design) {
        int d = scoring.design().terms().size();
        int targets = scoring.models().size();
        double[] w = new double[Math.multiplyExact(d, targets)];
        double[] b = new double[targets];
        for (int k = 0; k < targets; k++) {
            double[] coefficients = scoring.models().get(k).coefficients();
            for (int j = 0; j < d; j++) {
                w[j * targets + k] = coefficients[j];
            }
            b[k] = scoring.models().get(k).intercept();
        }
        String coefficients = graph.constant("coefficients", w, d, targets);
        String intercepts = graph.constant("intercepts", b, targets);
        graph.output(
                graph.node("prediction", "Gemm", List.of(design, coefficients, intercepts)),
                ElementType.DOUBLE,
                targets);
    }
}
