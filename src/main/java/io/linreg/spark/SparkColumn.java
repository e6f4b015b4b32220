package io.linreg.spark;

import io.linreg.data.BatchReader.Cell;
import java.io.Serializable;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/**
 * A column of Spark's, and what its cells are to those who learn from it: what they would be in CSV.
 *
 * @param typeName what Spark calls its type
 * @param cell how its cells are read
 * @param isUsable whether they are numbers or words
 */
record SparkColumn(String name, String typeName, Cell cell, boolean isUsable) implements Serializable {
    private static final Set<String> WHOLE = Set.of("tinyint", "smallint", "int", "bigint");
    private static final Set<String> REAL = Set.of("float", "double");

    /** As text a decimal loses nothing. */
    private static final Set<String> TEXT = Set.of(
            "string",
            "varchar",
            "char",
            "boolean",
            "date",
            "timestamp",
            "timestamp_ntz",
            "decimal",
            "interval",
            "void");

    static SparkColumn of(StructField field) {
        DataType type = field.dataType();
        String typeName = type.simpleString();
        String kind = typeName.split("[( <]", 2)[0];
        boolean number = WHOLE.contains(kind) || REAL.contains(kind);
        Cell cell = WHOLE.contains(kind) ? Cell.WHOLE : number ? Cell.REAL : Cell.TEXT;
        return new SparkColumn(field.name(), typeName, cell, number || TEXT.contains(kind) || kind.startsWith("time"));
    }

    /** Its cells as they are read. */
    Column expression() {
        return EngineRows.column(name)
                .cast(
                        switch (cell) {
                            case WHOLE -> DataTypes.LongType;
                            case REAL -> DataTypes.DoubleType;
                            case TEXT -> DataTypes.StringType;
                        });
    }
}
