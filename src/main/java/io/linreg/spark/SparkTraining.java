package io.linreg.spark;

import io.linreg.cli.ClusterJob;
import io.linreg.cli.ClusterTraining;
import io.linreg.model.RowPasses;
import org.apache.spark.sql.SparkSession;

/** Training by the command line's options on Spark: what is streamed elsewhere goes through the executors here. */
final class SparkTraining implements ClusterTraining {
    @Override
    public RowPasses rows(ClusterJob job) {
        SparkSession spark = SparkSession.builder().appName("linreg-gpu").getOrCreate();
        TableFinder finder = new TableFinder(spark, job);
        return new SparkPasses(job, finder.find(), finder.hide());
    }
}
