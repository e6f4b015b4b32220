package io.linreg.data;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;

/** Keeps what is read of a stream, so that a reader that has read ahead can give way to another at the end of any line. */
final class KeptStream extends FilterInputStream {
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

    KeptStream(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        int b = in.read();
        if (b >= 0) {
            kept.write(b);
        }
        return b;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        int count = in.read(to, offset, length);
        if (count > 0) {
            kept.write(to, offset, count);
        }
        return count;
    }

    /** The stream again, from behind its first lines on; a line ends as it does for the parser. */
    InputStream behind(long lines) {
        byte[] bytes = kept.toByteArray();
        int at = 0;
        for (long line = 0; line < lines && at < bytes.length; at++) {
            boolean pair = bytes[at] == '\r' && at + 1 < bytes.length && bytes[at + 1] == '\n';
            if (bytes[at] == '\n' || (bytes[at] == '\r' && !pair)) {
                line++;
            }
        }
        return new SequenceInputStream(new ByteArrayInputStream(bytes, at, bytes.length - at), in);
    }
}
