package io.linreg.spark;

import io.linreg.data.CellRules;
import io.linreg.data.ColumnChoice;
import io.linreg.data.Precision;
import io.linreg.data.RowStream;
import io.linreg.data.TableStream;
import io.linreg.model.BlockWork;
import io.linreg.model.Mergeable;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.sql.catalyst.InternalRow;
import scala.Tuple2;

/**
 * What a task of {@link Train} does: the work that is done with all rows where they are read in one process, with those of its partition.
 *
 * @param device as {@link TaskDevice} takes it
 */
record PartitionWork<T extends Mergeable<T>>(
        SparkTable table, ColumnChoice columns, CellRules cells, Precision precision, String device, BlockWork<T> work)
        implements Function2<Integer, Iterator<InternalRow>, Iterator<Tuple2<Integer, byte[]>>> {
    /** The numbers of a block, 8 MB: worth a launch on a GPU, and little where many tasks share a machine. */
    private static final int NUMBERS = 1 << 20;

    /** Nothing where the partition has no rows. */
    @Override
    public Iterator<Tuple2<Integer, byte[]>> call(Integer partition, Iterator<InternalRow> rows) {
        if (!rows.hasNext()) {
            return Collections.emptyIterator();
        }
        try (TaskDevice on = new TaskDevice(device, TaskContext.get());
                RowStream stream = TableStream.part(
                        new SparkRows(table, rows, partition),
                        columns,
                        cells.with(work.categorical()),
                        precision,
                        SparkRows.first(partition),
                        NUMBERS)) {
            T left = work.on(stream, on);
            on.done();
            return List.of(MomentsTree.leaf(partition, left)).iterator();
        }
    }
}
