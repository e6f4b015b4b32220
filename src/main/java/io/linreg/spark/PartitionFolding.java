package io.linreg.spark;

import io.linreg.base.LinregException;
import io.linreg.data.Precision;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import scala.Tuple2;

/**
 * What a task of the estimator does: it folds the rows of its partition into their moments. Rows are taken as Spark's engine holds them,
 * features, label and maybe weight, without making objects of them.
 *
 * @param device the param
 */
record PartitionFolding(String device, Precision precision)
        implements Function2<Integer, Iterator<InternalRow>, Iterator<Tuple2<Integer, byte[]>>> {
    private static final int FEATURES = 0;
    private static final int LABEL = 1;
    private static final int WEIGHT = 2;

    /** A vector is a row of its kind, 1 for dense, its size, indices and values; see VectorUDT. */
    private static final int VECTOR_FIELDS = 4;

    private static final int DENSE = 1;

    /** None where the partition has no rows. */
    @Override
    public Iterator<Tuple2<Integer, byte[]>> call(Integer partition, Iterator<InternalRow> rows) {
        try (TaskDevice on = new TaskDevice(device, TaskContext.get())) {
            RowFolding folding = null;
            double[] x = null;
            int d = 0;
            long number = 0;
            for (; rows.hasNext(); number++) {
                InternalRow row = rows.next();
                boolean weighted = row.numFields() > WEIGHT;
                double weight = weight(row, weighted, number, partition);
                InternalRow vector = row.getStruct(FEATURES, VECTOR_FIELDS);
                int size = size(vector);
                if (folding == null) {
                    d = size;
                    folding = new RowFolding(names(d, number, partition), weighted, precision, on, partition);
                    x = new double[weighted ? d + 1 : d];
                }
                if (size != d) {
                    throw new LinregException(place(number, partition) + ": the vector has " + size
                            + " features, that of the first row " + d);
                }
                if (weight > 0) {
                    copy(vector, d, x);
                    x[x.length - 1] = weighted ? weight : x[x.length - 1];
                    folding.add(number, x, row.getDouble(LABEL));
                }
            }
            if (folding == null) {
                return Collections.emptyIterator();
            }
            PartitionMoments all = new PartitionMoments(partition, number, folding.moments());
            on.done();
            return List.of(MomentsTree.leaf(partition, all)).iterator();
        }
    }

    private static List<String> names(int d, long number, int partition) {
        if (d == 0) {
            throw new LinregException(place(number, partition) + ": the vector of features is empty");
        }
        return IntStream.range(0, d).mapToObj(j -> "feature " + j).toList();
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
