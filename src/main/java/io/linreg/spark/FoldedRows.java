package io.linreg.spark;

import io.linreg.base.LinregException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * One pass over the rows of a data set, for the moments of some of its columns.
 *
 * @param folding what tasks do
 * @param depth of the tree that merges partitions
 */
record FoldedRows(PartitionFolding folding, int depth) {
    private static final byte DENSE = 1;

    /**
     * The moments of the rows.
     *
     * @param vector a column of vectors
     * @param weight a column of numbers; null where all rows weigh the same
     * @throws LinregException if there are no rows, or one cannot be used: it is named
     */
    PartitionMoments of(Dataset<?> dataset, Column vector, Column label, Column weight) {
        List<Column> columns = new ArrayList<>(List.of(vector, label.cast(DataTypes.DoubleType)));
        if (weight != null) {
            columns.add(weight.cast(DataTypes.DoubleType));
        }
        Dataset<Row> chosen = dataset.select(columns.toArray(Column[]::new));
        return Failures.named(() -> {
            JavaPairRDD<Integer, byte[]> parts =
                    EngineRows.of(chosen).mapPartitionsWithIndex(folding, true).mapToPair(pair -> pair);
            return new MomentsTree<PartitionMoments>(depth)
                    .merge(parts)
                    .filter(all -> all.moments().rows() > 0)
                    .orElseThrow(
                            () -> new LinregException("the data set has no rows to train on, or none that counts"));
        });
    }

    /** Numbers as a vector, the way Spark's engine holds dense ones; what is null is no number. */
    static Column vector(List<Column> numbers) {
        Column[] present = numbers.stream()
                .map(number -> functions.coalesce(number, functions.lit(Double.NaN)))
                .toArray(Column[]::new);
        return functions.struct(
                functions.lit(DENSE).as("type"),
                functions.lit(null).cast(DataTypes.IntegerType).as("size"),
                functions
                        .lit(null)
                        .cast(DataTypes.createArrayType(DataTypes.IntegerType))
                        .as("indices"),
                functions.array(present).as("values"));
    }
}
