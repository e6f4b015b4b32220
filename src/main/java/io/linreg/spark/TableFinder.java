package io.linreg.spark;

import io.linreg.base.LinregException;
import io.linreg.base.Text;
import io.linreg.cli.ClusterJob;
import io.linreg.data.DelimiterSniffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Finds the table that the command line names: files, what Spark's SQL gives, or what a database gives. */
final class TableFinder {
    /** What Spark calls column k where the header has nothing; here as in pandas. */
    private static final String NAMELESS_TO_SPARK = "_c";

    private static final String NAMELESS = "Unnamed: ";

    /** Where a line goes that has not as many fields as the header. */
    private static final String BAD_LINE = "the line itself";

    /** Lines that tell the delimiter. */
    private static final int LOOKED_AT = 20;

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
                expressions.add(functions.col('`' + BAD_LINE + '`'));
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
                return found(lines(), true);
            }
            boolean json = word.matches(".*\\.(json|jsonl|ndjson)(\\.(gz|bz2|zst))?/?");
            DataFrameReader reader = spark.read().option("mode", "FAILFAST"); // or broken JSON makes a column more
            return found(json ? reader.json(job.data()) : reader.load(job.data()), false);
        });
    }

    private Found found(Dataset<Row> rows, boolean isText) {
        List<SparkColumn> columns = Arrays.stream(rows.schema().fields())
                .filter(field -> !(isText && field.name().equals(BAD_LINE)))
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

    /** Text with a header. */
    private Dataset<Row> lines() {
        DataFrameReader reader = spark.read()
                .option("header", true)
                .option("sep", delimiter())
                .option("escape", "\"")
                .option("ignoreLeadingWhiteSpace", true)
                .option("ignoreTrailingWhiteSpace", true);
        StructType schema = new StructType();
        boolean verbatim = true;
        StructField[] fields = reader.csv(job.data()).schema().fields();
        for (int c = 0; c < fields.length; c++) {
            String given = fields[c].name();
            String called = given.equals(NAMELESS_TO_SPARK + c) ? NAMELESS + c : given.strip();
            verbatim &= called.equals(given);
            schema = schema.add(called, DataTypes.StringType);
        }
        return reader.schema(schema.add(BAD_LINE, DataTypes.StringType))
                .option("columnNameOfCorruptRecord", BAD_LINE)
                .option("columnPruning", false) // or nobody counts the fields
                .option("enforceSchema", !verbatim) // or files whose columns stand in another order pass
                .csv(job.data());
    }

    private String delimiter() {
        if (job.delimiter() != null) {
            return job.delimiter().toString();
        }
        List<String> lines = spark.read()
                .text(job.data())
                .as(Encoders.STRING())
                .limit(LOOKED_AT)
                .collectAsList();
        return String.valueOf(DelimiterSniffer.sniff(String.join("\n", lines) + "\n"));
    }
}
