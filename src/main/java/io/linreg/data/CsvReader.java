package io.linreg.data;

import io.linreg.base.LinregException;
import io.linreg.base.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The records of a CSV text, one after another: a header, then rows that are as long as the header. Apache Commons CSV
 * parses; this class guards what it lets through and gives every failure its place.
 */
public final class CsvReader implements RowReader {
    /** Above any honest record, below what would fill a heap: the bound on an unclosed quote. */
    private static final int LONGEST_RECORD = 1 << 24;

    /** Above any honest header; a row of that many numbers still fits into a tile of a {@link RowBlock}. */
    static final int MOST_COLUMNS = 1 << 20;

    /** How the parser's messages begin: for a quote that never closes, for text after a closing quote. */
    private static final String UNCLOSED = "(startline ";

    private static final String TRAILING = "Invalid character between encapsulated token and delimiter";

    private final String name;
    private final CSVFormat format;
    private final char delimiter;
    private final Map<String, Integer> positions = new HashMap<>();
    private final List<String> header;
    private final List<String> written;
    private Utf8Reader text;
    private CSVParser parser;
    private Iterator<CSVRecord> records;
    private CSVRecord record;
    private long previousEnd;
    private long end;
    /** The lines that the parser did not see. */
    private long skipped;

    /**
     * Opens a source and reads its header.
     *
     * @param delimiter the character between fields, or null to find it out from the first lines
     * @throws LinregException if there is no header, or it names a column twice
     */
    public CsvReader(Source source, Character delimiter) {
        this(source.name(), source.open(), delimiter);
    }

    /** Reads the header from a stream, which is then the reader's to close. */
    CsvReader(String name, InputStream in, Character delimiter) {
        this.name = name;
        text = new Utf8Reader(name, in);
        text.allow(LONGEST_RECORD, 1);
        boolean ready = false;
        try {
            PushbackReader reader = new PushbackReader(text, DelimiterSniffer.SAMPLE);
            this.delimiter = delimiter != null ? delimiter : DelimiterSniffer.sniff(peek(reader));
            format = CSVFormat.Builder.create()
                    .setDelimiter(this.delimiter)
                    .setQuote('"')
                    .setIgnoreEmptyLines(true)
                    .setIgnoreSurroundingSpaces(true)
                    .get();
            parser = format.parse(reader);
            records = parser.iterator();
            header = readHeader();
            written = record.toList();
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
    @Override
    public List<String> header() {
        return header;
    }

    /** The fields of the header as they stand there. */
    public List<String> written() {
        return written;
    }

    @Override
    public Integer position(String column) {
        return positions.get(column);
    }

    /** What stands between fields. */
    public char delimiter() {
        return delimiter;
    }

    /** The line, from 1, on which the current row ends; before the first row, that of the header. */
    long lastLine() {
        return end;
    }

    /**
     * Goes on behind lines that another reader has taken.
     *
     * @param rest the text from there on
     * @param lines how many lines, from the beginning of the source, stand before it
     */
    void resume(InputStream rest, long lines) {
        text = new Utf8Reader(name, rest, lines + 1);
        try {
            parser = format.parse(text);
        } catch (IOException e) {
            throw failure(e);
        }
        records = parser.iterator();
        previousEnd = lines;
        end = lines;
        skipped = lines;
    }

    @Override
    public String name() {
        return name;
    }

    /**
     * Goes to the next row.
     *
     * @return false at the end
     * @throws LinregException if the text is not CSV there, or the row is not as long as the header
     */
    @Override
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

    @Override
    public String field(int column) {
        return record.get(column);
    }

    @Override
    public List<String> fields() {
        return record.toList();
    }

    @Override
    public String place() {
        return "line " + line();
    }

    /** The line, from 1, on which the current row begins. */
    public long line() {
        if (end - previousEnd == 1) {
            return end; // nearly always; the others hold line ends, or blank lines stand before them
        }
        long line = end;
        for (String field : record) {
            line -= lineEnds(field);
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

    /** Line ends as the parser counts them: LF, CR, and the two together as one. */
    private static int lineEnds(String field) {
        int count = 0;
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c == '\r' || (c == '\n' && (i == 0 || field.charAt(i - 1) != '\r'))) {
                count++;
            }
        }
        return count;
    }

    private boolean advance() {
        text.allow(LONGEST_RECORD, end + 1);
        try {
            if (!records.hasNext()) {
                return false;
            }
            record = records.next();
            previousEnd = end;
            end = skipped + parser.getCurrentLineNumber();
            return true;
        } catch (UncheckedIOException e) {
            throw failure(e.getCause());
        }
    }

    /** Whether the line holds nothing but white space; one without any at all the parser skips itself. */
    private boolean isBlank() {
        return record.size() == 1 && header.size() > 1 && record.get(0).isEmpty();
    }

    private List<String> readHeader() {
        do {
            if (!advance()) {
                throw new LinregException(name + " is empty; a header line and rows of data are needed");
            }
        } while (record.size() == 1 && record.get(0).isBlank());
        if (record.size() > MOST_COLUMNS) {
            throw new LinregException(name + ", line " + line() + ": " + record.size() + " columns; more than "
                    + MOST_COLUMNS + " are not supported");
        }
        List<String> names = new ArrayList<>(record.size());
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
        String reason = Text.reason(e);
        if (reason.startsWith(UNCLOSED)) {
            // The parser writes the number as the locale does, with or without separators and in the locale's digits.
            String digits = reason.substring(UNCLOSED.length(), reason.indexOf(')'))
                    .codePoints()
                    .filter(Character::isDigit)
                    .map(Character::getNumericValue)
                    .mapToObj(Integer::toString)
                    .collect(Collectors.joining());
            long line = skipped + Long.parseLong(digits);
            return new LinregException(name + ", line " + line + ": the quote that opens here never closes", e);
        }
        if (reason.startsWith(TRAILING)) {
            return new LinregException(
                    name + ", line " + (skipped + parser.getCurrentLineNumber())
                            + ": there is text between a closing quote and the delimiter; a quote inside a quoted field is"
                            + " written twice",
                    e);
        }
        return new LinregException(name + ": not readable as CSV: " + reason, e);
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
