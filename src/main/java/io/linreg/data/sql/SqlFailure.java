package io.linreg.data.sql;

import io.linreg.base.LinregException;
import io.linreg.base.Text;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns what a database says of a failure into one line, with its place in the SQL where it tells one. */
public final class SqlFailure {
    private static final int LONGEST = 400;

    /** DuckDB's place: the line, its text, and below it marks from the column on. */
    private static final Pattern DUCKDB = Pattern.compile("(?s)(.*?)\\R\\R(LINE (\\d+): )(.*?)\\R( *)\\^.*");

    /** PostgreSQL's: the character, from 1. */
    private static final Pattern POSTGRESQL = Pattern.compile("(?s)(.*?)\\R\\s*Position: (\\d+).*");

    private final String name;
    private final String sql;
    private final UnaryOperator<String> hide;

    /**
     * For failures of one query.
     *
     * @param name what messages call it
     * @param sql the query, as its user wrote it; null for one of this program's
     * @param hide takes out what is secret
     */
    public SqlFailure(String name, String sql, UnaryOperator<String> hide) {
        this.name = name;
        this.sql = sql;
        this.hide = hide;
    }

    /** While the query was looked at. */
    public LinregException of(SQLException e) {
        return of("", e);
    }

    /** After so many rows. */
    LinregException after(long rows, SQLException e) {
        String state = String.valueOf(e.getSQLState());
        boolean gone = state.startsWith("08") || state.startsWith("57P");
        return of(" failed after " + Text.count(rows, "row") + (gone ? ": the database went away" : ""), e);
    }

    private LinregException of(String what, SQLException e) {
        String text = hide.apply(String.valueOf(e.getMessage())).replace("\r\n", "\n"); // whole: half a secret is one
        String place = "";
        Matcher duckDb = DUCKDB.matcher(text);
        Matcher postgreSql = POSTGRESQL.matcher(text);
        if (duckDb.matches()) {
            text = duckDb.group(1);
            int line = Integer.parseInt(duckDb.group(3))
                    - (what.isEmpty() ? 0 : 1); // it ran as a subquery, from line 2 on
            int column = duckDb.group(5).length() - duckDb.group(2).length() + 1;
            boolean known = sql != null && line > 0 && !duckDb.group(4).startsWith("...");
            place = known ? place(line, column) : "";
        } else if (postgreSql.matches()) {
            text = postgreSql.group(1);
            place = sql == null ? "" : place(Integer.parseInt(postgreSql.group(2)) - 1);
        }
        String message = name + place + what + ": " + reason(text) + cause(e, text) + remedy(e, text);
        return new LinregException(hide.apply(message), safe(e, hide));
    }

    /** What is wrong at a character of the SQL, from 0. */
    LinregException at(int position, String reason) {
        return new LinregException(hide.apply(name + place(position) + ": " + reason(reason)));
    }

    private String place(int position) {
        String before = sql.substring(0, Math.min(position, sql.length()));
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        return place(line, before.length() - before.lastIndexOf('\n'));
    }

    private static String place(int line, int column) {
        return ", line " + line + ", column " + column + " of the SQL";
    }

    /** One line, without advice for those who sit at DuckDB's console. */
    private static String reason(String text) {
        String line = text.split("\\n\\nPlease |\\nDid you mean|\\n\\nPossible solutions", 2)[0]
                .strip()
                .replaceAll("\\s*\\R\\s*", "; ");
        return Text.oneLine(line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...");
    }

    /** What is behind it, where that says more: an unknown host, say. */
    private String cause(SQLException e, String text) {
        Throwable cause = e.getCause();
        String more = cause == null ? "" : hide.apply(String.valueOf(cause.getMessage()));
        return cause == null || cause.getMessage() == null || text.contains(more)
                ? ""
                : " (" + cause.getClass().getSimpleName() + ": " + reason(more) + ")";
    }

    private static String remedy(SQLException e, String text) {
        String state = String.valueOf(e.getSQLState());
        if (state.startsWith("28")) {
            return "; give user and password as LINREG_JDBC_USER and LINREG_JDBC_PASSWORD in the environment, or in a file with"
                    + " --jdbc-properties";
        }
        if (text.contains("No magic bytes") || text.contains("Parquet file") || text.contains("Failed to read file")) {
            return "; it is no Parquet file, or is cut short or damaged: fetch it again";
        }
        if (text.startsWith("Missing Extension")) {
            return "; none is downloaded here";
        }
        return state.startsWith("08") || state.startsWith("57P") ? "; start again when it is there" : "";
    }

    /** The failure, for its stack trace; none if that would give away what is secret. */
    public static <E extends Throwable> E safe(E e, UnaryOperator<String> hide) {
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        return hide.apply(trace.toString()).equals(trace.toString()) ? e : null;
    }
}
