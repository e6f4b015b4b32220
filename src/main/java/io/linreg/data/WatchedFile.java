package io.linreg.data;

import io.linreg.base.InputFile;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/** Reads a file, and fails at its end if it was written to meanwhile: half a number would pass for a number. */
final class WatchedFile extends FilterInputStream {
    private final Path path;
    private final BasicFileAttributes before;
    private volatile long position;

    private WatchedFile(InputStream in, Path path, BasicFileAttributes before) {
        super(in);
        this.path = path;
        this.before = before;
    }

    /** The content of a file, or of what is no file but has a name, such as a pipe, and cannot be watched. */
    static InputStream open(Path path) throws IOException {
        InputStream in = InputFile.open(path);
        try {
            return Files.isRegularFile(path) ? new WatchedFile(in, path, attributes(path)) : in;
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /** Which share of the file has been read. */
    double share() {
        return (double) position / before.size();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread reads at a time
    public int read(byte[] to, int offset, int length) throws IOException {
        int count = in.read(to, offset, length);
        position += Math.max(count, 0);
        if (count < 0) {
            requireUnchanged();
        }
        return count;
    }

    private void requireUnchanged() throws IOException {
        if (!Files.exists(path)) {
            return; // to us it is still what it was
        }
        BasicFileAttributes now = attributes(path);
        boolean replaced = !Objects.equals(now.fileKey(), before.fileKey());
        boolean same = now.size() == before.size() && now.lastModifiedTime().equals(before.lastModifiedTime());
        if (!replaced && !same) {
            throw new IOException("it changed while it was read; start again when it is complete");
        }
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class);
    }
}
