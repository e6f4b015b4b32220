package io.linreg.data;

import io.linreg.base.LinregException;
import io.linreg.base.Text;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipException;

/**
 * Decodes UTF-8 strictly: a byte order mark is skipped, and bytes that are no text end the reading with the line they
 * stand on, where the platform's reader would put replacement characters into the data. What stands before them is read first,
 * however many bytes come at a time: it may be wrong, too.
 */
final class Utf8Reader extends Reader {
    private final String name;
    private final InputStream in;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final ByteBuffer bytes = ByteBuffer.allocate(1 << 16).flip();
    private boolean started;
    private boolean ended;
    private long line = 1;
    private boolean afterCarriageReturn;
    /** The second half of a character whose first half filled a buffer; 0 if there is none. */
    private char rest;

    /** Whether a zero byte is next. */
    private boolean zero;

    private long sinceMark;
    private long limit = Long.MAX_VALUE;
    private long limitedFrom = 1;

    Utf8Reader(String name, InputStream in) {
        this.name = name;
        this.in = in;
    }

    /** Goes on with a text that another reader has begun: from the beginning of a line on. */
    Utf8Reader(String name, InputStream in, long line) {
        this(name, in);
        this.line = line;
        started = true;
    }

    /**
     * From here on, more than this many characters before the next call end the reading: see {@link CsvReader}.
     *
     * @param from the line, for the message, from which on they are counted
     */
    void allow(long characters, long from) {
        sinceMark = 0;
        limit = characters;
        limitedFrom = from;
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int count = zero ? 1 : decode(CharBuffer.wrap(buffer, offset, length).slice());
        if (count < 0) {
            return -1;
        }
        int text = textBeforeZero(buffer, offset, count);
        countLines(buffer, offset, text);
        if (text == 0) {
            throw new LinregException(name + ", line " + line + ": a zero byte; this is not a text file");
        }
        sinceMark += text;
        if (sinceMark > limit) {
            throw new LinregException(name + ", line " + limitedFrom + ": a record of more than " + limit
                    + " characters; is there a quote that never closes?");
        }
        return text;
    }

    /** How many characters there are before a zero byte, if there is one: that is for the next call, and all that follows it. */
    private int textBeforeZero(char[] buffer, int offset, int count) {
        if (zero) {
            return 0;
        }
        for (int i = 0; i < count; i++) {
            if (buffer[offset + i] == 0) {
                zero = true;
                return i;
            }
        }
        return count;
    }

    /** Decodes at least one character; -1 at the end. */
    private int decode(CharBuffer out) throws IOException {
        if (rest != 0) {
            out.put(rest);
            rest = 0;
            return 1;
        }
        while (out.position() == 0) {
            CoderResult result = decoder.decode(bytes, out, ended);
            if (result.isError() && out.position() == 0) {
                throw new LinregException(name + ", line " + line
                        + ": not valid UTF-8 (Latin-1 or Windows-1252, perhaps); save the file as UTF-8");
            }
            if (out.position() == 0) {
                if (result.isOverflow()) {
                    splitPair(out);
                } else if (ended) {
                    return -1;
                } else {
                    fill();
                }
            }
        }
        return out.position();
    }

    /** Decodes a surrogate pair where there is room for its first half only. */
    private void splitPair(CharBuffer out) {
        CharBuffer pair = CharBuffer.allocate(2);
        decoder.decode(bytes, pair, ended);
        out.put(pair.get(0));
        rest = pair.get(1);
    }

    private void fill() throws IOException {
        bytes.compact();
        int count = readBytes();
        bytes.flip();
        ended = count < 0;
        if (!started) {
            started = true;
            skipByteOrderMark();
        }
    }

    private int readBytes() {
        try {
            // The first read is a whole buffer, for the byte order mark; 1 byte at least in any case.
            int count = in.read(bytes.array(), bytes.position(), bytes.remaining());
            while (!started && count >= 0 && bytes.position() + count < 3) {
                bytes.position(bytes.position() + count);
                count = in.read(bytes.array(), bytes.position(), bytes.remaining());
            }
            bytes.position(bytes.position() + Math.max(count, 0));
            return count;
        } catch (EOFException e) {
            throw new LinregException(
                    name + ", line " + line + ": the compressed file is cut short; fetch it again", e);
        } catch (ZipException e) {
            throw new LinregException(
                    name + ", line " + line + ": the compressed file is damaged (" + Text.reason(e)
                            + "); fetch it again",
                    e);
        } catch (IOException e) {
            throw new LinregException("cannot read " + name + ": " + Text.reason(e), e);
        }
    }

    private void skipByteOrderMark() {
        int at = bytes.position();
        if (startsWith(0xEF, 0xBB, 0xBF)) {
            bytes.position(at + 3);
        } else if (startsWith(0xFF, 0xFE, 0, 0) || startsWith(0, 0, 0xFE, 0xFF)) {
            throw new LinregException(name + ": the text is UTF-32; save the file as UTF-8");
        } else if (startsWith(0xFF, 0xFE) || startsWith(0xFE, 0xFF)) {
            throw new LinregException(name + ": the text is UTF-16; save the file as UTF-8");
        }
    }

    private boolean startsWith(int... mark) {
        if (bytes.remaining() < mark.length) {
            return false;
        }
        for (int i = 0; i < mark.length; i++) {
            if ((bytes.get(bytes.position() + i) & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    private void countLines(char[] buffer, int offset, int count) {
        for (int i = offset; i < offset + count; i++) {
            boolean second = afterCarriageReturn && buffer[i] == '\n'; // of a CR LF, which is one line end
            afterCarriageReturn = buffer[i] == '\r';
            if (buffer[i] == '\r' || (buffer[i] == '\n' && !second)) {
                line++;
            }
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
