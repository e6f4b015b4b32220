package io.linreg.data;

import io.linreg.base.LinregException;
import io.linreg.base.Text;
import java.io.Closeable;
import java.io.IOException;
import java.io.PushbackReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The records of a CSV text, one after another: a header, then rows that are as long as the header. Apache Commons CSV
 * parses; this class guards what it lets through and gives every failure its place.
 */
public final class CsvReader implements Closeable {
    /** Above any honest record, below what would fill a heap: the bound on an unclosed quote. */
    private static final int LONGEST_RECORD = 1 << 25;

    private final String name;
    private final Utf8Reader text;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;
    private final List<String> header;
    private CSVRecord record;

    /**
     * Opens a source and reads its header.
     *
     * @param delimiter the character between fields, or null to find it out from the first lines
     * @throws LinregException if there is no header, or it names a column twice
     */
    public CsvReader(Source source, Character delimiter) {
        name = source.name();
        text = new Utf8Reader(name, source.open());
        text.allow(LONGEST_RECORD);
        boolean ready = false;
        try {
            PushbackReader reader = new PushbackReader(text, DelimiterSniffer.SAMPLE);
            char separator = delimiter != null ? delimiter : DelimiterSniffer.sniff(peek(reader));
            parser = CSVFormat.Builder.create()
                    .setDelimiter(separator)
                    .setQuote('"')
                    .setIgnoreEmptyLines(true)
                    .setIgnoreSurroundingSpaces(true)
                    .get()
                    .parse(reader);
            records = parser.iterator();
            header = readHeader();
            ready = true;
        } catch (IOException e) {
            throw failure(e);
        } finally {
            if (!ready) {
                close();
            }
        }
    }

    /** The column names; a column without one is called `Unnamed: k`, k its position from 0, as pandas does. */
    public List<String> header() {
        return header;
    }

    /** What messages call the source. */
    public String name() {
        return name;
    }

    /**
     * Goes to the next row.
     *
     * @return false at the end
     * @throws LinregException if the text is not CSV there, or the row is not as long as the header
     */
    public boolean next() {
        do {
            if (!advance()) {
                return false;
            }
        } while (isBlank());
        if (record.size() != header.size()) {
            throw new LinregException(name + ", line " + line() + ": " + Text.count(record.size(), "field")
                    + " where the header has " + header.size()
                    + "; quote fields that contain the delimiter, or mend the line");
        }
        return true;
    }

    /** A field of the current row, as text. */
    public String field(int column) {
        return record.get(column);
    }

    /** The fields of the current row, as text. */
    public List<String> fields() {
        return record.toList();
    }

    /** The line, from 1, on which the current row begins. */
    public long line() {
        long line = parser.getCurrentLineNumber();
        for (String field : record) {
            line -= field.chars().filter(c -> c == '\n').count();
        }
        return line;
    }

    @Override
    public void close() {
        try {
            text.close();
        } catch (IOException e) {
            // Nothing that was read is lost by it.
            return;
        }
    }

    private boolean advance() {
        text.allow(LONGEST_RECORD);
        try {
            if (!records.hasNext()) {
                return false;
            }
            record = records.next();
            return true;
        } catch (UncheckedIOException e) {
            throw failure(e.getCause());
        }
    }

    private boolean isBlank() {
        return record.size() == 1
                && header != null
                && header.size() > 1
                && record.get(0).isEmpty();
    }

    private List<String> readHeader() {
        if (!advance()) {
            throw new LinregException(name + " is empty; a header line and rows of data are needed");
        }
        List<String> names = new ArrayList<>(record.size());
        Map<String, Integer> positions = new HashMap<>();
        for (int i = 0; i < record.size(); i++) {
            String column =
                    record.get(i).isBlank() ? "Unnamed: " + i : record.get(i).strip();
            Integer first = positions.putIfAbsent(column, i);
            if (first != null) {
                throw new LinregException(name + ", line " + line() + ": columns " + (first + 1) + " and " + (i + 1)
                        + " are both called " + Text.quote(column) + "; rename one");
            }
            names.add(column);
        }
        return List.copyOf(names);
    }

    private LinregException failure(IOException e) {
        return new LinregException(name + ": not readable as CSV: " + Text.reason(e), e);
    }

    private static String peek(PushbackReader reader) throws IOException {
        char[] sample = new char[DelimiterSniffer.SAMPLE];
        int length = readFully(reader, sample);
        reader.unread(sample, 0, length);
        return new String(sample, 0, length);
    }

    private static int readFully(Reader reader, char[] buffer) throws IOException {
        int length = 0;
        while (length < buffer.length) {
            int count = reader.read(buffer, length, buffer.length - length);
            if (count <= 0) {
                break;
            }
            length += count;
        }
        return length;
    }
}
