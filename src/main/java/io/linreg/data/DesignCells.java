package io.linreg.data;

import io.linreg.base.LinregException;
import io.linreg.base.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns the cells of one row after another into rows of a design matrix. It has room for one: each thread takes its own. */
public final class DesignCells {
    private static final int UNSEEN = -1;

    private final List<InputColumn> columns;
    private final Unseen unseen;
    /** For each categorical column its levels' positions; null for numbers. */
    private final List<Map<String, Integer>> codes = new ArrayList<>();

    private final DesignRow row;
    private final double[] values;
    private final double[] x;

    public DesignCells(Design design, Unseen unseen) {
        columns = design.columns();
        this.unseen = unseen;
        columns.forEach(column -> codes.add(codes(column)));
        row = new DesignRow(design);
        values = new double[columns.size()];
        x = new double[design.terms().size()];
    }

    private static Map<String, Integer> codes(InputColumn column) {
        if (!(column instanceof InputColumn.Categorical categorical)) {
            return null;
        }
        Map<String, Integer> codes = new HashMap<>();
        categorical.levels().forEach(level -> codes.put(level, codes.size()));
        return codes;
    }

    /**
     * The design row of a table's current row.
     *
     * @param positions where the columns of the design stand, as {@link Design#positions} tells
     * @return its terms, in an array that is used again for the next row; not finite where one is beyond the range of a double
     * @throws LinregException if a cell does not hold what the design needs; the message gives its place
     */
    public double[] row(RowReader table, int[] positions) {
        for (int c = 0; c < values.length; c++) {
            int field = positions[c];
            double number = codes.get(c) == null ? table.number(field) : Double.NaN;
            values[c] = Double.isNaN(number) ? value(c, table.field(field)) : number;
            if (!isGood(c, values[c])) {
                throw bad(c, table.field(field), BadCell.place(table, field));
            }
        }
        row.compute(values, x);
        return x;
    }

    /**
     * The design row of cells by their columns' names: numbers, or text as it would stand in a table; null is a missing cell.
     *
     * @return its terms, in an array that is used again for the next row; not finite where one is beyond the range of a double
     * @throws LinregException if a column is not there, or its cell does not hold what the design needs
     */
    public double[] row(Map<String, ?> cells) {
        for (int c = 0; c < values.length; c++) {
            String name = columns.get(c).name();
            if (!cells.containsKey(name)) {
                throw new LinregException("there is no " + Text.quote(name) + ", which the model needs");
            }
            Object cell = cells.get(name);
            boolean number = cell instanceof Number && codes.get(c) == null;
            String text = cell == null ? "" : cell.toString();
            values[c] = number ? filled(c, ((Number) cell).doubleValue()) : value(c, text);
            if (!isGood(c, values[c])) {
                throw bad(c, text, "column " + Text.quote(name));
            }
        }
        row.compute(values, x);
        return x;
    }

    private double value(int c, String text) {
        if (Numbers.isMissing(text)) {
            return columns.get(c).fill();
        }
        return codes.get(c) == null ? BadCell.number(text) : codes.get(c).getOrDefault(text, UNSEEN);
    }

    private double filled(int c, double value) {
        return Double.isNaN(value) ? columns.get(c).fill() : value;
    }

    private boolean isGood(int c, double value) {
        boolean allowed = codes.get(c) == null || value != UNSEEN || unseen == Unseen.ZERO;
        return allowed && Double.isFinite(value);
    }

    private LinregException bad(int c, String text, String place) {
        boolean level = columns.get(c) instanceof InputColumn.Categorical && !Numbers.isMissing(text);
        return level
                ? new LinregException(place + ": " + ((InputColumn.Categorical) columns.get(c)).unseen(text))
                : BadCell.of(place, text, BadCell.Use.MODEL);
    }
}
