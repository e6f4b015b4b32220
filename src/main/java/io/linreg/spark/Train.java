package io.linreg.spark;

import io.linreg.cli.Cli;
import io.linreg.cli.Streams;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import org.apache.spark.sql.SparkSession;

/**
 * The command line's training on Spark: {@code spark-submit --class io.linreg.spark.Train linreg-gpu.jar DATA [options]}. Rows are
 * folded by the executors; files are written, and results printed, where the driver is.
 */
public final class Train {
    private Train() {}

    public static void main(String[] args) {
        BufferedOutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16);
        int code = Cli.run(new Streams(System.in, out, System.err, false), new SparkTraining(), args);
        if (SparkSession.getDefaultSession().isDefined()) {
            SparkSession.getDefaultSession().get().stop();
        }
        if (code != 0) {
            System.exit(code); // an exception would be a page
        }
    }
}
