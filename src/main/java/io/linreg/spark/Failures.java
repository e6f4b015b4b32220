package io.linreg.spark;

import io.linreg.base.LinregException;
import io.linreg.base.Text;
import io.linreg.data.sql.SqlFailure;
import java.sql.SQLException;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a task says of its failure, without the pages that Spark says about it. */
final class Failures {
    private static final String NO_DRIVER = "No suitable driver";

    /** What Spark says, on some lines, of a file whose header is not that of the first. */
    private static final Pattern OTHER_HEADER = Pattern.compile("(?s).*CSV header.*CSV file: (\\S+).*");

    private Failures() {}

    /**
     * Runs a job.
     *
     * @throws LinregException the one that ended a task, if one did
     */
    static <T> T named(Supplier<T> job) {
        try {
            return job.get();
        } catch (Exception e) { // Spark's are checked, and not declared
            LinregException known = known(e);
            if (known != null) {
                throw known;
            }
            throw e;
        }
    }

    /** Something that reads a table. */
    @FunctionalInterface
    interface Reading<T> {
        T read() throws Exception;
    }

    /**
     * The same where a table is read: whatever goes wrong then is the table's fault.
     *
     * @param name what messages call it
     * @param hide takes out of them what is secret
     */
    static <T> T ofTable(String name, UnaryOperator<String> hide, Reading<T> reading) {
        try {
            return reading.read();
        } catch (Exception e) {
            LinregException known = known(e);
            throw known == null ? unknown(name, hide, e) : known;
        }
    }

    private static LinregException known(Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof LinregException known) {
                return cause == e ? known : new LinregException(known.getMessage(), e);
            }
        }
        return null;
    }

    private static LinregException unknown(String name, UnaryOperator<String> hide, Exception e) {
        Throwable deepest = e;
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            boolean unknown = cause instanceof SQLException
                    && String.valueOf(cause.getMessage()).startsWith(NO_DRIVER);
            if (unknown || cause instanceof ClassNotFoundException) { // which the property "driver" names
                return new LinregException(
                        name + ": Spark has no driver for it; hand its jar to spark-submit with --jars"
                                + " and --driver-class-path");
            }
            if (cause instanceof SQLException ofDatabase) {
                return new SqlFailure(name, null, hide).of(ofDatabase);
            }
            deepest = cause;
        }
        String said = deepest.getMessage() == null ? Text.reason(deepest) : deepest.getMessage();
        Matcher header = OTHER_HEADER.matcher(said);
        if (header.matches()) {
            return new LinregException(name + ": the header of " + header.group(1)
                    + " is not that of the other files; give all of them the same columns in the same order");
        }
        String line = hide.apply(said).strip().lines().findFirst().orElse("").replaceFirst("\\s*SQLSTATE: \\w+.*", "");
        return new LinregException("cannot read " + name + ": " + line, SqlFailure.safe(e, hide));
    }
}
