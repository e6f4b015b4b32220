package io.linreg.base;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Writes a file beside its target and renames it when it is whole: whatever happens on the way, the target is either
 * the old file or the new one. A link stays a link (what it points to is replaced); a device, a pipe or
 * a file that the process has open (/dev/stdout), none of which can be replaced, is written to directly.
 */
public final class AtomicFile {
    private static final int MOST_LINKS = 40;

    private AtomicFile() {}

    /** Writes the content of a file. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Replaces the target by the content.
     *
     * @throws LinregException if it cannot be written; the old file is then untouched
     */
    public static void write(Path target, Content content) {
        try {
            Path file = resolve(target);
            if (isSpecial(file)) {
                try (OutputStream out = Files.newOutputStream(file, WRITE, APPEND)) {
                    writeWhole(content, out);
                }
            } else {
                replace(file, content);
            }
        } catch (IOException e) {
            throw unwritable(target, e);
        }
    }

    /**
     * Checks that the target can be written, before hours are spent on what shall go there.
     *
     * @throws LinregException if not
     */
    public static void check(Path target) {
        try {
            Path file = resolve(target);
            if (isSpecial(file)) {
                return;
            }
            Path trial = beside(file);
            try {
                Files.newOutputStream(trial, CREATE_NEW, WRITE).close();
            } finally {
                Files.deleteIfExists(trial);
            }
        } catch (IOException e) {
            throw unwritable(target, e);
        }
    }

    /** The file that writing to the target makes or replaces: one name for all that lead to it, be it there or not. */
    public static Path destination(Path target) {
        try {
            Path file = resolve(target).normalize();
            Path folder = file.getParent();
            while (folder != null && !Files.exists(folder)) {
                folder = folder.getParent();
            }
            return folder == null ? file : folder.toRealPath().resolve(folder.relativize(file));
        } catch (IOException e) {
            return target.toAbsolutePath().normalize(); // checks say what is wrong with it
        }
    }

    private static void replace(Path file, Content content) throws IOException {
        Path fresh = beside(file);
        try {
            try (FileChannel channel = FileChannel.open(fresh, CREATE_NEW, WRITE)) {
                writeWhole(content, Channels.newOutputStream(channel));
                channel.force(true); // so that the rename never outlives the bytes
            }
            keepPermissions(file, fresh);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh); // gone already if it was renamed
        }
    }

    private static void writeWhole(Content content, OutputStream out) throws IOException {
        OutputStream buffered = new BufferedOutputStream(out, 1 << 16) {
            @Override
            public void close() throws IOException {
                flush(); // a writer closed by the content leaves the file open, to be synchronised
            }
        };
        content.writeTo(buffered);
        buffered.flush();
    }

    /** The file that the target is, or will be: links are followed, also one to a file that is not there yet. */
    private static Path resolve(Path target) throws IOException {
        if (Files.isDirectory(target)) {
            throw new FileSystemException(target.toString(), null, "it is a directory; give a file name");
        }
        Path file = target.toAbsolutePath();
        if (isSpecial(file)) {
            return file; // followed by name, /dev/stdout leads to a name like pipe:[42], which is no file
        }
        for (int links = 0; Files.isSymbolicLink(file) && !isOpen(file); links++) {
            if (links == MOST_LINKS) {
                throw new FileSystemException(target.toString(), null, "its links go in a circle");
            }
            file = file.resolveSibling(Files.readSymbolicLink(file));
        }
        if (Files.exists(file) && !Files.isWritable(file)) {
            throw new FileSystemException(target.toString(), null, "it is write-protected; choose another name");
        }
        return file;
    }

    private static boolean isSpecial(Path file) throws IOException {
        return Files.exists(file) && (isOpen(file) || !Files.isRegularFile(file)) && !Files.isDirectory(file);
    }

    /** Whether the name stands for an open file: a link in Linux' /proc, which may lead to what has no name. */
    private static boolean isOpen(Path file) throws IOException {
        return file.getParent().toRealPath().startsWith("/proc");
    }

    /**
     * A name that no other writer has, be it in another container that shares the folder, where processes have the same
     * numbers. It is not made from the file's own name, which may be as long as a name can be.
     */
    private static Path beside(Path file) {
        long number = ThreadLocalRandom.current().nextLong();
        Path fresh = file.resolveSibling(".linreg-gpu." + Long.toHexString(number) + ".tmp");
        if (fresh.getFileSystem() == FileSystems.getDefault()) {
            fresh.toFile().deleteOnExit(); // after Ctrl-C, which runs no finally
        }
        return fresh;
    }

    private static void keepPermissions(Path old, Path fresh) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(fresh, PosixFileAttributeView.class);
        if (view != null && Files.exists(old)) {
            view.setPermissions(Files.getPosixFilePermissions(old));
        }
    }

    private static LinregException unwritable(Path target, IOException e) {
        String reason;
        if (e instanceof NoSuchFileException) {
            reason = "its folder does not exist; create it first";
        } else if (e instanceof AccessDeniedException) {
            reason = "permission denied; choose another place";
        } else if (e instanceof FileSystemException f && f.getReason() != null) {
            reason = Text.oneLine(f.getReason());
        } else {
            reason = Text.reason(e);
        }
        return new LinregException("cannot write " + Text.oneLine(target.toString()) + ": " + reason, e);
    }
}
