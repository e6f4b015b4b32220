package io.linreg.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.linreg.base.LinregException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Sources from text, and what is read from them. */
final class Csv {
    /** What messages call the sources made here. */
    static final String NAME = "data.csv";

    private Csv() {}

    static Source of(String text) {
        return of(utf8(text));
    }

    static Source of(byte[] bytes) {
        return of(new ByteArrayInputStream(bytes));
    }

    static Source of(InputStream in) {
        return Source.stream(NAME, in);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] gzip(byte[] content) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** A stream that gives one byte at a time and never says how many more there are, as a slow pipe does. */
    static InputStream trickle(byte[] bytes) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] to, int offset, int length) {
                return super.read(to, offset, Math.min(length, 1));
            }

            @Override
            public synchronized int available() {
                return 0;
            }
        };
    }

    /** A stream that begins with one text and then repeats another for ever. */
    static InputStream endless(String start, String repeated) {
        byte[] head = utf8(start);
        byte[] tail = utf8(repeated);
        return new InputStream() {
            private long position;

            @Override
            public int read() {
                int i = position < head.length ? (int) position : (int) ((position - head.length) % tail.length);
                return (position++ < head.length ? head[i] : tail[i]) & 0xFF;
            }

            @Override
            public int read(byte[] to, int offset, int length) {
                for (int i = 0; i < length; i++) {
                    to[offset + i] = (byte) read();
                }
                return length;
            }
        };
    }

    /** The header and the rows as text. */
    static List<List<String>> records(Source source, Character delimiter) {
        try (CsvReader csv = new CsvReader(source, delimiter)) {
            List<List<String>> records = new ArrayList<>();
            records.add(csv.header());
            while (csv.next()) {
                records.add(List.copyOf(csv.fields()));
            }
            return records;
        }
    }

    static List<List<String>> records(Source source) {
        return records(source, null);
    }

    static List<List<String>> records(String text) {
        return records(of(text));
    }

    /** Reads with the last column as the target and all others as features, in double. */
    static DatasetReader.Result read(Source source) {
        return read(source, new ColumnChoice(null, List.of(), List.of()));
    }

    static DatasetReader.Result read(String text) {
        return read(of(text));
    }

    static DatasetReader.Result read(Source source, ColumnChoice choice) {
        return DatasetReader.read(source, null, choice, Precision.DOUBLE);
    }

    /** Asserts a refusal: a LinregException whose message is one line and holds each of the parts. */
    static void assertRefused(ThrowingCallable action, String... parts) {
        Throwable thrown = catchThrowable(action);
        assertThat(thrown).isInstanceOf(LinregException.class);
        assertThat(thrown.getMessage()).contains(parts);
        assertOneLine(thrown.getMessage());
    }

    static void assertOneLine(String message) {
        assertThat(message).isNotBlank();
        assertThat(message.codePoints()
                        .filter(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029)
                        .toArray())
                .as("control characters in <%s>", message)
                .isEmpty();
    }
}
