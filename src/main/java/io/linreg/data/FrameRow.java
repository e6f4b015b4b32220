package io.linreg.data;

import io.linreg.base.LinregException;
import io.linreg.base.Text;
import java.util.List;

/** Reads one row of a data set after another, as what the columns of a design take. Each thread takes its own. */
final class FrameRow {
    private static final int UNSEEN = -1;

    private final List<InputColumn> columns;
    private final Dataset data;
    private final Unseen unseen;
    private final int[] positions;
    /** For each categorical column and each level of the data which one of the design's levels it is; null for numbers. */
    private final int[][] codes;

    private final double[] fills;
    private final double[] row;
    private final double[] values;

    FrameRow(Design design, Dataset data, Unseen unseen) {
        this.columns = design.columns();
        this.data = data;
        this.unseen = unseen;
        positions = design.positions(data.features());
        codes = columns.stream().map(this::codes).toArray(int[][]::new);
        fills = columns.stream().mapToDouble(InputColumn::fill).toArray();
        row = new double[data.features().size()];
        values = new double[positions.length];
    }

    private int[] codes(InputColumn column) {
        return column instanceof InputColumn.Categorical categorical
                ? data.frame().levels().get(column.name()).stream()
                        .mapToInt(categorical.levels()::indexOf)
                        .toArray()
                : null;
    }

    /** A number for each column; the array is used again for the next row. */
    double[] values(long i) {
        data.copyRow(i, row);
        for (int c = 0; c < values.length; c++) {
            double value = row[positions[c]];
            if (Double.isNaN(value)) {
                values[c] = fill(c);
            } else {
                values[c] = codes[c] == null ? value : code(c, (int) value);
            }
        }
        return values;
    }

    private double fill(int c) {
        if (Double.isNaN(fills[c])) {
            throw new LinregException("column " + Text.quote(columns.get(c).name())
                    + " misses a cell, and the model has nothing to fill it with; train it with --missing mean");
        }
        return fills[c];
    }

    private double code(int c, int level) {
        int code = codes[c][level];
        if (code == UNSEEN && unseen == Unseen.ERROR) {
            InputColumn.Categorical column = (InputColumn.Categorical) columns.get(c);
            String text = data.frame().levels().get(column.name()).get(level);
            throw new LinregException("column " + Text.quote(column.name()) + ": " + column.unseen(text));
        }
        return code;
    }
}
