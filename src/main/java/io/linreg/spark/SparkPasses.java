package io.linreg.spark;

import io.linreg.backend.Backend;
import io.linreg.cli.ClusterJob;
import io.linreg.data.RowStream;
import io.linreg.data.TableStream;
import io.linreg.model.BlockWork;
import io.linreg.model.Mergeable;
import io.linreg.model.RowPasses;
import io.linreg.model.TrainingListener;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A table that the executors go through, a task for each partition. */
final class SparkPasses implements RowPasses {
    /** Each partition leaves as many. */
    private static final int SHOWN = 1000;

    private static final int DEPTH = 2;

    private final ClusterJob job;
    private final SparkTable table;
    private final Dataset<Row> rows;
    private final UnaryOperator<String> hide;

    /** @throws io.linreg.base.LinregException if the table lacks a column, or one cannot be learnt from */
    SparkPasses(ClusterJob job, TableFinder.Found found, UnaryOperator<String> hide) {
        this.job = job;
        this.hide = hide;
        table = found.table();
        rows = Failures.ofTable(
                table.name(), hide, () -> EngineRows.inOrder(found.rows().select(found.expressions(wanted()))));
    }

    /** The columns that a stream of these rows will ask for. */
    private List<SparkColumn> wanted() {
        SparkRows none = new SparkRows(table, Collections.emptyIterator(), 0);
        TableStream.part(none, job.columns(), job.cells(), job.precision(), 0, RowStream.NUMBERS)
                .close();
        return none.wanted();
    }

    @Override
    public String name() {
        return table.name();
    }

    @Override
    public boolean repeatable() {
        return true;
    }

    @Override
    public int shown() {
        return SHOWN;
    }

    @Override
    public <T extends Mergeable<T>> T pass(BlockWork<T> work, Backend here, TrainingListener listener) {
        return Failures.ofTable(table.name(), hide, () -> {
            PartitionWork<T> ofPartition =
                    new PartitionWork<>(table, job.columns(), job.cells(), job.precision(), job.device(), work);
            JavaPairRDD<Integer, byte[]> left = EngineRows.of(rows)
                    .mapPartitionsWithIndex(ofPartition, true)
                    .mapToPair(pair -> pair);
            return new MomentsTree<T>(DEPTH)
                    .merge(left)
                    .orElseThrow(new SparkRows(table, Collections.emptyIterator(), 0)::noRows);
        });
    }
}
