package io.linreg.data;

import io.linreg.base.LinregException;
import io.linreg.base.Text;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.ZipException;

/**
 * Where a table of text comes from: a file, standard input or the bundled data. Compressed content (gzip) is found by
 * its first two bytes, whatever the name.
 */
public final class Source {
    private static final int BUFFER = 1 << 16;

    private final String name;
    private final boolean repeatable;
    private final Opener opener;
    private WatchedFile file;

    @FunctionalInterface
    private interface Opener {
        InputStream open() throws IOException;
    }

    private Source(String name, boolean repeatable, Opener opener) {
        this.name = Text.oneLine(name);
        this.repeatable = repeatable;
        this.opener = opener;
    }

    /** A file. */
    public static Source file(Path path) {
        return new Source(path.toString(), Files.isRegularFile(path), () -> {
            if (Files.isDirectory(path)) {
                throw new LinregException(Text.oneLine(path.toString()) + " is a directory; give the CSV file in it");
            }
            return WatchedFile.open(path);
        });
    }

    /** A stream that can be read once, such as standard input; its owner closes it. */
    public static Source stream(String name, InputStream in) {
        return new Source(name, false, () -> new FilterInputStream(in) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return in.read(buffer, offset, length);
            }

            @Override
            public void close() {
                // Not ours to close.
            }
        });
    }

    /** The Advertising data that comes with the program. */
    public static Source advertising() {
        return new Source(
                "Advertising (bundled)", true, () -> Source.class.getResourceAsStream("/io/linreg/advertising.csv"));
    }

    /** What messages call it. */
    public String name() {
        return name;
    }

    /** Whether it can be opened more than once. */
    boolean repeatable() {
        return repeatable;
    }

    /**
     * The content, decompressed.
     *
     * @throws LinregException if there is none to be had
     */
    public InputStream open() {
        try {
            InputStream raw = opener.open();
            file = raw instanceof WatchedFile watched ? watched : null;
            try {
                return decompress(raw);
            } catch (IOException e) {
                raw.close();
                throw e;
            }
        } catch (NoSuchFileException e) {
            throw new LinregException("no such file: " + name, e);
        } catch (AccessDeniedException e) {
            throw new LinregException("cannot read " + name + ": permission denied", e);
        } catch (EOFException e) {
            throw new LinregException(name + ": the compressed file is cut short; fetch it again", e);
        } catch (ZipException e) {
            throw new LinregException(
                    name + ": the compressed file is damaged (" + Text.reason(e) + "); fetch it again", e);
        } catch (IOException e) {
            throw new LinregException("cannot read " + name + ": " + Text.reason(e), e);
        }
    }

    /** Which share of what was opened last has been read; NaN if its size is not known. */
    double shareRead() {
        return file == null ? Double.NaN : file.share();
    }

    private static InputStream decompress(InputStream raw) throws IOException {
        PushbackInputStream in = new PushbackInputStream(new BufferedInputStream(raw, BUFFER), 2);
        byte[] magic = in.readNBytes(2);
        in.unread(magic);
        boolean gzip = magic.length == 2 && magic[0] == (byte) 0x1f && magic[1] == (byte) 0x8b;
        return gzip ? GzipStream.open(in, BUFFER) : in;
    }
}
