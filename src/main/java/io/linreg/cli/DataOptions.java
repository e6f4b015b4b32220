package io.linreg.cli;

import io.linreg.base.LinregException;
import io.linreg.data.CsvReader;
import io.linreg.data.Source;
import io.linreg.model.LinearModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How the data is read. */
final class DataOptions {
    private static final int BYTES_PER_NUMBER = 8;
    private static final int COMPRESSION = 3;

    @Option(
            names = "--delimiter",
            paramLabel = "C",
            converter = DelimiterConverter.class,
            description = "the character between fields, or 'tab'; found out by default")
    Character delimiter;

    /** The source that a word of the command line names; the bundled data if there is none. */
    static Source source(String data, Streams streams) {
        if (data == null) {
            return Source.advertising();
        }
        if (data.equals("-")) {
            return Source.stream("standard input", streams.in());
        }
        return Source.file(Path.of(data));
    }

    /** About how many numbers the data has, by its size; 0 where that is not known before it is read. */
    static long numbers(String data) {
        if (data == null || data.equals("-")) {
            return 0;
        }
        try {
            long bytes = Files.size(Path.of(data));
            return (data.endsWith(".gz") ? bytes * COMPRESSION : bytes) / BYTES_PER_NUMBER;
        } catch (IOException e) {
            return 0; // reading it will tell
        }
    }

    /**
     * Where the columns that a model needs stand in a table.
     *
     * @throws LinregException if some are not there; the message names them and the table
     */
    static int[] columns(LinearModel model, CsvReader csv) {
        try {
            return model.design().positions(csv.header());
        } catch (LinregException e) {
            throw new LinregException(csv.name() + ": " + e.getMessage(), e);
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
