package io.linreg.data.sql;

import io.linreg.base.LinregException;
import io.linreg.base.Text;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Files that DuckDB reads as one table: Parquet or JSON, one or those that a pattern names, in the order of their names. */
final class DataFiles {
    private static final Pattern WILD = Pattern.compile("[*?]|\\[.*]");
    private static final Pattern PARQUET = Pattern.compile("(?i).*\\.(parquet|parq|pq)");
    private static final Pattern JSON = Pattern.compile("(?i).*\\.(json|jsonl|ndjson)(\\.gz|\\.zst)?");
    private static final Pattern DATABASE = Pattern.compile("(?i).*\\.(duckdb|ddb)");
    private static final Pattern ELSEWHERE = Pattern.compile("(?i)[a-z][a-z0-9+.-]+://.*");

    /** Formats for which DuckDB would have to download an extension. */
    private static final Pattern NOT_BUILT_IN =
            Pattern.compile("(?i).*\\.(xlsx|xls|avro|sqlite|sqlite3|arrow|feather|orc)");

    /** What pandas calls the labels of rows that it writes beside the columns. */
    private static final String PANDAS_INDEX = "__index_level_[0-9]+__";

    private DataFiles() {}

    /** Whether a word for data names files that are not for the reader of CSV; those that cannot be read among them. */
    static boolean names(String word) {
        return isPattern(word)
                || List.of(PARQUET, JSON, DATABASE, NOT_BUILT_IN, ELSEWHERE).stream()
                        .anyMatch(kind -> kind.matcher(word).matches());
    }

    /** Whether a word is no file's name, but stands for several. */
    static boolean isPattern(String word) {
        return WILD.matcher(word).find() && !Files.exists(Path.of(word));
    }

    static boolean isDatabase(String word) {
        return DATABASE.matcher(word).matches() && !isPattern(word);
    }

    /** The query of all rows of the files. */
    static String query(DuckDb db, String word) throws SQLException {
        require(word);
        String reader = PARQUET.matcher(word).matches() ? "read_parquet" : "read_json";
        List<String> files = db.list("select file from glob(" + DuckDb.text(escaped(word)) + ") order by file");
        if (files.isEmpty()) {
            throw new LinregException("no file matches " + Text.oneLine(word));
        }
        if (files.size() > 1) {
            requireAlike(db, reader, files);
        }
        return select(reader, files);
    }

    private static void require(String word) {
        String shown = Text.oneLine(word);
        if (ELSEWHERE.matcher(word).matches()) {
            throw new LinregException(
                    shown + " is not on this machine, and nothing is downloaded here; fetch it first");
        }
        Path path = isPattern(word) ? null : Path.of(word);
        if (path != null && !Files.exists(path)) {
            throw new LinregException("no such file: " + shown);
        }
        if (NOT_BUILT_IN.matcher(word).matches()) {
            throw new LinregException(
                    shown + ": this format takes an extension of DuckDB that would have to be downloaded; save"
                            + " the table as CSV or Parquet");
        }
        if (path != null && Files.isDirectory(path)) {
            throw new LinregException(shown + " is a directory; give a pattern, such as '" + shown + "/*.parquet'");
        }
        if (!PARQUET.matcher(word).matches() && !JSON.matcher(word).matches()) {
            throw new LinregException(
                    shown + ": a pattern has to end with .parquet or .json, so that the format is known; for"
                            + " others write --sql \"select * from '" + shown + "'\"");
        }
    }

    /** A file's own name, though it may look like a pattern. */
    private static String escaped(String word) {
        return isPattern(word) ? word : word.replaceAll("[*?\\[]", "[$0]");
    }

    private static String select(String reader, List<String> files) {
        String names = files.stream().map(file -> DuckDb.text(escaped(file))).collect(Collectors.joining(", "));
        String settings = ", hive_partitioning = false"
                + (files.size() > 1
                        ? ", union_by_name = true"
                        : "") // of several number types the widest, not the first
                + (reader.equals("read_json") ? ", sample_size = -1" : "");
        return "select columns(lambda c: not regexp_full_match(c, '" + PANDAS_INDEX + "')) from " + reader + "(["
                + names + "]" + settings + ")";
    }

    /** DuckDB alone would take the first file's types for all, and round 1.5 to 2. */
    private static void requireAlike(DuckDb db, String reader, List<String> files) throws SQLException {
        String first = files.get(0);
        Map<String, SqlColumn> like = columns(db, reader, first);
        for (String file : files.subList(1, files.size())) {
            Map<String, SqlColumn> columns = columns(db, reader, file);
            requireAll(like.keySet(), columns.keySet(), file, first);
            requireAll(columns.keySet(), like.keySet(), first, file);
            columns.forEach((name, column) -> {
                if (!kind(column).equals(kind(like.get(name)))) {
                    throw new LinregException(Text.oneLine(file) + ": column " + Text.quote(name) + " is of type "
                            + Text.brief(column.typeName()) + ", and of type "
                            + Text.brief(like.get(name).typeName()) + " in " + Text.oneLine(first)
                            + "; make them one with --sql");
                }
            });
        }
    }

    private static Map<String, SqlColumn> columns(DuckDb db, String reader, String file) throws SQLException {
        Map<String, SqlColumn> columns = new LinkedHashMap<>();
        db.columns(select(reader, List.of(file))).forEach(column -> columns.put(column.name(), column));
        return columns;
    }

    private static void requireAll(Set<String> wanted, Set<String> names, String file, String other) {
        wanted.stream().filter(name -> !names.contains(name)).findFirst().ifPresent(name -> {
            throw new LinregException(Text.oneLine(file) + ": no column " + Text.quote(name) + ", which "
                    + Text.oneLine(other) + " has; make them alike with --sql");
        });
    }

    /** Numbers of all types are alike. */
    private static String kind(SqlColumn column) {
        return column.isNumber() ? "number" : column.typeName();
    }
}
