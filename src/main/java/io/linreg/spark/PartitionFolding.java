package io.linreg.spark;

import io.linreg.backend.ExactMoments;
import io.linreg.base.LinregException;
import io.linreg.data.HashSplit;
import io.linreg.data.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;

/**
 * What a task does: it folds the rows of its partition into their moments. Rows are taken as Spark's engine holds them, features,
 * label and maybe weight, without making objects of them.
 *
 * @param device the param
 * @param exact whether to sum in double-double
 * @param split which rows go to which part; null for all to one. A row's number is its place in its partition, and that in the upper
 *     31 bits, as Spark's monotonically_increasing_id has it
 * @param folds how many parts the training rows have
 * @param names of the features, for messages; null for their numbers
 */
record PartitionFolding(
        String device, Precision precision, boolean exact, HashSplit split, int folds, List<String> names)
        implements Function2<Integer, Iterator<InternalRow>, Iterator<PartitionMoments>> {
    private static final int FEATURES = 0;
    private static final int LABEL = 1;
    private static final int WEIGHT = 2;

    /** A vector is a row of its kind, 1 for dense, its size, indices and values; see VectorUDT. */
    private static final int VECTOR_FIELDS = 4;

    private static final int DENSE = 1;
    private static final int PLACE_BITS = 33;

    /** All rows in one part, in double. */
    PartitionFolding(String device, Precision precision) {
        this(device, precision, false, null, 1, null);
    }

    /** None where the partition has no rows. */
    @Override
    public Iterator<PartitionMoments> call(Integer partition, Iterator<InternalRow> rows) {
        try (TaskDevice on = new TaskDevice(device, TaskContext.get())) {
            List<RowFolding> parts = null;
            double[] x = null;
            int d = 0;
            long number = 0;
            for (; rows.hasNext(); number++) {
                InternalRow row = rows.next();
                boolean weighted = row.numFields() > WEIGHT;
                double weight = weight(row, weighted, number, partition);
                InternalRow vector = row.getStruct(FEATURES, VECTOR_FIELDS);
                int size = size(vector);
                if (parts == null) {
                    d = size;
                    parts = foldings(d, weighted, on, number, partition);
                    x = new double[weighted ? d + 1 : d];
                }
                if (size != d) {
                    throw new LinregException(place(number, partition) + ": the vector has " + size
                            + " features, that of the first row " + d);
                }
                if (weight > 0) {
                    copy(vector, d, x);
                    x[x.length - 1] = weighted ? weight : x[x.length - 1];
                    part(parts, partition, number).add(number, x, row.getDouble(LABEL));
                }
            }
            return parts == null
                    ? Collections.emptyIterator()
                    : List.of(new PartitionMoments(partition, number, moments(parts)))
                            .iterator();
        }
    }

    private static ArrayList<ExactMoments> moments(List<RowFolding> parts) {
        ArrayList<ExactMoments> moments = new ArrayList<>();
        parts.forEach(part -> moments.add(part.moments()));
        return moments;
    }

    private List<RowFolding> foldings(int d, boolean weighted, TaskDevice on, long number, int partition) {
        if (d == 0) {
            throw new LinregException(place(number, partition) + ": the vector of features is empty");
        }
        List<String> all = names != null
                ? names
                : IntStream.range(0, d).mapToObj(j -> "feature " + j).toList();
        List<RowFolding> foldings = new ArrayList<>();
        for (int k = 0; k < folds + (split == null ? 0 : 1); k++) {
            foldings.add(new RowFolding(all, weighted, exact, precision, on, partition));
        }
        return foldings;
    }

    /** The last part is that of the held-out rows. */
    private RowFolding part(List<RowFolding> parts, int partition, long number) {
        if (split == null) {
            return parts.get(0);
        }
        int part = split.part(((long) partition << PLACE_BITS) + number, folds);
        return parts.get(part == HashSplit.TEST ? folds : part);
    }

    private static double weight(InternalRow row, boolean weighted, long number, int partition) {
        if (row.anyNull()) {
            String what =
                    row.isNullAt(FEATURES) ? "features are" : row.isNullAt(LABEL) ? "the label is" : "the weight is";
            throw new LinregException(
                    place(number, partition) + ": " + what + " null; drop such rows, or fill them in");
        }
        double weight = weighted ? row.getDouble(WEIGHT) : 1;
        if (!(weight >= 0 && weight <= Double.MAX_VALUE)) {
            throw new LinregException(
                    place(number, partition) + ": the weight is " + weight + "; weights are finite numbers from 0");
        }
        return weight;
    }

    private static int size(InternalRow vector) {
        return vector.getByte(0) == DENSE ? vector.getArray(3).numElements() : vector.getInt(1);
    }

    private static void copy(InternalRow vector, int size, double[] x) {
        ArrayData values = vector.getArray(3);
        if (vector.getByte(0) == DENSE) {
            for (int j = 0; j < size; j++) {
                x[j] = values.getDouble(j);
            }
            return;
        }
        Arrays.fill(x, 0, size, 0);
        ArrayData indices = vector.getArray(2);
        for (int k = 0; k < values.numElements(); k++) {
            x[indices.getInt(k)] = values.getDouble(k);
        }
    }

    static String place(long row, int partition) {
        return "row " + row + " of partition " + partition + " (both from 0)";
    }
}
