package io.linreg.spark;

import io.linreg.data.DelimiterSniffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
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

    /** What Spark calls column k where the header has nothing; in the file, and here as in pandas. */
    private static final String NAMELESS_TO_SPARK = "_c";

    private static final String NAMELESS_IN_FILE = "";
    private static final String NAMELESS = "Unnamed: ";

    /** Lines that tell the delimiter; the first one that is not blank is the header. */
    private static final int LOOKED_AT = 20;

    private static final String LINE = "value";

    /** All columns as text, then bad lines, then what the names of folders say. */
    Dataset<Row> rows() {
        List<String> lines = spark.read().text(path).select(LINE).limit(LOOKED_AT).collectAsList().stream()
                .map(row -> row.getString(0))
                .toList();
        DataFrameReader reader = reader(lines);
        List<String> given = names(reader, lines);
        List<String> inFile = inFile(given);
        boolean checked = new HashSet<>(inFile).size() == given.size(); // two without a name are two of the same
        StructType schema = new StructType();
        for (String name : checked ? inFile : given) {
            schema = schema.add(name, DataTypes.StringType);
        }
        Dataset<Row> rows = reader.schema(schema.add(BAD_LINE, DataTypes.StringType))
                .option("columnNameOfCorruptRecord", BAD_LINE)
                .option("columnPruning", false) // or nobody counts the fields
                .option("enforceSchema", !checked) // or files whose columns stand in another order pass
                .csv(path);
        String[] called = rows.columns();
        for (int c = 0; c < given.size(); c++) {
            called[c] = isNameless(given, c) ? NAMELESS + c : given.get(c).strip();
        }
        return rows.toDF(called);
    }

    private DataFrameReader reader(List<String> lines) {
        char between = delimiter != null ? delimiter : DelimiterSniffer.sniff(String.join("\n", lines) + "\n");
        return spark.read()
                .option("header", true)
                .option("sep", String.valueOf(between))
                .option("escape", "\"")
                .option("ignoreLeadingWhiteSpace", true)
                .option("ignoreTrailingWhiteSpace", true);
    }

    /** Those that Spark gives to columns. */
    private List<String> names(DataFrameReader reader, List<String> lines) {
        List<String> header =
                lines.stream().filter(line -> !line.isBlank()).limit(1).toList();
        return Arrays.asList(
                reader.csv(spark.createDataset(header, Encoders.STRING())).columns());
    }

    private static List<String> inFile(List<String> given) {
        String[] inFile = given.toArray(String[]::new);
        for (int c = 0; c < inFile.length; c++) {
            inFile[c] = isNameless(given, c) ? NAMELESS_IN_FILE : inFile[c];
        }
        return Arrays.asList(inFile);
    }

    private static boolean isNameless(List<String> given, int c) {
        return given.get(c).equals(NAMELESS_TO_SPARK + c);
    }
}
