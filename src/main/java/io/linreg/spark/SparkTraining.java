package io.linreg.spark;

import io.linreg.cli.ClusterJob;
import io.linreg.cli.ClusterTraining;
import io.linreg.model.RowPasses;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** Training by the command line's options on Spark: what is streamed elsewhere goes through the executors here. */
final class SparkTraining implements ClusterTraining {
    @Override
    public RowPasses rows(ClusterJob job) {
        String main = Train.class.getName(); // which spark-submit takes where it was given no --name
        String name = new SparkConf().get("spark.app.name", main);
        SparkSession spark = SparkSession.builder()
                .appName(name.equals(main) ? "linreg-gpu" : name)
                .getOrCreate();
        TableFinder finder = new TableFinder(spark, job);
        return new SparkPasses(job, finder.find(), finder.hide());
    }
}
