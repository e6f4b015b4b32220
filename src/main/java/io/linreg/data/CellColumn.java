package io.linreg.data;

import io.linreg.base.LinregException;
import io.linreg.base.Text;
import java.util.BitSet;
import java.util.List;

/** What the cells of one column are, found out as they are read: numbers, or levels; and whether one may be missing. */
final class CellColumn {
    /** What {@link #plain} gives for a cell that is not for it to judge. */
    static final double NOT_PLAIN = -1;

    private final BadCell.Use use;
    private final Precision training;
    /** Whether whatever stands in a cell is a level. */
    private final boolean declared;
    /** Whether words make the column one of levels. */
    private final boolean auto;

    private final boolean gaps;
    /** The codes of levels that rows have. */
    private final BitSet used = new BitSet();

    private Levels levels;
    private boolean numbers;

    private CellColumn(BadCell.Use use, Precision training, boolean declared, boolean auto, boolean gaps) {
        this.use = use;
        this.training = training;
        this.declared = declared;
        this.auto = auto;
        this.gaps = gaps;
        levels = declared ? new Levels() : null;
    }

    static CellColumn feature(String name, CellRules rules, Precision training) {
        boolean declared = rules.categorical().contains(name);
        return new CellColumn(BadCell.Use.FEATURE, training, declared, rules.auto(), rules.missing() != Missing.ERROR);
    }

    /** Of a target or weights, which are numbers, and never filled. */
    static CellColumn of(BadCell.Use use, CellRules rules, Precision training) {
        return new CellColumn(use, training, false, false, rules.missing() == Missing.DROP);
    }

    /** Whether it is known by now that the column has levels. */
    boolean isCategorical() {
        return levels != null;
    }

    /**
     * What a cell of the current row stands for: a number, the code of a level, or NaN for nothing.
     *
     * @throws LinregException if it may not hold what it holds
     */
    double value(RowReader table, int field) {
        String text = table.field(field);
        if (Numbers.isMissing(text)) {
            if (!gaps) {
                throw BadCell.of(BadCell.place(table, field), text, use);
            }
            return Double.NaN;
        }
        boolean level = declared || (levels != null && levels.has(text));
        double value = level ? Double.NaN : table.number(field);
        if (level || isNewWord(text, value)) {
            levels = levels == null ? new Levels() : levels;
            return code(text, table, field);
        }
        if (levels != null && !Double.isNaN(value)) {
            throw new LinregException(
                    BadCell.place(table, field) + ": " + Text.quote(text) + " is a number, where the rows"
                            + " above have words; correct it, or name the column with --categorical");
        }
        if (!training.holds(value)) {
            throw BadCell.of(BadCell.place(table, field), text, use);
        }
        numbers = true;
        return value;
    }

    /**
     * The same for text where nothing needs to be said about it, other than that it is no number or that the column has levels.
     * Several threads may ask.
     */
    double plain(String text) {
        if (Numbers.isMissing(text)) {
            return gaps ? Double.NaN : NOT_PLAIN;
        }
        boolean level = levels != null && (declared || levels.has(text) || isNewWord(text, BadCell.number(text)));
        return level ? levels.code(text) : NOT_PLAIN;
    }

    /** Takes note of cells that were read elsewhere. */
    void sawNumbers(double[] values, int from, int to) {
        for (int i = from; i < to && levels == null && !numbers; i++) {
            numbers = !Double.isNaN(values[i]);
        }
    }

    /** Takes a look at the column's first cell, which may show that it has levels. */
    void peek(String text) {
        if (levels == null && !Numbers.isMissing(text) && isNewWord(text, BadCell.number(text))) {
            levels = new Levels();
        }
    }

    /** What is known shall come from rows that were kept: these, and those of the calls before. */
    void settle(DatasetBuilder rows, int feature) {
        for (long i = 0; i < rows.rows() && !(levels == null && numbers); i++) {
            double value = rows.x(i, feature);
            if (!Double.isNaN(value)) {
                numbers = levels == null;
                used.set(levels == null ? 0 : (int) value);
            }
        }
        if (levels != null) {
            levels.retain(used);
        }
    }

    /** The levels in order; the codes among the rows become positions in it. */
    List<String> sorted(Dataset rows, int feature) {
        int[] ranks = levels.ranks();
        for (RowBlock block : rows.blocks()) {
            for (int i = 0; i < block.rows(); i++) {
                double code = block.x(i, feature);
                if (!Double.isNaN(code)) {
                    block.set(i, feature, ranks[(int) code]);
                }
            }
        }
        return levels.sorted();
    }

    private boolean isNewWord(String text, double number) {
        return auto && !numbers && Double.isNaN(number) && !BadCell.isDate(text);
    }

    private double code(String text, RowReader table, int field) {
        int code = levels.code(text);
        if (code < 0) {
            throw new LinregException(BadCell.place(table, field) + ": " + Text.quote(text) + " is level "
                    + (Levels.MOST + 1) + " of the column, and more than " + Levels.MOST
                    + " are not supported; group them, or leave the column out with --drop");
        }
        return code;
    }
}
