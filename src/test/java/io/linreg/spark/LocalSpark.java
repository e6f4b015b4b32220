package io.linreg.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.ml.linalg.VectorUDT;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Spark in the process of the tests, started once; and data for it. */
final class LocalSpark {
    static final StructType SCHEMA = new StructType()
            .add("features", new VectorUDT(), true)
            .add("label", DataTypes.DoubleType, true)
            .add("weight", DataTypes.DoubleType, true);

    private static SparkSession session;

    private LocalSpark() {}

    static synchronized SparkSession session() {
        if (session == null) {
            session = SparkSession.builder()
                    .master("local[2]")
                    .appName("linreg-gpu tests")
                    .config("spark.ui.enabled", "false")
                    .config("spark.driver.host", "127.0.0.1")
                    .config("spark.driver.bindAddress", "127.0.0.1")
                    .config("spark.sql.shuffle.partitions", "2")
                    .config("spark.sql.warehouse.dir", "target/spark-warehouse")
                    .getOrCreate();
        }
        return session;
    }

    /** Rows in so many partitions. */
    static Dataset<Row> rows(List<Row> rows, int partitions) {
        SparkSession spark = session();
        return spark.createDataFrame(
                new org.apache.spark.api.java.JavaSparkContext(spark.sparkContext()).parallelize(rows, partitions),
                SCHEMA);
    }

    static Row row(double label, double... features) {
        return RowFactory.create(Vectors.dense(features), label, 1.0);
    }

    /** Rows of a linear law with noise: features of other means and deviations, correlated, half of the rows sparse; weights from 0.5 to 2. */
    static List<Row> law(int rows, int features, long seed) {
        Random random = new Random(seed);
        List<Row> law = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            double[] x = new double[features];
            double y = 3;
            double shared = random.nextGaussian();
            for (int j = 0; j < features; j++) {
                double own = random.nextInt(4) == 0 ? 0 : random.nextGaussian() + 0.5 * shared;
                x[j] = own == 0 ? 0 : (own + j % 3) * Math.pow(3, j % 5 - 2);
                y += x[j] * Math.cos(j) / Math.pow(2, j % 4);
            }
            y += 0.3 * random.nextGaussian();
            var dense = Vectors.dense(x);
            law.add(RowFactory.create(i % 2 == 0 ? dense : dense.toSparse(), y, 0.5 + 1.5 * random.nextDouble()));
        }
        return law;
    }
}
