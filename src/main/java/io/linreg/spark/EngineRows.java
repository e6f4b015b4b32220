package io.linreg.spark;

import io.linreg.base.LinregException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;

/** Rows as Spark's engine holds them: no objects are made of them. */
final class EngineRows {
    private EngineRows() {}

    /** @throws LinregException if they are not to be had in this process */
    static JavaRDD<InternalRow> of(Dataset<Row> rows) {
        if (!(rows instanceof org.apache.spark.sql.classic.Dataset<Row> classic)) {
            throw new LinregException("training needs the rows where the driver is, which Spark Connect does not give");
        }
        return classic.queryExecution().toRdd().toJavaRDD();
    }
}
