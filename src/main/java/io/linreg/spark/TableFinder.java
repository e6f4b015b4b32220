package io.linreg.spark;

import io.linreg.base.LinregException;
import io.linreg.base.Text;
import io.linreg.cli.ClusterJob;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.parser.ParseException;

/** Finds the table that the command line names: files, what Spark's SQL gives, or what a database gives. */
final class TableFinder {
    /** Rows that come over the network together: some drivers keep a whole result in memory otherwise. */
    private static final String FETCHED = "8192";

    private final SparkSession spark;
    private final ClusterJob job;
    private final String name;

    /**
     * What was found.
     *
     * @param rows with all columns, and behind them the bad line where there may be some
     */
    record Found(SparkTable table, Dataset<Row> rows) {
        /** The expressions that the engine is to compute of a row. */
        Column[] expressions(List<SparkColumn> wanted) {
            List<Column> expressions = new ArrayList<>();
            wanted.forEach(column -> expressions.add(column.expression()));
            if (table.isText()) {
                expressions.add(EngineRows.column(HeadedText.BAD_LINE));
            }
            return expressions.toArray(Column[]::new);
        }
    }

    TableFinder(SparkSession spark, ClusterJob job) {
        this.spark = spark;
        this.job = job;
        name = Text.oneLine(
                job.sql() == null
                        ? job.data()
                        : job.login() == null
                                ? "query"
                                : "query on " + job.login().shown());
    }

    /** Takes out of a message what is secret. */
    UnaryOperator<String> hide() {
        return job.login() == null ? UnaryOperator.identity() : job.login()::hide;
    }

    /** @throws LinregException if there is no such table */
    Found find() {
        return Failures.ofTable(name, hide(), () -> {
            if (job.sql() != null) {
                return found(job.login() == null ? bySparksSql() : fromDatabase(), false);
            }
            String word = job.data().toLowerCase(Locale.ROOT);
            if (word.matches(".*\\.(csv|tsv|txt)(\\.(gz|bz2|zst))?/?")) {
                return found(new HeadedText(spark, job.data(), job.delimiter()).rows(), true);
            }
            boolean json = word.matches(".*\\.(json|jsonl|ndjson)(\\.(gz|bz2|zst))?/?");
            DataFrameReader reader = spark.read().option("mode", "FAILFAST"); // or broken JSON makes a column more
            return found(json ? reader.json(job.data()) : reader.load(job.data()), false);
        });
    }

    private Found found(Dataset<Row> rows, boolean isText) {
        List<SparkColumn> columns = Arrays.stream(rows.schema().fields())
                .filter(field -> !(isText && field.name().equals(HeadedText.BAD_LINE)))
                .map(SparkColumn::of)
                .toList();
        if (columns.isEmpty()) {
            throw new LinregException(name + " has no columns");
        }
        return new Found(new SparkTable(name, columns, isText), rows);
    }

    /** One SELECT, and nothing else. */
    private Dataset<Row> bySparksSql() throws ParseException {
        if (!(spark instanceof org.apache.spark.sql.classic.SparkSession classic)) {
            throw new LinregException("training needs the rows where the driver is, which Spark Connect does not give");
        }
        String sql = statement();
        classic.sessionState().sqlParser().parseQuery(sql); // or it is none, and would be done at once
        return spark.sql(sql);
    }

    private Dataset<Row> fromDatabase() {
        DataFrameReader reader = spark.read().format("jdbc").option("fetchsize", FETCHED);
        job.login()
                .properties()
                .stringPropertyNames()
                .forEach(key -> reader.option(key, job.login().properties().getProperty(key)));
        return reader.option("url", job.login().url())
                .option(
                        "dbtable",
                        "(\n" + statement() + "\n) linreg") // a query would not go with Spark's partitionColumn
                .load();
    }

    /** What may end a statement in a console has no place in a subquery. */
    private String statement() {
        return job.sql().strip().replaceFirst("(\\s*;)+$", "");
    }
}
