package io.linreg.data;

import io.linreg.base.LinregException;
import io.linreg.base.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the cells of a table's features are, found out as they are read: numbers, or levels. */
final class Cells {
    private final CsvReader csv;
    private final List<String> features;
    private final List<String> targets;
    private final CellRules rules;
    private final Precision training;
    /** For each feature the levels it has so far; null as long as it is one of numbers, for all that is known. */
    private final List<Levels> levels = new ArrayList<>();

    private final boolean[] numbers;

    /**
     * Prepares for reading.
     *
     * @throws LinregException if a column is said to be categorical that is no feature
     */
    Cells(CsvReader csv, List<String> features, List<String> targets, CellRules rules, Precision training) {
        this.csv = csv;
        this.features = features;
        this.targets = targets;
        this.rules = rules;
        this.training = training;
        for (String name : rules.categorical()) {
            if (!features.contains(name)) {
                throw new LinregException(csv.name() + ": column " + Text.quote(name)
                        + " is said to be categorical, but is no feature; the features are " + Text.names(features));
            }
        }
        for (String name : features) {
            levels.add(rules.categorical().contains(name) ? new Levels() : null);
        }
        numbers = new boolean[features.size()];
    }

    /** Whether it is known by now that a feature has levels. */
    boolean isCategorical(int feature) {
        return levels.get(feature) != null;
    }

    /** Whether a row in which a cell is missing is dropped. */
    boolean drops() {
        return rules.missing() == Missing.DROP;
    }

    /** Rows that were read elsewhere held nothing but numbers. */
    void numbersSoFar() {
        Arrays.fill(numbers, true);
    }

    /**
     * What a cell of the current row stands for: a number, the code of a level, or NaN for nothing.
     *
     * @param feature which feature it belongs to; behind them stand other targets and weights, which are always numbers
     * @param field where the cell stands
     * @throws LinregException if it may not hold what it holds
     */
    double value(int feature, int field) {
        if (feature >= features.size()) {
            boolean target = targets.contains(csv.header().get(field));
            return number(field, target ? BadCell.Use.TARGET : BadCell.Use.WEIGHTS);
        }
        String text = csv.field(field);
        if (Numbers.isMissing(text)) {
            if (rules.missing() == Missing.ERROR) {
                throw BadCell.of(BadCell.place(csv, field), text, BadCell.Use.FEATURE);
            }
            return Double.NaN;
        }
        if (rules.categorical().contains(features.get(feature))) {
            return code(feature, field, text);
        }
        double value = BadCell.number(text);
        if (rules.auto() && Double.isNaN(value) && !numbers[feature] && !BadCell.isDate(text)) {
            if (levels.get(feature) == null) {
                levels.set(feature, new Levels());
            }
            return code(feature, field, text);
        }
        if (levels.get(feature) != null && !Double.isNaN(value)) {
            throw new LinregException(
                    BadCell.place(csv, field) + ": " + Text.quote(text)
                            + " is a number, where the rows above have words; correct it, or name the column with --categorical");
        }
        numbers[feature] = true;
        return number(field, BadCell.Use.FEATURE);
    }

    /** What a cell of the target stands for: a number, or NaN if its row is to be dropped. */
    double target(int field) {
        return number(field, BadCell.Use.TARGET);
    }

    private double number(int field, BadCell.Use use) {
        String text = csv.field(field);
        double value = BadCell.number(text);
        boolean toDrop = drops() && Numbers.isMissing(text);
        if (!training.holds(value) && !toDrop) {
            throw BadCell.of(BadCell.place(csv, field), text, use);
        }
        return value;
    }

    private double code(int feature, int field, String text) {
        int code = levels.get(feature).code(text);
        if (code < 0) {
            throw new LinregException(BadCell.place(csv, field) + ": " + Text.quote(text) + " is level "
                    + (Levels.MOST + 1) + " of the column, and more than " + Levels.MOST
                    + " are not supported; group them, or leave the column out with --drop");
        }
        return code;
    }

    /** The rows, whose codes are then positions in the order of the levels. */
    Dataset framed(Dataset rows) {
        Map<String, List<String>> names = new LinkedHashMap<>();
        for (int j = 0; j < features.size(); j++) {
            if (isCategorical(j)) {
                names.put(features.get(j), levels.get(j).sorted());
                recode(rows, j, levels.get(j).ranks());
            }
        }
        boolean gaps = rules.missing() == Missing.MEAN;
        return names.isEmpty() && !gaps ? rows : rows.with(new Frame(names, gaps));
    }

    private static void recode(Dataset rows, int feature, int[] ranks) {
        for (RowBlock block : rows.blocks()) {
            for (int i = 0; i < block.rows(); i++) {
                double code = block.x(i, feature);
                if (!Double.isNaN(code)) {
                    block.set(i, feature, ranks[(int) code]);
                }
            }
        }
    }
}
