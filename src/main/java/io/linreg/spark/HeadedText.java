package io.linreg.spark;

import io.linreg.base.Text;
import io.linreg.data.CsvReader;
import io.linreg.data.Source;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Text with a header, a row on each line, in one file or many.
 *
 * @param delimiter between fields; null to find it out
 */
record HeadedText(SparkSession spark, String path, Character delimiter) {
    /** Where a line goes that has not as many fields as the header. */
    static final String BAD_LINE = "the line itself";

    /** The header, and lines that tell the delimiter. */
    private static final int LOOKED_AT = 20;

    private static final String LINE = "value";

    /** All columns as text, then bad lines, then what the names of folders say. */
    Dataset<Row> rows() {
        try (CsvReader head = head()) {
            boolean verbatim =
                    new HashSet<>(head.written()).size() == head.written().size(); // not two without a name
            StructType schema = new StructType();
            for (String name : verbatim ? head.written() : head.header()) {
                schema = schema.add(name, DataTypes.StringType);
            }
            Dataset<Row> rows = spark.read()
                    .option("header", true)
                    .option("sep", String.valueOf(head.delimiter()))
                    .option("escape", "\"")
                    .option("ignoreLeadingWhiteSpace", true)
                    .option("ignoreTrailingWhiteSpace", true)
                    .schema(schema.add(BAD_LINE, DataTypes.StringType))
                    .option("columnNameOfCorruptRecord", BAD_LINE)
                    .option("columnPruning", false) // or nobody counts the fields
                    .option("enforceSchema", !verbatim) // or files whose columns stand in another order pass
                    .csv(path);
            String[] names = rows.columns();
            for (int c = 0; c < head.header().size(); c++) {
                names[c] = head.header().get(c);
            }
            return rows.toDF(names);
        }
    }

    /** The first lines. */
    private CsvReader head() {
        String lines = spark.read().text(path).select(LINE).limit(LOOKED_AT).collectAsList().stream()
                .map(row -> row.getString(0) + '\n')
                .collect(Collectors.joining());
        return new CsvReader(
                Source.stream(Text.oneLine(path), new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8))),
                delimiter);
    }
}
