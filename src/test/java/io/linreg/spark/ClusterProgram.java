package io.linreg.spark;

import io.linreg.base.LinregException;
import io.linreg.model.LinearModel;
import io.linreg.model.LinearModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/** An application on a cluster; what it finds it writes to standard output, a line each. */
public final class ClusterProgram {
    private static final int PARTITIONS = 12;
    private static final int ROWS = 400;
    private static final int FEATURES = 4;
    /** In this partition a task waits for the end of its executor. */
    private static final int FATAL = 7;

    private ClusterProgram() {}

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        SparkSession spark = SparkSession.builder().getOrCreate();
        while (spark.sparkContext().statusTracker().getExecutorInfos().length <= Integer.parseInt(args[1])) {
            Thread.sleep(50); // the driver counts, too
        }
        System.out.println("processes " + processes(spark));
        for (String action : Arrays.asList(args).subList(2, args.length)) {
            switch (action) {
                case "calm" -> System.out.println("calm " + bits(fit(spark, folder, "auto")));
                case "train" -> System.out.println("train " + trained(folder, "--device auto --no-fallback"));
                case "train-cpu" -> System.out.println("train-cpu " + trained(folder, "--device cpu"));
                case "idle" -> System.out.println("idle " + idleDevices(spark));
                case "kill" -> System.out.println("killed " + killed(spark, folder));
                default -> System.out.println(action + " " + outcome(spark, folder, action));
            }
        }
        spark.stop();
    }

    /** How many different processes run tasks. */
    private static long processes(SparkSession spark) {
        return new JavaSparkContext(spark.sparkContext())
                .parallelize(List.of(0, 1, 2, 3), 4)
                .map(i -> {
                    Thread.sleep(500); // so that no executor gets them all
                    return ProcessHandle.current().pid();
                })
                .distinct()
                .count();
    }

    /** By the command line's options: levels, gaps, products; in double-double, and then epoch by epoch. */
    private static String trained(Path folder, String options) throws IOException {
        Random random = new Random(1);
        StringBuilder text = new StringBuilder("x,city,y\n");
        for (int i = 0; i < 300; i++) {
            text.append(random.nextInt(9) == 0 ? "" : random.nextGaussian())
                    .append(i % 3 == 0 ? ",Oslo," : ",Bergen,")
                    .append(random.nextGaussian())
                    .append('\n');
        }
        String data = Files.writeString(folder.resolve("train.csv"), text).toString();
        String model = folder.resolve("train.json").toString();
        StringBuilder bits = new StringBuilder();
        for (String solver : List.of("normal", "gd --epochs 2 --gradient fused")) {
            String all = options + " -q --missing mean --categorical auto --poly x:2 --solver " + solver;
            TrainShell run = TrainShell.onThisSpark(TrainShell.words(all, data, "--model", model));
            if (run.exit() != 0) {
                return run.err();
            }
            LinearModel fitted = LinearModels.load(Path.of(model)).models().get(0);
            for (double w : fitted.coefficients()) {
                bits.append(Double.toHexString(w)).append(' ');
            }
        }
        return bits.toString();
    }

    /** How many devices an executor has open, while none of its tasks uses one. */
    private static int idleDevices(SparkSession spark) {
        return new JavaSparkContext(spark.sparkContext())
                .parallelize(List.of(0), 1)
                .map(i -> OpenDevices.SHARED.idle())
                .first();
    }

    private static GpuLinearRegressionModel fit(SparkSession spark, Path folder, String device) {
        return new GpuLinearRegression()
                .setDevice(device)
                .setAggregationDepth(3)
                .setRegParam(0.01)
                .fit(rows(spark, folder.toString()));
    }

    private static String bits(GpuLinearRegressionModel model) {
        StringBuilder bits = new StringBuilder();
        for (double w : model.coefficients().toArray()) {
            bits.append(Double.toHexString(w)).append(' ');
        }
        return bits.append(Double.toHexString(model.intercept()))
                .append(" of ")
                .append(model.summary().numInstances())
                .toString();
    }

    private static String outcome(SparkSession spark, Path folder, String device) {
        try {
            return bits(fit(spark, folder, device));
        } catch (LinregException e) {
            return e.getMessage();
        }
    }

    private static String killed(SparkSession spark, Path folder) throws Exception {
        Path fatal = Files.createFile(folder.resolve("fatal"));
        Path process = folder.resolve("process");
        Thread killer = new Thread(() -> {
            try {
                while (!Files.exists(process)) {
                    Thread.sleep(20);
                }
                Files.delete(fatal); // once is enough
                ProcessHandle.of(Long.parseLong(Files.readString(process)))
                        .orElseThrow()
                        .destroyForcibly();
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        killer.start();
        String bits = bits(fit(spark, folder, "auto"));
        killer.join();
        return bits;
    }

    private static Dataset<Row> rows(SparkSession spark, String folder) {
        JavaRDD<Row> rows = new JavaSparkContext(spark.sparkContext())
                .parallelize(List.<Integer>of(), PARTITIONS)
                .mapPartitionsWithIndex((partition, none) -> partition(partition, folder), true);
        return spark.createDataFrame(rows, LocalSpark.SCHEMA);
    }

    /** The same rows each time, the last of the fatal partition after a long wait. */
    private static Iterator<Row> partition(int partition, String folder) throws Exception {
        Random random = new Random(partition);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            double[] x = random.doubles(FEATURES).toArray();
            rows.add(RowFactory.create(Vectors.dense(x), x[0] - 2 * x[1] + random.nextGaussian(), 1.0));
        }
        if (partition == FATAL && TaskContext.get().attemptNumber() == 0 && Files.exists(Path.of(folder, "fatal"))) {
            Path written = Files.writeString(
                    Path.of(folder, "process.tmp"),
                    Long.toString(ProcessHandle.current().pid()));
            Files.move(written, Path.of(folder, "process"));
            Thread.sleep(60_000);
        }
        return rows.iterator();
    }
}
