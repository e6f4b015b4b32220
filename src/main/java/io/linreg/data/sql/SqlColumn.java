package io.linreg.data.sql;

import io.linreg.data.BatchReader.Cell;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A column of a query's result.
 *
 * @param type one of {@link Types}
 * @param typeName what the database calls its type
 * @param cell how its cells are read
 * @param isUsable whether they are numbers or words; others can be shown as text, but not learnt from
 */
record SqlColumn(String name, int type, String typeName, Cell cell, boolean isUsable) {
    /** The digits of a decimal that is a double over a power of ten, both exact, so that their quotient is the nearest double. */
    private static final int EXACT_DIGITS = 15;

    private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\((\\d+),\\s*\\d+\\)");

    private static final Set<String> DUCKDB_WHOLE =
            Set.of("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER");

    /** Beyond a long: as text they lose nothing. */
    private static final Set<String> DUCKDB_LARGE = Set.of("UBIGINT", "HUGEINT", "UHUGEINT", "BIGNUM");

    private static final Set<String> DUCKDB_TEXT = Set.of("VARCHAR", "BOOLEAN", "UUID", "INTERVAL", "DATE");
    private static final Set<Integer> WHOLE = Set.of(Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT);

    private static final Set<Integer> REAL = Set.of(Types.REAL, Types.FLOAT, Types.DOUBLE);

    /** Decimals among them: as text they lose nothing. */
    private static final Set<Integer> TEXT = Set.of(
            Types.CHAR,
            Types.VARCHAR,
            Types.LONGVARCHAR,
            Types.NCHAR,
            Types.NVARCHAR,
            Types.LONGNVARCHAR,
            Types.CLOB,
            Types.NCLOB,
            Types.NUMERIC,
            Types.DECIMAL,
            Types.BOOLEAN,
            Types.BIT,
            Types.DATE,
            Types.TIME,
            Types.TIMESTAMP,
            Types.TIME_WITH_TIMEZONE,
            Types.TIMESTAMP_WITH_TIMEZONE,
            Types.DISTINCT,
            Types.NULL);

    /** Of a type of its own to the standard. */
    private static final Set<String> OTHER_TEXT = Set.of("uuid", "citext", "interval");

    /** The columns of a result, as JDBC tells their types. */
    static List<SqlColumn> of(ResultSetMetaData result) throws SQLException {
        List<SqlColumn> columns = new ArrayList<>();
        for (int c = 1; c <= result.getColumnCount(); c++) {
            int type = result.getColumnType(c);
            String typeName = String.valueOf(result.getColumnTypeName(c));
            boolean named = type == Types.OTHER && OTHER_TEXT.contains(typeName.toLowerCase(Locale.ROOT));
            Cell cell = WHOLE.contains(type) ? Cell.WHOLE : REAL.contains(type) ? Cell.REAL : Cell.TEXT;
            boolean usable = cell != Cell.TEXT || TEXT.contains(type) || named;
            columns.add(new SqlColumn(result.getColumnLabel(c), type, typeName, cell, usable));
        }
        return columns;
    }

    /** The columns of a result of DuckDB, by the names of their types. */
    static List<SqlColumn> ofDuckDb(ResultSetMetaData result) throws SQLException {
        List<SqlColumn> columns = new ArrayList<>();
        for (int c = 1; c <= result.getColumnCount(); c++) {
            String type = result.getColumnTypeName(c);
            Cell cell = DUCKDB_WHOLE.contains(type) ? Cell.WHOLE : isDuckDbReal(type) ? Cell.REAL : Cell.TEXT;
            boolean text = DUCKDB_TEXT.contains(type) || type.startsWith("TIME") || type.startsWith("ENUM");
            boolean usable = (text || isDuckDbNumber(type)) && !type.endsWith("]");
            columns.add(new SqlColumn(result.getColumnLabel(c), result.getColumnType(c), type, cell, usable));
        }
        return columns;
    }

    private static boolean isDuckDbNumber(String type) {
        return DUCKDB_WHOLE.contains(type)
                || DUCKDB_LARGE.contains(type)
                || type.equals("DOUBLE")
                || type.equals("FLOAT")
                || type.startsWith("DECIMAL(");
    }

    private static boolean isDuckDbReal(String type) {
        Matcher decimal = DECIMAL.matcher(type);
        return type.equals("DOUBLE")
                || type.equals("FLOAT")
                || (decimal.matches() && Integer.parseInt(decimal.group(1)) <= EXACT_DIGITS);
    }

    /** Whether it holds numbers, in DuckDB. */
    boolean isNumber() {
        return isDuckDbNumber(typeName) && isUsable;
    }

    /** Whether it holds true and false, which databases write in many ways. */
    boolean isFlag() {
        return type == Types.BOOLEAN || type == Types.BIT;
    }

    /** In SQL, as its cells are read. */
    String expression() {
        String target =
                switch (cell) {
                    case WHOLE -> "bigint";
                    case REAL -> "double";
                    case TEXT -> "varchar";
                };
        return "cast(" + quoted() + " as " + target + ")";
    }

    /** Its name in SQL. */
    String quoted() {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
