package io.linreg.spark;

import io.linreg.base.LinregException;
import java.util.Arrays;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.adaptive.AdaptiveSparkPlanExec;
import org.apache.spark.sql.execution.exchange.ShuffleExchangeLike;
import org.apache.spark.sql.functions;

/** Rows as Spark's engine holds them: no objects are made of them. */
final class EngineRows {
    private EngineRows() {}

    /** @throws LinregException if they are not to be had in this process */
    static JavaRDD<InternalRow> of(Dataset<Row> rows) {
        return execution(rows).toRdd().toJavaRDD();
    }

    /**
     * The same rows in the same order whenever they are gone through: what was shuffled comes as the network brings it, other each
     * time, and is sorted within its partitions.
     */
    static Dataset<Row> inOrder(Dataset<Row> rows) {
        return isShuffled(execution(rows).executedPlan())
                ? rows.sortWithinPartitions(
                        Arrays.stream(rows.columns()).map(EngineRows::column).toArray(Column[]::new))
                : rows;
    }

    /** A column by its name, whatever that is. */
    static Column column(String name) {
        return functions.col('`' + name.replace("`", "``") + '`');
    }

    private static boolean isShuffled(SparkPlan plan) {
        SparkPlan known = plan instanceof AdaptiveSparkPlanExec adaptive ? adaptive.initialPlan() : plan;
        return known.exists(step -> step instanceof ShuffleExchangeLike);
    }

    private static QueryExecution execution(Dataset<Row> rows) {
        if (!(rows instanceof org.apache.spark.sql.classic.Dataset<Row> classic)) {
            throw new LinregException("training needs the rows where the driver is, which Spark Connect does not give");
        }
        return classic.queryExecution();
    }
}
