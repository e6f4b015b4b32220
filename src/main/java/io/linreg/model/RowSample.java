package io.linreg.model;

import io.linreg.data.Dataset;
import io.linreg.data.DatasetBuilder;
import io.linreg.data.Precision;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Some rows out of many, every one as likely as another, and the same ones each time: those with the lowest places of all. */
final class RowSample implements Serializable {
    private static final long serialVersionUID = 1L;

    /** In one process; where many have a sample each, fewer have to do. */
    static final int MOST_ROWS = 5000;

    private static final int MOST_NUMBERS = 1 << 20;
    private static final int LEAST_ROWS = 100;

    /**
     * A row.
     *
     * @param number in the table, from 0
     * @param x all its features, those among them that are other targets
     */
    private record Row(double place, long number, double[] x, double y) implements Comparable<Row>, Serializable {
        /** The first to go comes first: that of the highest place. */
        @Override
        public int compareTo(Row other) {
            int order = Double.compare(other.place, place);
            return order != 0 ? order : Long.compare(other.number, number);
        }
    }

    private final int most;
    private final PriorityQueue<Row> rows = new PriorityQueue<>();

    /**
     * Of no rows yet.
     *
     * @param rows how many there shall be, at the most; fewer where they are long
     * @param columns how many numbers a row has
     */
    RowSample(int rows, int columns) {
        most = Math.max(LEAST_ROWS, Math.min(rows, MOST_NUMBERS / columns));
    }

    /**
     * Takes a row, if its place is low enough so far.
     *
     * @param i which of the rows it is
     */
    void add(double place, long number, Dataset data, int i) {
        if (rows.size() == most && place >= rows.peek().place()) {
            return;
        }
        double[] x = new double[data.features().size()];
        data.copyRow(i, x);
        add(new Row(place, number, x, data.y(i)));
    }

    private void add(Row row) {
        rows.add(row);
        if (rows.size() > most) {
            rows.poll();
        }
    }

    /** Takes in the rows of another sample. */
    RowSample merge(RowSample other) {
        other.rows.forEach(this::add);
        return this;
    }

    /** The numbers in the table of the rows, ascending. */
    long[] numbers() {
        return ordered().stream().mapToLong(Row::number).toArray();
    }

    /** The rows, in that order. */
    Dataset rows(List<String> features, String target) {
        DatasetBuilder builder = Dataset.builder(features, target, Precision.DOUBLE);
        ordered().forEach(row -> builder.add(row.x(), row.y()));
        return builder.build();
    }

    private List<Row> ordered() {
        List<Row> ordered = new ArrayList<>(rows);
        ordered.sort(Comparator.comparingLong(Row::number));
        return ordered;
    }
}
