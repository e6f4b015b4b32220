package io.linreg.spark;

import io.linreg.base.LinregException;
import io.linreg.base.Text;
import io.linreg.cli.ClusterJob;
import io.linreg.data.ColumnChoice;
import io.linreg.data.LeftOut;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * A table that Spark reads, and which of its columns are to be what, by the rules of the command line.
 *
 * @param features their names
 * @param targets their names
 * @param weights the name of the column that weighs the rows; null if there is none
 * @param leftOut columns that are not learnt from
 */
record SparkTable(
        Dataset<Row> rows, List<String> features, List<String> targets, String weights, List<LeftOut> leftOut) {
    /** What a first column without a name is called, here and by Spark. */
    private static final String NAMELESS = "Unnamed: 0";

    private static final String NAMELESS_TO_SPARK = "_c0";

    /** Text with a header where the name says so; else Parquet, or what spark.sql.sources.default says. */
    static SparkTable read(SparkSession spark, ClusterJob job) {
        String name = job.data().toLowerCase(Locale.ROOT);
        boolean text = name.matches(".*\\.(csv|tsv|txt)(\\.(gz|bz2|zst))?/?");
        String usual = name.contains(".tsv") ? "\t" : ",";
        try {
            Dataset<Row> rows = text
                    ? spark.read()
                            .option("header", true)
                            .option(
                                    "sep",
                                    job.delimiter() == null
                                            ? usual
                                            : job.delimiter().toString())
                            .option("ignoreLeadingWhiteSpace", true)
                            .option("ignoreTrailingWhiteSpace", true)
                            .csv(job.data())
                            .withColumnRenamed(NAMELESS_TO_SPARK, NAMELESS)
                    : spark.read().load(job.data());
            return choose(rows, job.columns(), job.data());
        } catch (LinregException e) {
            throw e;
        } catch (Exception e) { // Spark's are checked, and not declared
            throw new LinregException("cannot read " + Text.oneLine(job.data()) + ": " + Text.reason(e), e);
        }
    }

    private static SparkTable choose(Dataset<Row> rows, ColumnChoice choice, String name) {
        List<String> all = List.of(rows.columns());
        List<String> rest = new ArrayList<>(all);
        rest.remove(choice.weights());
        List<String> targets =
                choice.targets().isEmpty() && !rest.isEmpty() ? List.of(rest.get(rest.size() - 1)) : choice.targets();
        List<String> named = new ArrayList<>(targets);
        named.addAll(choice.features());
        named.addAll(choice.drop());
        if (choice.weights() != null) {
            named.add(choice.weights());
        }
        List<String> unknown = named.stream().filter(one -> !all.contains(one)).toList();
        if (!unknown.isEmpty()) {
            throw new LinregException(
                    Text.oneLine(name) + ": no column " + Text.names(unknown) + "; its columns are " + Text.names(all));
        }
        if (named.stream().distinct().count() < named.size()) {
            throw new LinregException(Text.oneLine(name)
                    + ": a column is asked to be two of target, feature, weight and dropped, or one of them twice");
        }
        List<LeftOut> leftOut = new ArrayList<>();
        choice.drop().forEach(one -> leftOut.add(new LeftOut(one, LeftOut.Reason.WISH)));
        List<String> features = choice.features();
        if (features.isEmpty()) {
            rest.removeAll(targets);
            rest.removeAll(choice.drop());
            if (all.get(0).equals(NAMELESS) && rest.remove(NAMELESS)) {
                leftOut.add(new LeftOut(NAMELESS, LeftOut.Reason.INDEX));
            }
            features = rest;
        }
        return new SparkTable(rows, List.copyOf(features), targets, choice.weights(), leftOut);
    }

    /** The columns that moments have before the target: the features, then the targets but the first. */
    List<String> numbers() {
        List<String> numbers = new ArrayList<>(features);
        numbers.addAll(targets.subList(1, targets.size()));
        return numbers;
    }

    /** A column as a number; null where it is none. */
    Column column(String name) {
        return functions.col('`' + name.replace("`", "``") + '`').try_cast(DataTypes.DoubleType);
    }

    List<Column> columns(List<String> names) {
        return names.stream().map(this::column).collect(Collectors.toCollection(ArrayList::new));
    }
}
