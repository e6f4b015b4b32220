package io.linreg.spark;

import io.linreg.cli.ClusterJob;
import io.linreg.cli.ClusterTraining;
import io.linreg.cli.StreamedReports;
import io.linreg.data.Dataset;
import io.linreg.data.HashSplit;
import io.linreg.data.Precision;
import io.linreg.data.RowSource;
import io.linreg.data.RowStream;
import io.linreg.model.DistantTable;
import io.linreg.model.StreamedData;
import io.linreg.model.TrainingListener;
import io.linreg.report.TrainingReport;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * Training by the command line's options on Spark: the executors leave moments, and the driver does with them what is done with those
 * of streamed rows.
 */
final class SparkTraining implements ClusterTraining {
    private static final int DEPTH = 2;
    /** Among so many there are some held-out ones to show. */
    private static final int LOOKED_AT = 1000;

    private static final int SHOWN = 100;

    @Override
    public List<TrainingReport> train(ClusterJob job, TrainingListener listener) {
        long began = System.nanoTime();
        SparkSession spark = SparkSession.builder().appName("linreg-gpu").getOrCreate();
        SparkTable table = SparkTable.read(spark, job);
        StreamedData data = new StreamedData(new ReadElsewhere(job.data()), job.split(), List.of(), job.exact());
        DistantTable read = fold(table, job, data, began);
        return new StreamedReports(data, job.summary(), began)
                .of(job.regression().train(read, listener), listener);
    }

    private static DistantTable fold(SparkTable table, ClusterJob job, StreamedData data, long began) {
        PartitionFolding folding = new PartitionFolding(
                job.device(), job.precision(), job.exact(), job.split(), job.folds(), table.numbers());
        PartitionMoments all = new FoldedRows(folding, DEPTH)
                .of(
                        table.rows(),
                        FoldedRows.vector(table.columns(table.numbers())),
                        functions.coalesce(table.column(table.targets().get(0)), functions.lit(Double.NaN)),
                        table.weights() == null ? null : table.column(table.weights()));
        List<Long> numbers = new ArrayList<>();
        Dataset shown = Failures.named(() -> shown(table, job.split(), numbers));
        return new DistantTable(
                data,
                table.features(),
                table.targets(),
                table.leftOut(),
                table.weights(),
                all.rows(),
                all.parts().subList(0, job.folds()),
                all.parts().get(job.folds()),
                shown,
                numbers.stream().mapToLong(Long::longValue).toArray(),
                (System.nanoTime() - began) * 1e-9);
    }

    /** A few rows, for the report: held-out ones, if any are. */
    private static Dataset shown(SparkTable table, HashSplit split, List<Long> numbers) {
        List<String> names = table.numbers();
        String target = table.targets().get(0);
        List<Column> columns = table.columns(names);
        columns.add(table.column(target));
        columns.add(functions.monotonically_increasing_id());
        Dataset.Builder shown = Dataset.builder(names, target, Precision.DOUBLE);
        for (Row row : table.rows()
                .select(columns.toArray(Column[]::new))
                .limit(LOOKED_AT)
                .collectAsList()) {
            long number = row.getLong(names.size() + 1);
            boolean wanted = split.testSize() == 0 || split.part(number, 1) == HashSplit.TEST;
            if (wanted && numbers.size() < SHOWN) {
                double[] x = new double[names.size()];
                for (int j = 0; j < x.length; j++) {
                    x[j] = row.getDouble(j);
                }
                shown.add(x, row.getDouble(x.length));
                numbers.add(number);
            }
        }
        return shown.build();
    }

    /** A table whose rows are not to be had here. */
    private record ReadElsewhere(String name) implements RowSource {
        @Override
        public boolean repeatable() {
            return false;
        }

        @Override
        public RowStream open() {
            throw new IllegalStateException("the rows of " + name + " are where the executors are");
        }
    }
}
