package io.linreg.spark;

import java.io.Serializable;
import java.util.List;

/**
 * A table as Spark knows it, without its rows.
 *
 * @param name what messages call it
 * @param columns all that it has
 * @param isText whether its rows are lines, of which each is followed by the line itself where that has not as many fields as there are
 *     columns
 */
record SparkTable(String name, List<SparkColumn> columns, boolean isText) implements Serializable {
    SparkTable {
        columns = List.copyOf(columns);
    }
}
