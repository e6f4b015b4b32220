package io.linreg.data;

import java.util.Arrays;

/**
 * A column as read: its numbers, and how many are missing. A column that turns out to be text keeps no numbers.
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

    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

    private final String name;
    private final int position;
    private double[] values = new double[64];
    private int rows;
    private int missing;
    private boolean integers = true;

    Column(String name, int position) {
        this.name = name;
        this.position = position;
    }

    void add(String text) {
        double value = Double.NaN;
        if (Numbers.isMissing(text)) {
            missing++;
        } else if (values != null) {
            value = parse(text);
        }
        if (values != null) {
            if (rows == values.length) {
                values = Arrays.copyOf(values, (int) Math.min(rows * 3L / 2, LONGEST_ARRAY));
            }
            values[rows] = value;
        }
        rows++;
    }

    private double parse(String text) {
        try {
            double value = Numbers.parse(text);
            integers = integers && value == Math.rint(value) && Double.isFinite(value) && text.indexOf('.') < 0;
            return value;
        } catch (NumberFormatException e) {
            values = null;
            return Double.NaN;
        }
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
}
