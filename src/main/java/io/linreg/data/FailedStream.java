package io.linreg.data;

import java.io.IOException;
import java.io.InputStream;

/** Fails as another stream has failed. */
final class FailedStream extends InputStream {
    private final IOException failure;

    FailedStream(IOException failure) {
        this.failure = failure;
    }

    @Override
    public int read() throws IOException {
        throw failure;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        throw failure;
    }
}
