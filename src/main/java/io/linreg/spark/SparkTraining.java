package io.linreg.spark;

import io.linreg.base.LinregException;
import io.linreg.base.Text;
import io.linreg.cli.ClusterJob;
import io.linreg.cli.ClusterTraining;
import io.linreg.model.RowPasses;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** Training by the command line's options on Spark: what is streamed elsewhere goes through the executors here. */
final class SparkTraining implements ClusterTraining {
    /** What spark-submit calls the application where it was given no name. */
    private static final String UNNAMED = Train.class.getName();

    @Override
    public RowPasses rows(ClusterJob job) {
        TableFinder finder = new TableFinder(session(), job);
        return new SparkPasses(job, finder.find(), finder.hide());
    }

    private static SparkSession session() {
        String name = new SparkConf().get("spark.app.name", UNNAMED);
        try {
            return SparkSession.builder()
                    .appName(name.equals(UNNAMED) ? "linreg-gpu" : name)
                    .getOrCreate();
        } catch (Exception e) { // Spark's are checked, and not declared
            throw new LinregException(
                    "Spark does not start: " + Text.reason(e) + "; start the program with spark-submit", e);
        }
    }
}
