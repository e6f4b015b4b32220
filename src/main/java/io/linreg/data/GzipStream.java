package io.linreg.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Decompresses every member of a gzip file, or fails. The platform's stream alone would pass for whole what is not: it
 * ends without a word where the header of a further member is cut or damaged, and where a pipe has nothing more to give
 * for a moment.
 */
final class GzipStream extends GZIPInputStream {
    private static final int TRAILER = 8;

    private final Counted compressed;
    private long atFill;

    private GzipStream(Counted compressed, int buffer) throws IOException {
        super(compressed, buffer);
        this.compressed = compressed;
    }

    static GzipStream open(InputStream in, int buffer) throws IOException {
        return new GzipStream(new Counted(in), buffer);
    }

    @Override
    protected void fill() throws IOException {
        super.fill();
        atFill = compressed.count;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        int count = super.read(to, offset, length);
        // At the end, what lies beyond the compressed data is its trailer: either still in the inflater's buffer, or
        // read
        // from the stream since the buffer was filled.
        if (count < 0 && inf.getRemaining() + (compressed.count - atFill) > TRAILER) {
            throw new ZipException("what follows the compressed data is no gzip");
        }
        return count;
    }

    /** Counts bytes, and says truly whether there are more: asked for what is available, it waits for a byte. */
    private static final class Counted extends PushbackInputStream {
        private long count;

        Counted(InputStream in) {
            super(in, 1);
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            count += b < 0 ? 0 : 1;
            return b;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            int read = super.read(to, offset, length);
            count += Math.max(read, 0);
            return read;
        }

        @Override
        public int available() throws IOException {
            int known = super.available();
            if (known > 0) {
                return known;
            }
            int b = super.read();
            if (b < 0) {
                return 0;
            }
            unread(b);
            return 1;
        }
    }
}
