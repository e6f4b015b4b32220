package io.linreg.data;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * A column as read: its numbers, and what kept it from being all numbers. A column that turns out to be text keeps no
 * numbers.
 */
public final class Column {
    /** What a column holds. */
    public enum Type {
        INTEGER,
        NUMBER,
        TEXT,
        EMPTY;

        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** Why a cell is no use to arithmetic. */
    enum Flaw {
        MISSING,
        TEXT,
        INFINITE,
        BEYOND_FLOAT
    }

    /** A cell that has a flaw. */
    record Cell(long line, String text) {}

    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

    private final String name;
    private final int position;
    private final Map<Flaw, Cell> firstFlaws = new EnumMap<>(Flaw.class);
    private double[] values = new double[64];
    private int rows;
    private int missing;
    private boolean integers = true;

    Column(String name, int position) {
        this.name = name;
        this.position = position;
    }

    void add(String text, long line) {
        double value = Double.NaN;
        if (Numbers.isMissing(text)) {
            missing++;
            flaw(Flaw.MISSING, line, text);
        } else if (values != null) {
            value = parse(text, line);
        }
        if (values != null) {
            if (rows == values.length) {
                values = Arrays.copyOf(values, (int) Math.min(rows * 3L / 2, LONGEST_ARRAY));
            }
            values[rows] = value;
        }
        rows++;
    }

    private double parse(String text, long line) {
        double value;
        try {
            value = Numbers.parse(text);
        } catch (NumberFormatException e) {
            flaw(Flaw.TEXT, line, text);
            values = null;
            return Double.NaN;
        }
        if (Double.isInfinite(value)) {
            flaw(Flaw.INFINITE, line, text);
        } else if (!Precision.FLOAT.holds(value)) {
            flaw(Flaw.BEYOND_FLOAT, line, text);
        }
        integers = integers && value == Math.rint(value) && Double.isFinite(value) && text.indexOf('.') < 0;
        return value;
    }

    private void flaw(Flaw flaw, long line, String text) {
        firstFlaws.putIfAbsent(flaw, new Cell(line, text));
    }

    /** The first cell with that flaw, or null. */
    Cell first(Flaw flaw) {
        return firstFlaws.get(flaw);
    }

    public String name() {
        return name;
    }

    /** Where it stands in a row, from 0. */
    int position() {
        return position;
    }

    public int rows() {
        return rows;
    }

    /** How many cells are empty or hold a word for no value. */
    public int missing() {
        return missing;
    }

    public Type type() {
        if (missing == rows) {
            return Type.EMPTY;
        }
        if (values == null) {
            return Type.TEXT;
        }
        return integers ? Type.INTEGER : Type.NUMBER;
    }

    /** Whether it holds numbers: {@link #value} may be asked. */
    public boolean isNumeric() {
        return values != null && missing < rows;
    }

    /** The number in a row, from 0; NaN if it is missing. */
    public double value(int row) {
        return values[row];
    }

    /** The numbers that are there, sorted. */
    public double[] sorted() {
        double[] present = new double[rows - missing];
        int count = 0;
        for (int i = 0; i < rows; i++) {
            if (!Double.isNaN(values[i])) {
                present[count++] = values[i];
            }
        }
        Arrays.sort(present);
        return present;
    }

    /** Whether it does nothing but number the rows, from 0 or from 1. */
    boolean countsRows() {
        if (type() != Type.INTEGER || missing > 0 || !(values[0] == 0 || values[0] == 1)) {
            return false;
        }
        for (int i = 1; i < rows; i++) {
            if (values[i] != values[0] + i) {
                return false;
            }
        }
        return true;
    }
}
