package io.linreg.spark;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.regression.LinearRegression;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * Times of a fit beside MLlib's, in one process, in turn, on the same cached rows; the answers are compared before a time is printed.
 * {@code bench/spark.sh} runs it: rows (2000000), features (64), turns (5).
 */
public final class SparkBenchmark {
    private static final int PARTITIONS = 16;
    private static final int TENFOLD = 10;
    private static final double ENOUGH = 1e-6;

    private SparkBenchmark() {}

    public static void main(String[] args) {
        int rows = args.length > 0 ? Integer.parseInt(args[0]) : 2_000_000;
        int features = args.length > 1 ? Integer.parseInt(args[1]) : 64;
        int turns = args.length > 2 ? Integer.parseInt(args[2]) : 5;
        SparkSession spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.warehouse.dir", "target/spark-warehouse")
                .getOrCreate();
        Dataset<Row> all = cached(spark, rows, features);
        Dataset<Row> tenth = cached(spark, rows / TENFOLD, features);
        double few = compare(tenth, rows / TENFOLD, features, 0, 0, turns);
        double many = compare(all, rows, features, 0, 0, turns);
        print("ten times the rows take %.2f times as long", many / few);
        compare(all, rows, features, 0.1, 0, turns);
        compare(all, rows, features, 0.1, 0.5, turns);
        spark.stop();
    }

    private static Dataset<Row> cached(SparkSession spark, int rows, int features) {
        JavaRDD<Row> law = new JavaSparkContext(spark.sparkContext())
                .parallelize(List.<Integer>of(), PARTITIONS)
                .mapPartitionsWithIndex((partition, none) -> law(partition, rows / PARTITIONS, features), true);
        Dataset<Row> data = spark.createDataFrame(law, LocalSpark.SCHEMA).persist(StorageLevel.MEMORY_ONLY());
        data.count();
        return data;
    }

    private static Iterator<Row> law(int partition, int rows, int features) {
        Random random = new Random(partition);
        return IntStream.range(0, rows)
                .mapToObj(i -> {
                    double[] x = random.doubles(features).toArray();
                    double y = 1;
                    for (int j = 0; j < features; j++) {
                        y += Math.cos(j) * x[j];
                    }
                    return RowFactory.create(Vectors.dense(x), y + random.nextGaussian(), 1.0);
                })
                .iterator();
    }

    /** @return the seconds of the median turn of this project */
    private static double compare(Dataset<Row> data, int rows, int features, double reg, double net, int turns) {
        Supplier<double[]> ours = () -> new GpuLinearRegression()
                .setRegParam(reg)
                .setElasticNetParam(net)
                .fit(data)
                .coefficients()
                .toArray();
        Supplier<double[]> theirs = () -> new LinearRegression()
                .setRegParam(reg)
                .setElasticNetParam(net)
                .setTol(1e-12)
                .fit(data)
                .coefficients()
                .toArray();
        double[] expected = theirs.get();
        double[] found = ours.get();
        for (int j = 0; j < features; j++) {
            if (!(Math.abs(found[j] - expected[j]) <= ENOUGH)) {
                throw new IllegalStateException("coefficient " + j + " is " + found[j] + ", MLlib's " + expected[j]);
            }
        }
        double[] own = new double[turns];
        double[] ratios = new double[turns];
        for (int turn = 0; turn < turns; turn++) {
            own[turn] = seconds(ours);
            ratios[turn] = seconds(theirs) / own[turn];
        }
        Arrays.sort(own);
        Arrays.sort(ratios);
        print(
                "%,d x %d, regParam %.1f, elasticNetParam %.1f: %.3f s (best %.3f); MLlib takes %.2f times as long (%.2f to %.2f)",
                rows, features, reg, net, own[turns / 2], own[0], ratios[turns / 2], ratios[0], ratios[turns - 1]);
        return own[turns / 2];
    }

    private static double seconds(Supplier<double[]> fit) {
        long began = System.nanoTime();
        double[] coefficients = fit.get();
        double seconds = (System.nanoTime() - began) * 1e-9;
        if (coefficients.length == 0) {
            throw new IllegalStateException("nothing was fitted");
        }
        return seconds;
    }

    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
