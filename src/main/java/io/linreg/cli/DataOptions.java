package io.linreg.cli;

import io.linreg.base.LinregException;
import io.linreg.data.RowReader;
import io.linreg.data.Source;
import io.linreg.data.TableSource;
import io.linreg.data.sql.Login;
import io.linreg.data.sql.SqlSource;
import io.linreg.model.LinearModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** How the data is read. */
final class DataOptions {
    private static final int BYTES_PER_NUMBER = 8;
    private static final int COMPRESSION = 3;

    /** Where it takes a query to tell, which may take long: whoever asks a database has much data. */
    private static final long PLENTY = 1L << 40;

    @Option(
            names = "--delimiter",
            paramLabel = "C",
            converter = DelimiterConverter.class,
            description = "the character between fields, or 'tab'; found out by default")
    Character delimiter;

    @Mixin
    private SqlOptions sql;

    /**
     * The table that a word of the command line names, or a query; the bundled data if there is neither.
     *
     * @throws ParameterException if there are both
     */
    TableSource table(String data, CommandSpec spec, Streams streams) {
        TableSource query = sql.table(data, spec);
        if (query != null) {
            if (delimiter != null) {
                throw new ParameterException(spec.commandLine(), "--delimiter is for CSV; leave it out");
            }
            return query;
        }
        Source csv = data == null
                ? Source.advertising()
                : data.equals("-") ? Source.stream("standard input", streams.in()) : Source.file(Path.of(data));
        return new TableSource.Csv(csv, delimiter);
    }

    /**
     * Lets pass what a cluster can read.
     *
     * @throws ParameterException if the data is in this process, or on its machine alone
     */
    void requireElsewhere(String data, CommandSpec spec) {
        if (!sql.isGiven() && (data == null || data.equals("-"))) {
            throw new ParameterException(
                    spec.commandLine(),
                    "name files that the cluster can read, or give --sql: neither what is bundled nor standard input is"
                            + " for it");
        }
        sql.requireElsewhere(data, spec);
    }

    /** The query; null if there is none. */
    String query() {
        return sql.query();
    }

    /** The database that is asked; null if none is. */
    Login login() {
        return sql.login();
    }

    /**
     * The same where the bundled data would make no sense.
     *
     * @throws ParameterException if there is neither a word nor a query, as well
     */
    TableSource given(String data, CommandSpec spec, Streams streams) {
        if (data == null && !sql.isGiven()) {
            throw new ParameterException(spec.commandLine(), "Missing required parameter: 'DATA', or --sql");
        }
        return table(data, spec, streams);
    }

    /** About how many numbers the data has, by its size; 0 where that is not known before it is read. */
    long numbers(String data) {
        if (sql.isGiven() || (data != null && SqlSource.isPattern(data))) {
            return PLENTY;
        }
        if (data == null || data.equals("-")) {
            return 0;
        }
        try {
            long bytes = Files.size(Path.of(data));
            boolean packed = data.endsWith(".gz") || SqlSource.isFor(data);
            return (packed ? bytes * COMPRESSION : bytes) / BYTES_PER_NUMBER;
        } catch (IOException e) {
            return 0; // reading it will tell
        }
    }

    /**
     * Where the columns that a model needs stand in a table.
     *
     * @throws LinregException if some are not there; the message names them and the table
     */
    static int[] columns(LinearModel model, RowReader table) {
        try {
            return model.design().positions(table.header());
        } catch (LinregException e) {
            throw new LinregException(table.name() + ": " + e.getMessage(), e);
        }
    }

    /** The word for the data; checked here, so that what can be no file is wrong usage. */
    static final class DataConverter implements ITypeConverter<String> {
        @Override
        public String convert(String word) {
            PathConverter.path(word);
            return word;
        }
    }

    /** A file's name. */
    static final class PathConverter implements ITypeConverter<Path> {
        @Override
        public Path convert(String word) {
            return path(word);
        }

        static Path path(String word) {
            if (word.isEmpty()) {
                throw new TypeConversionException("the name is empty; give a file");
            }
            try {
                return Path.of(word);
            } catch (InvalidPathException e) { // up to Java 17, all but ASCII where no locale is set
                throw new TypeConversionException(
                        "this locale has no such file names; set another, as by LC_ALL=C.UTF-8, or rename the file");
            }
        }
    }

    /** One character, or its name. */
    static final class DelimiterConverter implements ITypeConverter<Character> {
        @Override
        public Character convert(String text) {
            String delimiter = text.equals("tab") || text.equals("\\t") ? "\t" : text;
            if (delimiter.length() != 1 || "\"\r\n".contains(delimiter)) {
                throw new TypeConversionException("a delimiter is one character, such as ';' or 'tab'");
            }
            return delimiter.charAt(0);
        }
    }
}
